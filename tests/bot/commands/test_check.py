"""`earlyhelp check`: what it prints, in which form, with which exit code, and that it waits for no language model."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import COMMANDS, cli

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
CONTACTS = Path("knowledge/exshire/contacts.yaml")
HEAVY = ("spacy", "onnxruntime", "nlp", "numpy", "slack_bolt", "fastapi", "microsoft_teams")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound tree of the made-up Exshire, in which the command is run."""
    planted = KNOWLEDGE / "checks" / "planted"
    shutil.copytree(KNOWLEDGE / "exshire", tmp_path / "knowledge")
    shutil.copytree(planted / "flows", tmp_path / "flows")
    shutil.copy(planted / "app.yaml", tmp_path / "app.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", "--under", ".", *arguments])


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))


def test_a_sound_tree_is_silence_on_stdout(tree: Path) -> None:
    result = check()
    assert (result.exit_code, result.stdout) == (0, "")
    assert "All sound" in result.stderr


def test_a_fault_says_where_what_why_and_what_to_write_instead(tree: Path) -> None:
    change(CONTACTS, "role: duty", "role: dutty")
    result = check()
    assert result.exit_code == 1
    assert result.stdout == (
        "knowledge/exshire/contacts.yaml:4:11: 'dutty' is not one of the words allowed for 'role'. "
        "Did you mean 'duty'?\n"
    )
    assert "1 to put right" in result.stderr


def test_a_review_that_is_overdue_is_told_and_blocks_nothing(tree: Path) -> None:
    change(CONTACTS, "review_by: 2027-11-22", "review_by: 2026-01-31")
    result = check()
    assert result.exit_code == 0
    assert "contacts.yaml:10:16: warning: This was to be looked at again by 2026-01-31." in result.stdout
    assert "1 to look at soon" in result.stderr
    assert check("--strict").exit_code == 1


def test_notes_are_told_to_those_who_ask(tree: Path) -> None:
    change(CONTACTS, "role: lado", "role: camhs")
    assert "unused" not in check("--json").stdout
    assert any(json.loads(line)["severity"] == "note" for line in check("--json", "--notes").stdout.splitlines())


def test_json_is_one_object_a_line(tree: Path) -> None:
    change(CONTACTS, '"0161 496 0100"', '"0161 496 010"')
    line = json.loads(check("--json").stdout)
    assert line == {
        "file": "knowledge/exshire/contacts.yaml",
        "line": 5,
        "column": 23,
        "rule": "phone",
        "severity": "error",
        "what": "'0161 496 010' is not a number that can exist in the United Kingdom.",
        "why": "A digit may be missing.",
        "instead": "Check it digit by digit.",
    }
    assert check("--format", "json").stdout == check("--json").stdout


def test_github_shows_it_beside_the_line(tree: Path) -> None:
    change(CONTACTS, "for: Advice about children.", "for: 100% safe, ask Mrs Okafor")
    change(CONTACTS, "review_by: 2027-11-22", "review_by: 2026-01-31")
    assert check("--format", "github").stdout.splitlines() == [
        "::error file=knowledge/exshire/contacts.yaml,line=6,col=10,title=name::'Mrs Okafor' looks like a "
        "person's name. People move on, and no name may stand here. Write the role or the team.",
        "::warning file=knowledge/exshire/contacts.yaml,line=10,col=16,title=overdue::"
        "This was to be looked at again by 2026-01-31. Confirm it, then set the next date.",
    ]


def test_signs_that_github_would_read_itself_are_escaped(tree: Path) -> None:
    change(CONTACTS, "role: duty", 'role: "100%::x"')
    assert "'100%25::x' is not one of the words" in check("--format", "github").stdout


def test_sarif_is_one_log_with_rules_and_places(tree: Path) -> None:
    change(CONTACTS, "role: duty", "role: dutty")
    (run,) = json.loads(check("--format", "sarif").stdout)["runs"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert run["tool"]["driver"]["rules"] == [{"id": "literal-error"}]
    assert (result["ruleId"], result["level"]) == ("literal-error", "error")
    assert place["artifactLocation"]["uri"] == "knowledge/exshire/contacts.yaml"
    assert place["region"] == {"startLine": 4, "startColumn": 11}


def test_a_sound_tree_is_an_empty_sarif_log(tree: Path) -> None:
    assert json.loads(check("--format", "sarif").stdout)["runs"][0]["results"] == []


def test_paths_narrow_down_what_is_told(tree: Path) -> None:
    change(CONTACTS, "role: duty", "role: dutty")
    assert check("flows").exit_code == 0
    assert check("knowledge/exshire").exit_code == 1
    assert check("knowledge/exshire/contacts.yaml", "flows").exit_code == 1


def test_app_yaml_is_checked_too(tree: Path) -> None:
    change(Path("app.yaml"), "[exshire]", "[exshire, exhsire]")
    result = check()
    assert "app.yaml:1:24: No pack is called 'exhsire'." in result.stdout
    assert "Did you mean 'exshire'?" in result.stdout


def test_the_draft_that_app_yaml_names_is_checked(tree: Path) -> None:
    draft = tree / "draft"
    draft.mkdir()
    for folder in ("knowledge", "flows"):
        (tree / folder).rename(draft / folder)
    change(draft / CONTACTS, "role: duty", "role: dutty")
    change(Path("app.yaml"), "default_authority", "releases: {draft: draft}\ndefault_authority")
    result = CliRunner().invoke(cli, ["check"])
    assert "draft/knowledge/exshire/contacts.yaml:4:11" in result.stdout


def test_checking_loads_no_language_model_and_no_channel(tree: Path) -> None:
    asked = (
        "import sys; from bot.commands import main; sys.argv = ['earlyhelp', 'check', '--under', '.']\n"
        "try: main()\nexcept SystemExit as left: assert not left.code\n"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n", run.stdout + run.stderr


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_verb_has_its_command(verb: str) -> None:
    assert cli.commands[verb].name == verb
    assert cli.commands[verb].help


def test_an_unknown_verb_is_wrong_usage() -> None:
    assert CliRunner().invoke(cli, ["chekc"]).exit_code == 2
