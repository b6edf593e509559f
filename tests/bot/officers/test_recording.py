"""`earlyhelp case record`: the case holds at once, the file is otherwise as it was, and no name is ever written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import cli
from bot.core.house import House
from bot.folders import Folders
from bot.officers.cases import run_cases
from bot.officers.placed_cases import cases_in
from bot.officers.recording import NotRecorded, Recording, append, case_of, heard

NAME = "Zelda"
BEFORE = """# A comment of the officer's own
cases:
  - id: first   # and another
    worry: 'always hungry'
    expect: {urgent: no}
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    pack = tmp_path / "draft" / "knowledge" / "exshire"
    pack.mkdir(parents=True)
    (pack / "authority.yaml").write_text("")
    return tmp_path / "draft"


@pytest.fixture
def record(house: House, draft: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs the command against the made-up house and draft."""
    monkeypatch.setattr("bot.commands.case.house_of", lambda **_: house)
    monkeypatch.setattr("bot.commands.case.draft_of", lambda _: Folders.under(draft))

    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(cli, ["case", "record", "--authority", "exshire", *arguments], input=typed)

    return run


def file_of(draft: Path) -> Path:
    return draft / "knowledge" / "exshire" / "cases.yaml"


def said(house: House, *lines: str) -> Recording:
    recording = Recording("exshire")
    for line in lines:
        recording, _ = heard(recording, line, house)
    return recording


def test_a_conversation_becomes_a_case_that_holds(house: House, draft: Path) -> None:
    case, _ = case_of(said(house, "always hungry", "walk me through it", "no"), "hungry-and-refused", house)
    append(case, "exshire", draft / "knowledge")
    assert case.choices == ("walk", "no")
    assert case.expect.outcome == "ring"
    assert case.expect.level == "child-in-need"
    assert all(result.holds for result in run_cases(house, cases_in(draft / "knowledge")))


def test_what_only_shows_something_is_no_part_of_the_case(house: House) -> None:
    assert said(house, "always hungry", "note", "call list", "walk").pressed == ("walk",)


def test_a_further_worry_begins_the_walk_anew(house: House) -> None:
    recording = said(house, "always hungry", "walk", "left on his own all night")
    assert (recording.typed, recording.pressed) == (("always hungry", "left on his own all night"), ())


def test_another_worry_forgets_the_first(house: House) -> None:
    assert said(house, "always hungry", "ask about another worry").typed == ()


@pytest.mark.parametrize(
    "before",
    [BEFORE, BEFORE.replace("\n", "\r\n"), BEFORE.rstrip("\n"), "\ufeff" + BEFORE],
    ids=["as written", "Windows line ends", "no line end at the end", "byte order mark"],
)
def test_the_rest_of_the_file_stays_byte_for_byte(house: House, draft: Path, before: str) -> None:
    file_of(draft).write_bytes(before.encode())
    case, _ = case_of(said(house, "always hungry"), "second", house)
    kept = append(case, "exshire", draft / "knowledge")
    after = file_of(draft).read_bytes()
    assert after.startswith(before.encode())
    assert b"\r\n" not in before.encode() or after.count(b"\n") == after.count(b"\r\n")
    assert [case.case.id for case in cases_in(draft / "knowledge")] == ["first", "second"]
    assert kept.case == case


@pytest.mark.parametrize(
    ("before", "case_id", "says"),
    [
        (BEFORE, "first", "Choose another id"),
        (BEFORE + "at: 2026-11-24T10:00\n", "second", "Move 'cases:' to the end"),
        ("cases: []\n", "second", "Move 'cases:' to the end"),
    ],
)
def test_a_file_that_cannot_take_it_is_left_alone(
    house: House, draft: Path, before: str, case_id: str, says: str
) -> None:
    file_of(draft).write_text(before)
    case, _ = case_of(said(house, "always hungry"), case_id, house)
    with pytest.raises(NotRecorded, match=says):
        append(case, "exshire", draft / "knowledge")
    assert file_of(draft).read_text() == before


def test_words_that_yaml_stumbles_over_come_back_as_they_were(house: House, draft: Path) -> None:
    worry = 'always hungry: "no # breakfast"\nand - it\'s \u00a35, \u2019til {Friday} \\ yes'
    case, _ = case_of(said(house, worry), "odd-words", house)
    append(case, "exshire", draft / "knowledge")
    assert cases_in(draft / "knowledge")[0].case.worry == worry


def test_p2_a_stopped_message_is_no_part_of_a_recording(house: House) -> None:
    recording = said(house, f"{NAME} is always hungry", "always hungry")
    assert recording.typed == ("always hungry",)


def test_p2_that_is_not_a_name_does_not_bring_a_stopped_message_into_a_case(house: House) -> None:
    recording = said(house, f"{NAME} is always hungry", "1", f"{NAME} is always hungry")
    assert recording.typed == ()
    with pytest.raises(NotRecorded):
        case_of(recording, "named", house)


def test_the_command_keeps_a_case_without_asking(record, draft: Path) -> None:  # type: ignore[no-untyped-def]
    result = record("--id", "night", "--at", "2026-11-24T22:00", "--press", "walk", "--press", "no", "always hungry")
    assert result.exit_code == 0, result.output
    kept = cases_in(draft / "knowledge")[0].case
    assert (kept.id, kept.at, kept.choices) == ("night", "2026-11-24T22:00", ("walk", "no"))
    assert kept.expect.first == "exshire.edt"
    assert result.stdout.startswith("  - id: night")


def test_the_command_reads_standard_input(record, draft: Path) -> None:  # type: ignore[no-untyped-def]
    assert record("--id", "piped", "-", typed="always hungry\n").exit_code == 0
    assert cases_in(draft / "knowledge")[0].case.worry == "always hungry"


def test_the_command_talks_and_then_asks_what_it_is_called(record, draft: Path) -> None:  # type: ignore[no-untyped-def]
    result = record(typed="always hungry\nwalk\nyes\ndone\nkeep\nNot An Id\nsaid-yes\ny\n")
    assert result.exit_code == 0, result.output
    kept = cases_in(draft / "knowledge")[0].case
    assert (kept.id, kept.choices) == ("said-yes", ("walk", "yes", "done"))


@pytest.mark.parametrize("typed", ["quit\n", "always hungry\nquit\n", ""])
def test_whoever_leaves_keeps_nothing(record, draft: Path, typed: str) -> None:  # type: ignore[no-untyped-def]
    assert record(typed=typed).exit_code == 1
    assert not file_of(draft).exists()


def test_p2_the_command_writes_no_name_and_says_none(record, draft: Path) -> None:  # type: ignore[no-untyped-def]
    result = record("--id", "named", f"{NAME} is always hungry")
    assert result.exit_code == 1
    assert NAME not in result.output
    assert not file_of(draft).exists()


def test_an_id_of_another_shape_is_wrong_usage(record) -> None:  # type: ignore[no-untyped-def]
    assert record("--id", "Not An Id", "always hungry").exit_code == 2


def test_a_choice_that_is_not_offered_is_refused(record, draft: Path) -> None:  # type: ignore[no-untyped-def]
    result = record("--id", "odd", "--press", "perhaps", "always hungry")
    assert isinstance(result.exception, NotRecorded)
    assert not file_of(draft).exists()


def test_the_written_case_is_json_like_and_plain(house: House) -> None:
    from bot.officers.recording import as_yaml

    case, _ = case_of(said(house, "always hungry"), "plain", house)
    lines = list(as_yaml(case))
    assert lines[1] == f"    worry: {json.dumps('always hungry')}"
    assert "      urgent: no" in lines
