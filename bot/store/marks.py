"""Short-lived facts that every process shares: which links count, who signed in, who is where, who tries how often.

    put(kind, key, value, until=...)     keeps a short value of ids in place of what was there
    get, listed                          what is there and not over
    take                                 what was there, for the first who asks: a link counts once
    add(kind, key, window=...)           how often within a window, this time included

Keys stand in the table as keyed hashes, as people do in `bot.store.remembered`: whoever has the file but not the secret
learns nothing about who asked. A table that does not answer says so to those who keep something there, holds nothing
for those who look, and counts nobody: whoever asks the assistant is answered all the same (promise P6), and nobody is
let in to the studio by a table that is away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from bot.store.files import KeptOpen, opened

log = logging.getLogger(__name__)
Held = TypeVar("Held")

CREATE = """create table if not exists marks
    (kind text not null, key text not null, value text not null, until real not null, primary key (kind, key))
    without rowid"""
CREATE_TALLIES = """create table if not exists tallies
    (kind text not null, key text not null, n integer not null, until real not null, primary key (kind, key))
    without rowid"""
WAIT = 0.5
"""Seconds to wait for other writers; whoever adds to a tally waits no longer than for any other table."""
ADD = """insert into tallies values (?, ?, 1, ?) on conflict (kind, key) do update set
    n = case when until <= ? or until > excluded.until then 1 else n + 1 end,
    until = case when until <= ? or until > excluded.until then excluded.until else until end
    returning n"""
"""A window that ends later than one that begins now was begun when the clock was wrong: it holds nobody up."""


class Marks(Protocol):
    """Facts by kind and key. A kind is a word of ours and stands in the table as it is; a key may name a person."""

    def put(self, kind: str, key: str, value: str = "", *, until: dt.datetime) -> bool:
        """Keeps this value in place of what was there. False when the table did not answer. Never raises."""

    def get(self, kind: str, key: str) -> str | None:
        """The value; None when there is none, it is over, or the table did not answer. Never raises."""

    def take(self, kind: str, key: str) -> str | None:
        """The value, for the first of all processes that asks for it; None for all others. Never raises."""

    def drop(self, kind: str, key: str) -> bool:
        """Takes the value away. False when the table did not answer. Never raises."""

    def listed(self, kind: str) -> tuple[str, ...]:
        """Every value of this kind that is not over, in no order. Never raises."""

    def add(self, kind: str, key: str, *, window: dt.timedelta) -> int:
        """How often this was added within the window that began with the first time, this time included.

        0 when the table did not answer: it keeps nobody from an answer. Never raises.
        """

    def forget(self, now: dt.datetime) -> None:
        """Deletes what is over. Never raises: the next time tries again."""


@dataclass(frozen=True)
class SqliteMarks:
    """The tables in a file, in WAL mode. `clock` tells the time; `secret` keys the keys."""

    file: Path
    clock: Callable[[], dt.datetime]
    secret: bytes = field(repr=False)
    kept: KeptOpen = field(default_factory=KeptOpen, repr=False, compare=False)

    def put(self, kind: str, key: str, value: str = "", *, until: dt.datetime) -> bool:
        """See `Marks`."""
        row = (kind, self._key(kind, key), value, until.timestamp())
        try:
            with self._opened() as connection:
                connection.execute("delete from marks where until <= ?", (self._now(),))
                connection.execute("insert or replace into marks values (?, ?, ?, ?)", row)
        except (sqlite3.Error, OSError) as error:
            return _told("did not take note", error, False)
        return True

    def get(self, kind: str, key: str) -> str | None:
        """See `Marks`."""
        asked = "select value from marks where kind = ? and key = ? and until > ?"
        try:
            with self._opened() as connection:
                found = connection.execute(asked, (kind, self._key(kind, key), self._now())).fetchone()
        except (sqlite3.Error, OSError) as error:
            return _told("did not answer", error, None)
        return str(found[0]) if found else None

    def take(self, kind: str, key: str) -> str | None:
        """See `Marks`."""
        taken = "delete from marks where kind = ? and key = ? returning value, until"
        try:
            with self._opened() as connection:
                found = connection.execute(taken, (kind, self._key(kind, key))).fetchone()
        except (sqlite3.Error, OSError) as error:
            return _told("did not answer", error, None)
        return str(found[0]) if found and found[1] > self._now() else None

    def drop(self, kind: str, key: str) -> bool:
        """See `Marks`."""
        try:
            with self._opened() as connection:
                connection.execute("delete from marks where kind = ? and key = ?", (kind, self._key(kind, key)))
        except (sqlite3.Error, OSError) as error:
            return _told("did not take note", error, False)
        return True

    def listed(self, kind: str) -> tuple[str, ...]:
        """See `Marks`."""
        try:
            with self._opened() as connection:
                asked = "select value from marks where kind = ? and until > ?"
                found = connection.execute(asked, (kind, self._now())).fetchall()
        except (sqlite3.Error, OSError) as error:
            return _told("did not answer", error, ())
        return tuple(str(value) for (value,) in found)

    def add(self, kind: str, key: str, *, window: dt.timedelta) -> int:
        """See `Marks`."""
        now = self._now()
        row = (kind, self._key(kind, key), now + window.total_seconds(), now, now)
        try:
            with opened(self.file, CREATE_TALLIES, self.kept) as connection:
                return int(connection.execute(ADD, row).fetchone()[0])
        except (sqlite3.Error, OSError) as error:
            return _told("did not count", error, 0)

    def forget(self, now: dt.datetime) -> None:
        """See `Marks`."""
        try:
            with self._opened() as connection:
                connection.execute(CREATE_TALLIES)
                for table in ("marks", "tallies"):
                    connection.execute(f"delete from {table} where until <= ?", (now.timestamp(),))  # noqa: S608
        except (sqlite3.Error, OSError) as error:
            _told("did not forget", error, None)

    def _key(self, kind: str, key: str) -> str:
        return keyed(self.secret, kind, key)

    def _now(self) -> float:
        return self.clock().timestamp()

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self.file, CREATE, self.kept, busy_seconds=WAIT)


def keyed(secret: bytes, kind: str, key: str) -> str:
    """The key as the table holds it: one way, and another one for each kind."""
    return hmac.new(secret, f"{kind}\0{key}".encode(errors="replace"), hashlib.sha256).hexdigest()


def _told(what: str, error: Exception, instead: Held) -> Held:
    log.warning("The table of marks %s: %s.", what, type(error).__name__)
    return instead
