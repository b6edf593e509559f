"""The command line is a contract: what goes to stdout, what to stderr, and which exit code says what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import cli
from bot.core.house import House
from knowledge.errors import EarlyHelpError

RESULT_KEYS = {
    "id", "refused", "band", "level", "urgent", "runner_up", "indicators", "identifiers", "contacts", "flow",
    "questions", "version", "ms",
}  # fmt: skip


@pytest.fixture
def run(house: House, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs a command against the made-up house."""
    monkeypatch.setattr("bot.commands.ask.house", lambda **_: house)
    monkeypatch.setattr("bot.commands.chat.house", lambda **_: house)

    def run_(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(cli, list(arguments), input=typed)

    return run_


def test_ask_prints_the_answer(run) -> None:  # type: ignore[no-untyped-def]
    result = run("ask", "--authority", "exshire", "--at", "2026-11-24T17:40", "left on his own all night")
    assert result.exit_code == 0
    assert result.stdout.startswith("Ring now: Night Team, 0161 496 0200.")


def test_ask_reads_standard_input_when_no_text_is_given(run) -> None:  # type: ignore[no-untyped-def]
    assert "comes closest to" in run("ask", "--authority", "exshire", typed="always hungry").stdout


def test_a_result_line_has_every_key_of_the_contract(run) -> None:  # type: ignore[no-untyped-def]
    line = json.loads(run("ask", "--authority", "exshire", "--json", "he is always hungry").stdout)
    assert set(line) == RESULT_KEYS
    assert line["band"] == "child_in_need"
    assert line["level"] == {"id": "child-in-need", "name": "Level 3: Child In Need"}
    assert line["indicators"][0]["evidence"] == [[6, 19]]


def test_identifiers_are_told_by_their_place_and_nothing_else_is_read(run) -> None:  # type: ignore[no-untyped-def]
    line = json.loads(run("ask", "--authority", "exshire", "--json", "is Zelda always hungry").stdout)
    assert (line["refused"], line["band"], line["indicators"]) == ("identifiers", "none", [])
    assert line["identifiers"] == [{"type": "PERSON", "start": 3, "end": 8}]


def test_jsonl_keeps_the_order_and_one_bad_line_does_not_stop_the_rest(run) -> None:  # type: ignore[no-untyped-def]
    lines = [
        json.dumps({"id": "1", "text": "always hungry", "authority": "exshire"}),
        "this is not JSON",
        json.dumps({"id": "3", "text": "", "authority": "exshire"}),
        json.dumps({"id": "4", "text": "x", "authority": "exshir"}),
        json.dumps({"id": "5", "text": "x", "authority": "exshire", "at": "teatime"}),
        json.dumps({"id": "6", "text": "left on his own all night", "authority": "exshire"}),
    ]
    result = run("ask", "--jsonl", typed="\n".join(lines) + "\n")
    got = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in got] == ["1", None, "3", "4", "5", "6"]
    assert [bool(line.get("error")) for line in got] == [False, True, False, True, True, False]
    assert got[2]["refused"] == "empty"
    assert got[5]["urgent"] is True
    assert "line 2:" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "--authority", "exshir", "x"], "Did you mean 'exshire'"),
        (["ask", "--authority", "exshire", "--school", "primary school", "x"], "Hill Primary School"),
        (["ask", "--authority", "exshire", "--area", "nowhere at all", "x"], "area"),
        (["contacts", "--authority", "oldhm"], "Did you mean 'oldham'"),
        (["contacts", "--authority", "tameside", "--level", "levl-2"], "no level called"),
        (["flow", "table", "shared.ladoo"], "Did you mean 'shared.lado'"),
    ],
    ids=["authority", "school", "area", "contacts authority", "level", "flow"],
)
def test_an_unknown_name_is_wrong_usage_with_the_nearest_known(run, arguments: list[str], says: str) -> None:  # type: ignore[no-untyped-def]
    error = run(*arguments).exception
    assert isinstance(error, EarlyHelpError)
    assert error.exit_code == 2
    assert says in str(error)


def test_a_time_that_is_none_is_wrong_usage(run) -> None:  # type: ignore[no-untyped-def]
    result = run("ask", "--at", "teatime", "--authority", "exshire", "x")
    assert result.exit_code == 2
    assert "is not a time" in result.stderr


def test_a_chat_goes_from_a_worry_to_the_end_of_a_walk(run) -> None:  # type: ignore[no-untyped-def]
    typed = "always hungry\nwalk me through it\nyes\ndone, what next?\nquit\n"
    shown = run("chat", "--authority", "exshire", typed=typed).stdout
    assert "Does the family agree?" in shown
    assert "Meet the family again." in shown


def test_a_chat_ends_quietly_when_input_ends(run) -> None:  # type: ignore[no-untyped-def]
    assert run("chat", "--authority", "exshire", typed="").exit_code == 0


def test_check_says_that_what_ships_is_sound() -> None:
    result = CliRunner().invoke(cli, ["check"])
    assert result.exit_code == 0, result.stdout
    assert result.stdout == ""
    assert "All sound" in result.stderr


def test_contacts_at_an_hour_says_who_is_open() -> None:
    result = CliRunner().invoke(
        cli, ["contacts", "--authority", "tameside", "--level", "4", "--at", "2026-11-26T16:30"]
    )
    assert "0161 342 2222 (open until tomorrow 08:30)" in result.stdout
    assert "0161 342 4101 (opens tomorrow 08:30)" in result.stdout


@pytest.mark.parametrize("flow", ["bury.early-help", "shared.lado"])
def test_a_flow_is_drawn_and_tabled(flow: str, tmp_path: Path) -> None:
    picture = tmp_path / "flow.svg"
    assert CliRunner().invoke(cli, ["flow", "draw", flow, "-o", str(picture)]).exit_code == 0
    assert picture.read_text().startswith("<svg")
    table = CliRunner().invoke(cli, ["flow", "table", flow]).stdout
    assert table.count("\n") > 5


def test_every_command_is_in_the_readme() -> None:
    readme = (Path(__file__).parent.parent.parent.parent / "README.md").read_text()
    assert [name for name in cli.commands if f"earlyhelp {name}" not in readme] == []
