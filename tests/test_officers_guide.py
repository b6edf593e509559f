"""docs/officers.md: every snippet parses with its schema, every command has its options, every name exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from bot.commands import cli
from bot.settings import Settings
from knowledge.errors import Fault, KnowledgeErrors
from knowledge.load import FILES
from knowledge.strict_yaml import parse, read_text
from knowledge.unfilled import MARK

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "officers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)
YAML = [text for kind, text in BLOCKS if kind == "yaml"]
LINES = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
MODELS: dict[str, type[BaseModel]] = {**FILES, "app.yaml": Settings}
FOR_OFFICERS = {
    "ask", "chat", "check", "case", "diff", "publish", "rollback", "status", "new", "contacts", "flow", "import",
    "export", "guide", "trends", "serve",
}  # fmt: skip


def test_every_block_is_of_a_kind_that_is_checked() -> None:
    assert {kind for kind, _ in BLOCKS} == {"yaml", "sh"}
    assert len(BLOCKS) == GUIDE.count("\n```") // 2


def faults_of(text: str, name: str) -> tuple[Fault, ...]:
    try:
        parse(read_text(text, Path(name)), MODELS[name])
    except KnowledgeErrors as error:
        return error.faults
    return ()


@pytest.mark.parametrize("text", YAML, ids=[text.split("\n", 1)[0].removeprefix("# ") for text in YAML])
def test_a_yaml_snippet_is_what_the_file_it_names_may_hold(text: str) -> None:
    """A blank of a new pack is the one fault that a snippet may show."""
    name = text.split("\n", 1)[0].removeprefix("# ")
    assert name in MODELS, f"begin the snippet with the name of its file: {name}"
    assert {fault.rule for fault in faults_of(text, name)} == ({"fill-in"} if MARK in text else set())


@pytest.mark.parametrize("line", LINES)
def test_a_command_is_there_with_these_options(line: str) -> None:
    words = shlex.split(line)
    if words[0] == "export":
        return
    assert words.pop(0) == "earlyhelp"
    command: click.Command = cli
    context = click.Context(cli, info_name="earlyhelp")
    while isinstance(command, click.Group):
        assert words[0] in command.list_commands(context), f"no command '{words[0]}'"
        found = command.get_command(context, words.pop(0))
        assert found is not None
        command = found
    command.make_parser(click.Context(command)).parse_args(words)


def test_every_command_that_officers_need_is_shown() -> None:
    shown = {shlex.split(line)[1] for line in LINES if line.startswith("earlyhelp ")}
    assert FOR_OFFICERS - shown == set()


def test_the_environment_variable_is_the_one_that_is_read() -> None:
    from bot.web.studio.app import SECRET

    assert f"export {SECRET}=" in GUIDE


def anchors(text: str) -> set[str]:
    """Headings as links name them."""
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_every_link_inside_leads_to_a_heading() -> None:
    assert set(re.findall(r"\]\(#([\w-]+)\)", GUIDE)) - anchors(GUIDE) == set()


def test_every_task_is_in_the_table_at_the_top() -> None:
    top = GUIDE[: GUIDE.index("\n## ")]
    tasks = anchors(GUIDE) - {"open-the-studio"}
    assert tasks - set(re.findall(r"\]\(#([\w-]+)\)", top)) == set()


def on_the_screen() -> str:
    """Every word that the studio's templates and pages hold."""
    files = [*(ROOT / "bot/web/studio").glob("*.py"), *(ROOT / "bot/web/studio/templates").glob("*.html")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


STUDIO = (
    "Contacts", "Checked today", "Save", "Try a worry", "What changes", "Work out what changes for whom", "Publish",
    "Propose it", "Publish this", "Invite a second person", "Releases", "Go back to this", "Indicators", "Flows",
    "Trends",
)  # fmt: skip


@pytest.mark.parametrize("label", STUDIO)
def test_a_button_or_page_that_the_guide_names_is_in_the_studio(label: str) -> None:
    assert f"**{label}**" in GUIDE
    assert label in on_the_screen()


def test_the_pictures_are_those_that_are_taken_of_the_studio() -> None:
    pictures = set(re.findall(r"!\[[^\]]+\]\(pictures/([\w.-]+)\)", GUIDE))
    assert pictures == {"studio-home.png", "studio-contact.png", "studio-editor.png"}


def test_the_made_up_authority_is_none_of_ours() -> None:
    assert not (ROOT / "knowledge" / "exshire").exists()
