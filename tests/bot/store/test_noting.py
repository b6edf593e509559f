"""Keeping notes for the officers: never an error, never a word in a log, and forgotten while nobody asks."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import anyio
import pytest

from bot.core.house import House
from bot.core.plain import plain_text
from bot.core.turn import Turn
from bot.desk import Told
from bot.store.forgetting import forget_from_now_on
from bot.store.noting import NO_NOTES, NoteInto
from tests.bot.conftest import TUESDAY
from tests.bot.desks import desk_in
from trends.missing import Note, NotesFile, waiting

NOTE = Note("exshire", "no-service", "the canaryword group")


def test_a_note_is_kept_once(tmp_path: Path) -> None:
    into = NoteInto(NotesFile(tmp_path / "missing.sqlite"), 90)
    assert into(NOTE, now=TUESDAY)
    assert into(NOTE, now=TUESDAY)
    assert len(waiting(NotesFile(tmp_path / "missing.sqlite"), keep_days=90, now=TUESDAY)) == 1


def test_p2_a_file_that_cannot_be_written_is_told_by_its_kind_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "missing.sqlite").mkdir()
    assert not NoteInto(NotesFile(tmp_path / "missing.sqlite"), 90)(NOTE, now=TUESDAY)
    assert "was not kept: OperationalError" in caplog.text
    assert "canaryword" not in caplog.text


def test_where_none_is_taken_none_is_kept() -> None:
    assert not NO_NOTES(NOTE, now=TUESDAY)


def test_p2_notes_are_forgotten_while_nobody_asks(tmp_path: Path) -> None:
    into = NoteInto(NotesFile(tmp_path / "missing.sqlite"), 90)
    into(NOTE, now=TUESDAY)
    looked = threading.Event()

    def later() -> dt.datetime:
        looked.set()
        return TUESDAY + dt.timedelta(days=90)

    ended = forget_from_now_on(into.forget, clock=later)
    assert looked.wait(10)
    ended.set()
    for thread in threading.enumerate():
        if thread.name == "forgetting":
            thread.join(10)
    assert b"canaryword" not in (tmp_path / "missing.sqlite").read_bytes()


async def pressed(house: House, folder: Path) -> Told:
    desk = desk_in(folder, lambda: house, lambda: TUESDAY)
    return await desk.answer(Turn(choice="missing:wrong-level", authority="exshire"), channel="web")


def test_p6_what_could_not_be_kept_is_not_said_to_be_kept(house: House, tmp_path: Path) -> None:
    (tmp_path / "missing.sqlite").mkdir()
    assert "nothing was kept" in plain_text(anyio.run(pressed, house, tmp_path).reply)


def test_what_was_kept_is_said_to_be_kept(house: House, tmp_path: Path) -> None:
    assert "The officers will read it" in plain_text(anyio.run(pressed, house, tmp_path).reply)
    (found,) = waiting(NotesFile(tmp_path / "missing.sqlite"), keep_days=90, now=TUESDAY)
    assert (found.authority, found.kind, found.week) == ("exshire", "wrong-level", "2026-W48")
