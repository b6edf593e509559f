"""Several processes serve one studio: whichever is asked, the officer finds the same."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.officers.change import Change, Changes
from bot.store.marks import SqliteMarks
from bot.store.postgres import Pool
from bot.store.postgres_marks import PostgresMarks
from bot.web.app import create_app
from bot.web.studio.app import add_studio
from bot.web.studio.comparing import Compare, Tell
from bot.web.studio.limits import ALLOWED
from bot.web.studio.sessions import COOKIE

from ...desks import desk_in
from .conftest import ADDRESS, CONTACTS, EDITOR, FIRST, VIEWER, Browser, Make, Place

WORDS = "she said the lad flinched"


@dataclass
class Twins:
    """Two processes of one server, and a browser that may come to either."""

    one: Place
    other: Place

    def at_one(self, browser: Browser) -> Browser:
        return _moved(browser, self.one)

    def at_the_other(self, browser: Browser) -> Browser:
        return _moved(browser, self.other)


def _moved(browser: Browser, process: Place) -> Browser:
    """The same browser, as this process sees it: with its cookies and what its page carries."""
    moved = process.browser()
    for name, value in browser.client.cookies.items():
        moved.client.cookies.set(name, value, domain="127.0.0.1", path="/studio")
    return replace(moved, csrf=browser.csrf)


def beside(place: Place) -> Twins:
    """Another process beside this one: all its objects are its own, the store is the same."""
    marks = place.studio.marks
    own = replace(marks) if isinstance(marks, SqliteMarks | PostgresMarks) else marks
    studio = replace(place.studio, marks=own)
    app = create_app(desk_in(place.root / "var", studio.live.current, place.clock))
    add_studio(app, studio)
    return Twins(place, replace(place, app=app, studio=studio))


@pytest.fixture
def twins(make: Make) -> Twins:
    """Over one SQLite file; `tests/bot/store/test_marks.py` holds PostgreSQL to the same."""
    return beside(make())


def test_over_postgresql_a_link_counts_once_and_a_sign_out_everywhere(make: Make, pool: Pool) -> None:
    twins = beside(make(marks_for=lambda clock: PostgresMarks(pool, clock, b"only for tests")))
    link = twins.one.studio.links.make(EDITOR.id, lasts=dt.timedelta(hours=1)).address(ADDRESS)
    editor = twins.other.browser()
    assert editor.sign_in(link).status_code == 303
    assert twins.one.browser().sign_in(link).status_code == 403
    assert twins.at_one(editor).form("/studio/sign-out").status_code == 303
    assert editor.get("/studio").status_code == 303


def test_a_link_counts_once_whichever_process_it_is_brought_to(twins: Twins) -> None:
    link = twins.one.studio.links.make(EDITOR.id, lasts=dt.timedelta(hours=1)).address(ADDRESS)
    assert twins.other.browser().sign_in(link).status_code == 303
    assert twins.one.browser().sign_in(link).status_code == 403
    assert twins.other.browser().sign_in(link).status_code == 403


def test_signed_in_at_one_is_signed_in_at_the_other_and_signed_out_everywhere(twins: Twins) -> None:
    editor = twins.one.officer(EDITOR)
    elsewhere = twins.at_the_other(editor)
    assert elsewhere.get("/studio").status_code == 200
    assert elsewhere.form("/studio/sign-out").status_code == 303
    for process in (twins.one, twins.other):
        copied = process.browser()
        copied.client.cookies.set(COOKIE, str(editor.client.cookies[COOKIE]), domain="127.0.0.1", path="/studio")
        assert copied.get("/studio").status_code == 303


def test_who_is_at_a_file_is_seen_from_both(twins: Twins) -> None:
    editor, first = twins.one.officer(EDITOR), twins.other.officer(FIRST)
    assert first.post("/studio/api/presence", path=CONTACTS, unsaved=True).json()["others"] == []
    (other,) = editor.post("/studio/api/presence", path=CONTACTS, unsaved=False).json()["others"]
    assert (other["title"], other["unsaved"]) == (FIRST.title, True)

    twins.at_the_other(editor).post("/studio/api/presence", path=CONTACTS, gone=True)
    assert first.post("/studio/api/presence", path=CONTACTS, unsaved=False).json()["others"] == []


def test_tries_to_sign_in_are_counted_over_both(twins: Twins) -> None:
    twins.one.clock.now = twins.one.clock.now.replace(second=5)
    allowed = ALLOWED["sign-in"].each
    for number in range(allowed):
        process = (twins.one, twins.other)[number % 2]
        assert process.browser().client.post("/studio/sign-in", data={"token": "x"}).status_code == 403
    for process in (twins.one, twins.other):
        refused = process.browser().client.post("/studio/sign-in", data={"token": "x"})
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) == 55
    twins.one.clock.forward(seconds=55)
    assert twins.one.browser().client.post("/studio/sign-in", data={"token": "x"}).status_code == 403


def test_a_store_that_is_away_lets_nobody_in_and_says_so(place: Place) -> None:
    link = place.studio.links.make(EDITOR.id, lasts=dt.timedelta(hours=1)).address(ADDRESS)
    first = place.officer(FIRST)
    marks = place.studio.marks
    assert isinstance(marks, SqliteMarks)
    broken = marks.file.with_name("broken.sqlite")
    broken.write_bytes(b"no database" * 500)
    away = beside(replace(place, studio=replace(place.studio, marks=replace(marks, file=broken)))).other
    assert away.browser().sign_in(link).status_code == 403
    assert Twins(place, away).at_the_other(first).get("/studio").status_code == 303
    assert place.browser().sign_in(link).status_code == 303, "the link still counts"


def compared(changes: Changes, go: threading.Event, told: threading.Event) -> Compare:
    def compare(_: Path, __: Path, tell: Tell) -> Changes:
        tell(0.5, "Asking the cases of both.")
        told.set()
        while not go.wait(0.01):
            tell(0.5, "Asking the cases of both.")
        return changes

    return compare


def test_a_comparison_begun_at_one_is_seen_at_the_other_and_no_word_of_it_is_on_the_disk(make: Make) -> None:
    go, told = threading.Event(), threading.Event()
    changes = Changes("a", "b", (Change("cases", "exshire", WORDS, WORDS),))
    twins = beside(make(compare=compared(changes, go, told)))
    viewer = twins.one.officer(VIEWER)
    elsewhere = twins.at_the_other(viewer)
    assert viewer.post("/studio/api/changes").json()["state"] == "running"
    assert told.wait(30)
    assert elsewhere.get("/studio/api/changes").json()["state"] == "running"
    assert elsewhere.post("/studio/api/changes").json()["state"] == "running", "no second one is begun"

    go.set()
    while elsewhere.get("/studio/api/changes").json()["state"] == "running":
        pass
    for browser in (viewer, elsewhere):
        found = browser.get("/studio/api/changes").json()
        assert (found["state"], found["fresh"]) == ("done", True)
        assert WORDS in found["html"]
    files = [file for file in (twins.one.root / "var").rglob("*") if file.is_file()]
    assert not [file for file in files if WORDS.encode() in file.read_bytes()]


@pytest.mark.parametrize("where", ["one", "other"])
def test_it_is_stopped_when_the_draft_changes_whichever_process_notices(make: Make, where: str) -> None:
    go, told = threading.Event(), threading.Event()
    twins = beside(make(compare=compared(Changes("a", "b"), go, told)))
    viewer = twins.one.officer(VIEWER)
    asked = viewer if where == "one" else twins.at_the_other(viewer)
    viewer.post("/studio/api/changes")
    assert told.wait(30)
    (twins.one.draft / CONTACTS).write_text(f"{twins.one.text()}# more\n")
    while (found := asked.get("/studio/api/changes").json())["state"] == "running":
        pass
    assert (found["state"], found["fresh"]) == ("failed", False)
    assert "changed meanwhile" in found["said"]


def test_it_is_stopped_when_its_page_is_left_and_nobody_else_looks(make: Make) -> None:
    go, told = threading.Event(), threading.Event()
    twins = beside(make(compare=compared(Changes("a", "b"), go, told)))
    viewer = twins.one.officer(VIEWER)
    viewer.post("/studio/api/changes")
    assert told.wait(30)
    twins.at_the_other(viewer).post("/studio/api/changes", gone=True)
    viewer.post("/studio/api/changes", gone=True)
    twins.one.clock.forward(seconds=6)
    comparing = twins.one.studio.comparing
    while comparing._running:
        go.wait(0.01)
    found = viewer.get("/studio/api/changes").json()
    assert "Nobody looked" in found["said"]
    assert viewer.post("/studio/api/changes").json()["state"] == "running", "it can be started again"
    go.set()
