"""How a SQLite file of the store is opened: shared by processes, deleting for good, never waited for long.

Whoever closes the last connection to a file tidies it up and waits for the disk: eighteen milliseconds where the work
itself takes one. So each table keeps one connection open beside those it works with.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from knowledge.private import private_file
from trends.shapes import note_shape, refuse_newer

BUSY_SECONDS = 0.1


class KeptOpen:
    """A connection that does nothing but stay open, from the first use of a file for as long as its table lives."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None

    def hold(self, file: Path) -> None:
        """Raises sqlite3.Error."""
        if self._connection is None:
            self._connection = sqlite3.connect(file, check_same_thread=False)
            weakref.finalize(self, self._connection.close)
            self._connection.execute("select count(*) from sqlite_master").fetchone()


@contextmanager
def opened(
    file: Path, create: str, kept: KeptOpen, *, busy_seconds: float = BUSY_SECONDS
) -> Iterator[sqlite3.Connection]:
    """A connection for one transaction, with the table that `create` makes. Raises sqlite3.Error or OSError."""
    private_file(file)
    with closing(sqlite3.connect(file, timeout=busy_seconds)) as connection, connection:
        refuse_newer(connection)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")  # outlives a killed process; does not wait for the disk
        connection.execute("pragma secure_delete = on")
        connection.execute(create)
        note_shape(connection)
        kept.hold(file)
        yield connection


def to_the_hour(moment: dt.datetime) -> str:
    """The hour only, in UTC: no table of ours is a diary of who asked when."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H")
