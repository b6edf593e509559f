"""The house keeps its shape: arrows run one way, and no authority's name stands in Python (promise P7)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "flows", "knowledge", "nlp", "trends")
MAY_IMPORT = {
    "knowledge": {"knowledge"},
    "nlp": {"nlp", "knowledge"},
    "flows": {"flows", "knowledge"},
    "trends": {"trends", "knowledge"},
    "bot": set(ROOMS),
}
CHANNELS = ("bot.slack", "bot.teams", "bot.web")
OUTSIDE_THE_CORE = (
    "bot.web",
    "bot.slack",
    "bot.teams",
    "bot.store",
    "bot.commands",
    "bot.settings",
    "os",
    "sqlite3",
    "httpx",
)


def python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imports_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_arrows(room: str, sources: dict[Path, list[str]]) -> list[str]:
    return [
        f"{file}: {name}"
        for file, names in sources.items()
        for name in names
        if name.split(".")[0] in set(ROOMS) - MAY_IMPORT[room]
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_run_one_way(room: str) -> None:
    sources = {file: list(imports_of(file)) for file in python_files(room)}
    assert sources, f"there is no Python in {room}"
    assert wrong_arrows(room, sources) == []


def test_a_wrong_arrow_would_be_found() -> None:
    assert wrong_arrows("knowledge", {Path("knowledge/x.py"): ["flows.engine"]}) == ["knowledge/x.py: flows.engine"]


def test_nothing_outside_a_channel_imports_a_channel() -> None:
    allowed = {
        ROOT / "bot" / "commands" / f"{name}.py" for name in ("serve", "answering", "channels", "manifest", "slack")
    }
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in python_files("bot")
        for name in imports_of(file)
        for channel in CHANNELS
        if name.startswith(channel) and channel.replace(".", "/") not in str(file) and file not in allowed
    ]
    assert found == []


def test_the_core_reads_no_environment_file_or_network() -> None:
    found = [
        f"{file.name}: {name}"
        for file in python_files("bot/core")
        for name in imports_of(file)
        if name in OUTSIDE_THE_CORE or name.startswith(tuple(f"{each}." for each in OUTSIDE_THE_CORE))
    ]
    assert found == []


def authorities() -> list[str]:
    packs = [path.parent.name for path in (ROOT / "knowledge").glob("*/authority.yaml")]
    return [name for name in packs if name != "national"]


@pytest.mark.parametrize("room", ROOMS)
def test_p7_no_authoritys_name_stands_in_python(room: str) -> None:
    names = re.compile(rf"\b({'|'.join(authorities())})\b", re.IGNORECASE)
    found = [
        str(file.relative_to(ROOT)) for file in python_files(room) if names.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_p7_the_four_first_authorities_are_packs_with_a_flow() -> None:
    assert sorted(authorities()) == ["bury", "oldham", "oxfordshire", "tameside"]
    assert all((ROOT / "flows" / name / "early-help.yaml").exists() for name in authorities())


@pytest.mark.parametrize("room", ROOMS)
def test_every_python_file_tells_its_story(room: str) -> None:
    silent = [str(file.relative_to(ROOT)) for file in python_files(room) if not _docstring(file) and _has_code(file)]
    assert silent == []


def _docstring(file: Path) -> str | None:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


def _has_code(file: Path) -> bool:
    return bool(file.read_text(encoding="utf-8").strip())
