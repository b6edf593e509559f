"""Editors and hooks find what they need: a schema for each kind of file, in VS Code's settings as on line 1."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.commands import cli
from bot.commands.schemas import SCHEMAS

ROOT = Path(__file__).parent.parent.parent.parent
SETTINGS = json.loads((ROOT / ".vscode" / "settings.json").read_text())
FILES = sorted([*(ROOT / "knowledge").rglob("*.yaml"), *(ROOT / "flows").glob("*/*.yaml"), ROOT / "app.yaml"])
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


def schemas_for(file: Path) -> list[str]:
    """The schemas that VS Code's settings give a file."""
    place = file.relative_to(ROOT)
    return [
        schema
        for schema, patterns in SETTINGS["yaml.schemas"].items()
        for pattern in patterns
        if place.match(pattern) and len(place.parts) == len(Path(pattern).parts)
    ]


def test_every_schema_is_given_to_some_file() -> None:
    assert {Path(schema).stem for schema in SETTINGS["yaml.schemas"]} == set(SCHEMAS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_first_line_and_the_settings_name_the_same_schema(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    named = (file.parent / first.partition("$schema=")[2]).resolve()
    assert [(ROOT / schema).resolve() for schema in schemas_for(file)] == [named]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one(name: str) -> None:
    schema = json.loads((ROOT / "knowledge" / "schema" / "json" / f"{name}.json").read_text())
    jsonschema.validators.validator_for(schema).check_schema(schema)


def test_the_hook_runs_a_command_that_is_there() -> None:
    program, verb = shlex.split(HOOK["entry"])
    assert (program, verb in cli.commands) == ("earlyhelp", True)
    assert HOOK["pass_filenames"] is False


@pytest.mark.parametrize(
    ("path", "asks"),
    [
        ("knowledge/exshire/contacts.yaml", True),
        ("draft/knowledge/exshire/contacts.yaml", True),
        ("flows/shared/lado.yaml", True),
        ("app.yaml", True),
        ("knowledge/load.py", False),
        ("docs/knowledge.md", False),
    ],
)
def test_the_hook_looks_at_knowledge_flows_and_settings(path: str, asks: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) is asks
