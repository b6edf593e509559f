"""In Slack: telling the officers what was missing, by pressing and by typing; the words go into one file only."""

from __future__ import annotations

import logging

import pytest

from trends.missing import NotesFile, waiting

from ..web.fake_house import NAME
from .conftest import TUESDAY, Slack
from .payload_rules import check_message

UNMATCHED = "he seems a bit off since half term"
CANARY = "xylophone"
THREAD = "11.1"


def asked_for_words(slack: Slack) -> None:
    """The next message in the thread is for the officers."""
    for typed in ("tell the officers what was missing", "say it in my own words"):
        slack.says(typed, thread=THREAD)


def told(slack: Slack) -> list[tuple[str, str, str]]:
    found = waiting(NotesFile(slack.folder / "missing.sqlite"), keep_days=90, now=TUESDAY)
    return [(each.authority, each.kind, each.text) for each in found]


def test_a_kind_is_told_with_two_presses_and_words_with_two_more(slack: Slack) -> None:
    listed = slack.presses(slack.says(UNMATCHED, ts=THREAD), "missing", thread=THREAD)
    thanks = slack.presses(listed, "missing:no-service", thread=THREAD)
    assert "The officers will read it" in thanks.shown
    assert told(slack) == [("national", "no-service", "")]

    asked = slack.presses(thanks, "missing-words:no-service", thread=THREAD)
    assert "kept for at most 90 days" in asked.shown
    assert "The officers will read it" in slack.says("a forest school", thread=THREAD).shown
    assert ("national", "no-service", "a forest school") in told(slack)
    for call in (listed, thanks, asked):
        check_message(call.said)


def test_all_of_it_can_be_typed(slack: Slack) -> None:
    slack.says(UNMATCHED, ts=THREAD)
    asked_for_words(slack)
    slack.says("a forest school", thread=THREAD)
    assert told(slack) == [("national", "in-own-words", "a forest school")]
    slack.says("another forest school", thread=THREAD)
    assert len(told(slack)) == 1


def test_p3_a_new_worry_outside_the_thread_is_answered_and_not_kept(slack: Slack) -> None:
    slack.says(UNMATCHED, ts=THREAD)
    asked_for_words(slack)
    assert "comes closest to" in slack.says("always hungry", ts="12.1").shown
    assert told(slack) == []


def test_p3_danger_in_a_note_is_rung_for_first(slack: Slack) -> None:
    slack.says(UNMATCHED, ts=THREAD)
    asked_for_words(slack)
    assert "Ring" in slack.says("a bruise on the cheek", thread=THREAD).blocks[0]["text"]["text"]
    assert told(slack) == []


def test_p2_a_name_stops_the_note_and_what_is_sent_without_it_is_kept(slack: Slack) -> None:
    slack.says(UNMATCHED, ts=THREAD)
    asked_for_words(slack)
    stopped = slack.says(f"the {NAME} group", thread=THREAD)
    assert "I stopped reading" in stopped.shown
    slack.presses(stopped, "resend", thread=THREAD, fields={"resend-text-0": "the forest school"})
    assert told(slack) == [("national", "in-own-words", "the forest school")]


def test_p2_a_note_that_comes_twice_is_one(slack: Slack) -> None:
    slack.says(UNMATCHED, ts=THREAD)
    asked_for_words(slack)
    for _ in range(2):
        slack.says("a forest school", thread=THREAD, event="Ev-note")
    assert len(told(slack)) == 1


def test_p2_the_words_are_in_the_officers_file_and_nowhere_else(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    slack.says(UNMATCHED, ts=THREAD)
    asked_for_words(slack)
    slack.says(f"a {CANARY} school", thread=THREAD)
    holding = [each.name for each in slack.folder.rglob("*") if each.is_file() and CANARY.encode() in each.read_bytes()]
    assert holding == ["missing.sqlite"]
    assert CANARY not in caplog.text + slack.desk.metrics.page().decode()
