"""What practitioners said was missing: officers read it and delete it, and nothing else keeps it."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from bot.web.app import create_app
from bot.web.studio.app import add_studio
from trends import missing
from trends.missing import Note
from trends.missing_kinds import kinds

from ...desks import desk_in
from .conftest import EDITOR, VIEWER, Browser, Place

WORDS = "the walk never asks whether <b>grandma</b> xylocanary looks after them"


@pytest.fixture
def told(place: Place) -> Place:
    """A studio with one note waiting."""
    kind = next(iter(kinds().kinds)).id
    missing.keep(place.studio.notes, Note("exshire", kind, WORDS), keep_days=90, now=place.clock())
    return place


def note_id(place: Place) -> str:
    (note,) = missing.waiting(place.studio.notes, keep_days=90, now=place.clock())
    return note.id


def test_officers_read_what_was_said_as_text(told: Place) -> None:
    html = told.officer(VIEWER).page("/studio/missing")

    assert "&lt;b&gt;grandma" in html
    assert "Exshire" in html
    assert 'action="/studio/missing"' not in html, "a viewer deletes nothing"


def test_what_was_dealt_with_is_deleted_and_the_journal_keeps_no_word_of_it(
    told: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    editor = told.officer(EDITOR)
    editor.page("/studio/missing")
    assert told.officer(VIEWER).form("/studio/missing", {"note": note_id(told)}).status_code == 403
    answer = editor.form("/studio/missing", {"note": note_id(told)})

    assert answer.headers["location"] == "/studio/missing?said=dealt-with"
    assert "grandma" not in editor.page("/studio/missing")
    assert told.studio.edits.newest()[0].did == "dealt with a note"
    for file in told.root.rglob("*"):
        assert not file.is_file() or b"xylocanary" not in file.read_bytes(), file
    assert "xylocanary" not in caplog.text


@pytest.mark.parametrize("note", ["", "0123456789", "'; drop table missing", "x" * 900], ids=range(4))
def test_a_note_that_is_not_there_deletes_nothing(told: Place, note: str) -> None:
    answer = told.officer(EDITOR).form("/studio/missing", {"note": note})

    assert answer.headers["location"] == "/studio/missing?said=gone"
    assert note_id(told)


def test_a_file_that_cannot_be_opened_is_said_so(place: Place, editor: Browser) -> None:
    place.studio.trends.missing.parent.mkdir(parents=True, exist_ok=True)
    place.studio.trends.missing.write_bytes(b"not a database" * 100)

    assert "could not be opened" in editor.page("/studio/missing")
    assert editor.form("/studio/missing", {"note": "0123456789"}).status_code == 503


def test_where_nobody_is_asked_the_page_says_so(place: Place) -> None:
    silent = replace(place.studio, trends=place.studio.trends.model_copy(update={"missing_days": 0}))
    app = create_app(desk_in(place.root / "other", silent.live.current, place.clock))
    add_studio(app, silent)
    browser = Browser(
        TestClient(app, base_url="http://127.0.0.1:8080", client=("127.0.0.1", 5), follow_redirects=False)
    )
    browser.sign_in(silent.links.make(EDITOR.id, lasts=dt.timedelta(hours=1)).address("http://x"))

    assert "are not asked" in browser.page("/studio/missing")
