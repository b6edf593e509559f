"""What practitioners told the officers was missing: the one place where words that somebody typed are kept.

They are kept only after the person asked for it and was told that a person reads them, and for how long; the guard has
read them first (see `bot.core.noting`). One row is the kind, the council, the ISO week and the words: no person, no
channel, no time of day. The table has no row ids and is kept sorted by its own fields, so that the order of arrival
cannot be read from it, and the same words in the same week are one row. What is deleted is overwritten. The file lies
apart from the weekly counters, and nothing of it is ever counted, published or logged.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from knowledge import clock
from trends.missing_kinds import kinds
from trends.periods import iso_week

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


def plain_words(text: str) -> str:
    """The words on one line, without what a terminal or a page might take for more than words."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def keep(file: Path, note: Note, *, keep_days: int, now: dt.datetime) -> None:
    """Keeps the note; what is too old is deleted first. Raises Full, sqlite3.Error or OSError."""
    with _opened(file) as connection:
        _delete_old(connection, keep_days, now)
        if connection.execute("select count(*) from missing").fetchone()[0] >= MOST:
            raise Full
        row = (iso_week(now), note.authority, note.kind, note.text)
        connection.execute("insert or ignore into missing (week, authority, kind, text) values (?, ?, ?, ?)", row)


def waiting(file: Path, authority: str = "", *, keep_days: int, now: dt.datetime) -> tuple[Waiting, ...]:
    """What waits to be read, of one authority or of all, the latest weeks first; what is too old is deleted first.

    Raises sqlite3.Error or OSError.
    """
    if not file.exists():
        return ()
    with _opened(file) as connection:
        _delete_old(connection, keep_days, now)
        asked = "select week, authority, kind, text from missing where ? in ('', authority) order by week desc, 2, 3, 4"
        return tuple(_waiting(*found, keep_days=keep_days) for found in connection.execute(asked, (authority,)))


def done(file: Path, note_id: str) -> bool:
    """Deletes the note that an officer has dealt with. False when it is not there. Raises sqlite3.Error or OSError."""
    if not file.exists():
        return False
    with _opened(file) as connection:
        rows = connection.execute("select week, authority, kind, text from missing").fetchall()
        found = next((row for row in rows if _id(*row) == note_id), None)
        if found:
            connection.execute("delete from missing where (week, authority, kind, text) = (?, ?, ?, ?)", found)
        return found is not None


def forget_old(file: Path, *, keep_days: int, now: dt.datetime) -> None:
    """Deletes what is too old. Raises sqlite3.Error or OSError."""
    if file.exists():
        with _opened(file) as connection:
            _delete_old(connection, keep_days, now)


def deleted_on(week: str, keep_days: int) -> dt.date:
    """The day a note of this week is deleted: counted from its Monday, so that none is kept longer than was said."""
    return dt.datetime.strptime(f"{week}-1", "%G-W%V-%u").date() + dt.timedelta(days=keep_days)


def _delete_old(connection: sqlite3.Connection, keep_days: int, now: dt.datetime) -> None:
    today = clock.in_london(now).date()
    weeks = [week for (week,) in connection.execute("select distinct week from missing")]
    old = [(week,) for week in weeks if deleted_on(week, keep_days) <= today]
    connection.executemany("delete from missing where week = ?", old)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """The table in one transaction. Its journal is no write-ahead log, which would list what came one by one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = delete")
        connection.execute("pragma secure_delete = on")
        connection.execute("begin immediate")
        connection.execute(CREATE)
        yield connection
        connection.execute("commit")


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
