"""On the page: telling the officers what was missing, without JavaScript; the words go into one file and no other."""

from __future__ import annotations

import logging
import re

import pytest

from trends.missing import NotesFile, waiting

from .conftest import TUESDAY, Page, kind_of, state_of
from .fake_house import NAME

UNMATCHED = "he seems a bit off since half term"
CANARY = "xylophone"


def asked_for_words(page: Page) -> str:
    """The page after "say it in my own words"."""
    html = page.ask(UNMATCHED, authority="oldham")
    html = page.ask(choice="missing", state=state_of(html))
    return page.ask(choice="missing-words:in-own-words", state=state_of(html))


def told(page: Page) -> list[tuple[str, str, str]]:
    found = waiting(NotesFile(page.folder / "missing.sqlite"), keep_days=90, now=TUESDAY)
    return [(each.authority, each.kind, each.text) for each in found]


def label(html: str) -> str:
    """What stands over the box to type in."""
    found = re.search(r'id="typed-label">([^<]*)<', html)
    assert found
    return found.group(1)


def test_a_pick_is_told_with_two_presses(page: Page) -> None:
    html = page.ask(UNMATCHED, authority="oldham")
    html = page.ask(choice="missing", state=state_of(html))
    page.ask(choice="missing:wrong-contact", state=state_of(html))
    assert told(page) == [("oldham", "wrong-contact", "")]


def test_the_box_says_for_whom_the_next_words_are(page: Page) -> None:
    asked = asked_for_words(page)
    assert "kept for at most 90 days" in asked
    assert label(asked) == "For the officers: what was missing?"
    after = page.ask("a forest school", state=state_of(asked))
    assert label(after) == "Type a reply, or another worry"
    assert told(page) == [("oldham", "in-own-words", "a forest school")]
    assert 'data-typed-label="Type a reply' in page.fragment("a forest school", state=state_of(after))


def test_p2_a_name_stops_the_note(page: Page) -> None:
    stopped = page.ask(f"the {NAME} group", state=state_of(asked_for_words(page)))
    assert kind_of(stopped) == "identifiers"
    assert told(page) == []


def test_p3_danger_in_a_note_is_rung_for_first(page: Page) -> None:
    answered = page.ask("a bruise on the cheek", state=state_of(asked_for_words(page)))
    assert kind_of(answered) == "urgent"
    assert told(page) == []


def test_p2_the_words_are_in_the_officers_file_and_nowhere_else(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    page.ask(f"a {CANARY} school", state=state_of(asked_for_words(page)))
    holding = [each.name for each in page.folder.rglob("*") if each.is_file() and CANARY.encode() in each.read_bytes()]
    assert holding == ["missing.sqlite"]
    assert CANARY not in caplog.text + page.client.get("/metrics").text


def test_the_about_page_says_that_words_for_the_officers_are_kept_and_for_how_long(page: Page) -> None:
    html = " ".join(page.client.get("/about").text.split())
    assert "They are deleted after 90 days at most, and never counted or published." in html
