"""What practitioners told the officers was missing: the one place where words that somebody typed are kept.

They are kept only after the person asked for it and was told that a person reads them, and for how long; the guard has
read them first (see `bot.core.noting`). One row is the kind, the council, the ISO week and the words: no person, no
channel, no time of day. The table has no row ids and is kept sorted by its own fields, so that the order of arrival
cannot be read from it, and the same words in the same week are one row. What is deleted is overwritten. The file lies
apart from the weekly counters, and nothing of it is ever counted, published or logged. `bot.store.postgres_notes` says
what of this holds where the notes stand in PostgreSQL.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge import clock
from knowledge.private import private_file
from trends.missing_kinds import kinds
from trends.periods import iso_week
from trends.shapes import note_shape, refuse_newer
from trends.tables import Tables

BUSY_SECONDS = 0.5
MOST = 2000
"""Notes that wait at the same time. A page that anybody on a council's network can open must not fill the disk."""
CREATE = """create table if not exists missing (
    week text not null, authority text not null, kind text not null, text text not null,
    primary key (week, authority, kind, text)
) strict, without rowid"""


class Full(Exception):
    """So many notes wait that no more are taken."""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wants the officers to know. Without words it is the kind alone."""

    authority: str
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A note as officers read it. `id` is made of the note itself; `deleted_on` is the day it will be gone."""

    id: str
    week: str
    authority: str
    kind: str
    means: str
    text: str
    deleted_on: dt.date


class Notes(Protocol):
    """Where the notes are kept. Whatever goes wrong is a sqlite3.Error or an OSError."""

    @property
    def begun(self) -> bool:
        """Whether any was ever kept: who only looks makes no file."""

    def opened(self) -> AbstractContextManager[Tables]:
        """The table `missing`, for one transaction that nobody else's notes can come between."""


@dataclass(frozen=True)
class NotesFile:
    """The notes in a SQLite file. Its journal is no write-ahead log, which would list what came one by one."""

    file: Path

    @property
    def begun(self) -> bool:
        """See `Notes`."""
        return self.file.exists()

    @contextmanager
    def opened(self) -> Iterator[Tables]:
        """See `Notes`."""
        private_file(self.file)
        with closing(sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("pragma journal_mode = delete")
            connection.execute("pragma secure_delete = on")
            connection.execute("begin immediate")
            refuse_newer(connection)
            connection.execute(CREATE)
            note_shape(connection)
            yield connection
            connection.execute("commit")


def plain_words(text: str) -> str:
    """The words on one line, without what a terminal or a page might take for more than words."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def keep(notes: Notes, note: Note, *, keep_days: int, now: dt.datetime) -> None:
    """Keeps the note; what is too old is deleted first. Raises Full, sqlite3.Error or OSError."""
    with notes.opened() as tables:
        _delete_old(tables, keep_days, now)
        if tables.execute("select count(*) from missing").fetchone()[0] >= MOST:
            raise Full
        row = (iso_week(now), note.authority, note.kind, note.text)
        known = "select 1 from missing where (week, authority, kind, text) = (?, ?, ?, ?)"
        if not tables.execute(known, row).fetchone():
            tables.execute("insert into missing (week, authority, kind, text) values (?, ?, ?, ?)", row)


def waiting(notes: Notes, authority: str = "", *, keep_days: int, now: dt.datetime) -> tuple[Waiting, ...]:
    """What waits to be read, of one authority or of all, the latest weeks first; what is too old is deleted first.

    Raises sqlite3.Error or OSError.
    """
    if not notes.begun:
        return ()
    with notes.opened() as tables:
        _delete_old(tables, keep_days, now)
        asked = "select week, authority, kind, text from missing where ? in ('', authority) order by week desc, 2, 3, 4"
        return tuple(_waiting(*found, keep_days=keep_days) for found in tables.execute(asked, (authority,)))


def done(notes: Notes, note_id: str) -> bool:
    """Deletes the note that an officer has dealt with. False when it is not there. Raises sqlite3.Error or OSError."""
    if not notes.begun:
        return False
    with notes.opened() as tables:
        rows = tables.execute("select week, authority, kind, text from missing").fetchall()
        found = next((row for row in rows if _id(*row) == note_id), None)
        if found:
            tables.execute("delete from missing where (week, authority, kind, text) = (?, ?, ?, ?)", found)
        return found is not None


def forget_old(notes: Notes, *, keep_days: int, now: dt.datetime) -> None:
    """Deletes what is too old. Raises sqlite3.Error or OSError."""
    if notes.begun:
        with notes.opened() as tables:
            _delete_old(tables, keep_days, now)


def deleted_on(week: str, keep_days: int) -> dt.date:
    """The day a note of this week is deleted: counted from its Monday, so that none is kept longer than was said."""
    return dt.datetime.strptime(f"{week}-1", "%G-W%V-%u").date() + dt.timedelta(days=keep_days)


def _delete_old(tables: Tables, keep_days: int, now: dt.datetime) -> None:
    today = clock.in_london(now).date()
    weeks = [week for (week,) in tables.execute("select distinct week from missing")]
    old = [(week,) for week in weeks if deleted_on(week, keep_days) <= today]
    tables.executemany("delete from missing where week = ?", old)


def _waiting(week: str, authority: str, kind: str, text: str, *, keep_days: int) -> Waiting:
    return Waiting(
        id=_id(week, authority, kind, text),
        week=week,
        authority=authority,
        kind=kind,
        means=kinds().meaning(kind),
        text=text,
        deleted_on=deleted_on(week, keep_days),
    )


def _id(*row: str) -> str:
    """A short mark of the note itself, so that no number tells which came first."""
    return hashlib.sha256("\n".join(row).encode()).hexdigest()[:10]
