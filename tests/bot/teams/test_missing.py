"""In Teams: telling the officers what was missing, by pressing and by typing; the words go into one file only."""

from __future__ import annotations

import logging

import pytest

from trends.missing import NotesFile, waiting

from ..web.fake_house import NAME
from .conftest import TUESDAY, Teams
from .reading import all_words, button, buttons

UNMATCHED = "he seems a bit off since half term"
TELL = "tell the officers what was missing"
CANARY = "xylophone"


def asked_for_words(teams: Teams) -> None:
    """The next message is for the officers."""
    for typed in (UNMATCHED, TELL, "say it in my own words"):
        teams.says(typed)


def told(teams: Teams) -> list[tuple[str, str]]:
    found = waiting(NotesFile(teams.folder / "missing.sqlite"), keep_days=90, now=TUESDAY)
    return [(each.kind, each.text) for each in found]


def choice(card: dict[str, object], wanted: str) -> dict[str, object]:
    """The button or box of a choice, by its id."""
    return next(each for each in buttons(card) if each.get("data", {}).get("choice") == wanted)


def test_a_kind_is_told_by_pressing_and_words_by_typing(teams: Teams) -> None:
    teams.says(UNMATCHED)
    listed = teams.presses(choice(teams.card, "missing"))
    thanks = teams.presses(choice(listed, "missing:wrong-contact"))
    assert "The officers will read it" in all_words(thanks)
    assert told(teams) == [("wrong-contact", "")]

    asked = teams.presses(button(thanks, "Say more in my own words"))
    assert "kept for at most 90 days" in all_words(asked)
    teams.says("the number of the forest school")
    assert ("wrong-contact", "the number of the forest school") in told(teams)


def test_all_of_it_can_be_typed_and_only_one_message_is_the_note(teams: Teams) -> None:
    asked_for_words(teams)
    teams.says("a forest school")
    teams.says("another forest school")
    assert told(teams) == [("in-own-words", "a forest school")]


def test_p3_danger_in_a_note_is_rung_for_first(teams: Teams) -> None:
    asked_for_words(teams)
    teams.says("a bruise on the cheek")
    assert "If the child is in danger this minute: 999" in all_words(teams.card)
    assert told(teams) == []


def test_p2_a_name_stops_the_note_and_what_is_sent_without_it_is_kept(teams: Teams) -> None:
    asked_for_words(teams)
    teams.says(f"the {NAME} group")
    assert "I stopped reading" in all_words(teams.card)
    teams.presses(button(teams.card, "Send it without those words"), resend="the forest school")
    assert told(teams) == [("in-own-words", "the forest school")]


def test_p2_the_words_are_in_the_officers_file_and_nowhere_else(teams: Teams, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asked_for_words(teams)
    teams.says(f"a {CANARY} school")
    holding = [each.name for each in teams.folder.rglob("*") if each.is_file() and CANARY.encode() in each.read_bytes()]
    assert holding == ["missing.sqlite"]
    assert CANARY not in caplog.text + teams.desk.metrics.page().decode()
