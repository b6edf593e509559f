"""Stores of the release before are brought up to date; those of a later one are left alone, and people are answered.

`previous/` holds what release 0.1.0 wrote, as SQL. A release that changes a table adds what the one before it wrote.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.reply import Kind
from bot.core.turn import Turn
from bot.settings import load_settings
from bot.store.stores import open_stores
from trends.counters import CounterRow, CountersFile, totals_of_closed_weeks
from trends.missing import Note, NotesFile, keep, waiting
from trends.shapes import SHAPE, StoreTooNew, shape_of, too_new

from ..bot.desks import desk_in
from ..bot.web.fake_house import house
from .conftest import NOW, ROW, Machine

PREVIOUS = Path(__file__).parent / "previous"
STORES = ("earlyhelp", "counters", "missing")
LATER = NOW + dt.timedelta(weeks=1)


@pytest.fixture
def upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine with the stores that release 0.1.0 left."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "app.yaml").write_text("authorities: [exshire]\n")
    for name in STORES:
        with closing(sqlite3.connect(tmp_path / "var" / f"{name}.sqlite")) as store:
            store.executescript((PREVIOUS / f"{name}.sql").read_text())
    return Machine(tmp_path, [NOW])


def shape(machine: Machine, name: str) -> int:
    with closing(sqlite3.connect(machine.folder / "var" / f"{name}.sqlite")) as store:
        return shape_of(store)


def made_newer(machine: Machine, name: str) -> bytes:
    file = machine.folder / "var" / f"{name}.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as store:
        store.execute(f"pragma user_version = {SHAPE + 1}")
    return file.read_bytes()


def test_what_was_handled_and_remembered_still_is(upgraded: Machine) -> None:
    assert upgraded.handled.once("event-1") is False
    assert upgraded.handled.begin("event-2") == "busy"
    assert upgraded.handled.begin("event-3") == "done"
    assert upgraded.remembered.recall("somebody") == "oldham"
    assert shape(upgraded, "earlyhelp") == SHAPE


def test_counters_go_on_where_they_stood(upgraded: Machine) -> None:
    upgraded.counters.count(ROW, week="2026-W48")
    helpful = CounterRow(authority="exshire", channel="slack", outcome="helpful")
    counted = {(each.row, each.n) for each in totals_of_closed_weeks(upgraded.counters, now=LATER)}

    assert counted == {(ROW, 2), (helpful, 1)}
    assert shape(upgraded, "counters") == SHAPE


def test_notes_for_the_officers_are_still_there(upgraded: Machine) -> None:
    keep(upgraded.notes, Note("exshire", "no-service"), keep_days=90, now=NOW)

    assert len(waiting(upgraded.notes, keep_days=90, now=NOW)) == 2
    assert shape(upgraded, "missing") == SHAPE


def test_p6_a_store_of_a_newer_release_is_left_alone_and_people_are_answered(
    upgraded: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    files = [upgraded.folder / "var" / f"{name}.sqlite" for name in STORES]
    before = [made_newer(upgraded, name) for name in STORES]

    assert upgraded.handled.begin("event-9") == "new"
    assert upgraded.handled.reachable() is False
    assert upgraded.remembered.recall("somebody") == ""
    upgraded.remembered.remember("somebody", "bury", keep=dt.timedelta(days=1))
    assert upgraded.marks.get("link", "code") is None
    with pytest.raises(StoreTooNew):
        upgraded.counters.count(ROW, week="2026-W48")
    with pytest.raises(StoreTooNew):
        waiting(upgraded.notes, keep_days=90, now=NOW)
    assert [file.read_bytes() for file in files] == before
    assert too_new(files) == tuple(files)
    assert "The handled-once table did not answer: StoreTooNew." in caplog.text


def test_p6_a_turn_is_answered_beside_stores_of_a_newer_release(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, house, lambda: NOW)
    for name in ("store", "counters", "missing"):
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite", isolation_level=None)) as store:
            store.execute(f"pragma user_version = {SHAPE + 1}")

    async def answered() -> Kind:
        assert await desk.begin("event-1") == "new"
        told = await desk.answer(Turn(typed="always hungry", authority="oldham"), channel="slack")
        await desk.finish("event-1")
        await desk.count(told, channel="slack", event="event-1")
        return told.reply.kind

    assert asyncio.run(answered()) is Kind.LEVEL


def test_the_operator_is_told_at_the_start(upgraded: Machine, caplog: pytest.LogCaptureFixture) -> None:
    made_newer(upgraded, "counters")
    open_stores(load_settings(), {}, clock=lambda: NOW).close()

    assert caplog.text.count("A newer release wrote one of the stores") == 1


def test_a_store_that_cannot_be_read_is_not_taken_for_a_newer_one(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(b"no store at all" * 100)
    assert too_new([tmp_path / "damaged", tmp_path / "not there"]) == ()


def test_a_new_store_says_its_shape(machine: Machine) -> None:
    assert {shape(machine, name) for name in STORES} == {SHAPE}
    assert CountersFile(machine.folder / "var" / "counters.sqlite") == machine.counters
    assert NotesFile(machine.folder / "var" / "missing.sqlite") == machine.notes
