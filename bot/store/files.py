"""How a SQLite file of the store is opened: shared by processes, deleting for good, never waited for long."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

BUSY_SECONDS = 0.1


@contextmanager
def opened(file: Path, create: str) -> Iterator[sqlite3.Connection]:
    """A connection for one transaction, with the table that `create` makes. Raises sqlite3.Error or OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection, connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma secure_delete = on")
        connection.execute(create)
        yield connection


def to_the_hour(moment: dt.datetime) -> str:
    """The hour only, in UTC: no table of ours is a diary of who asked when."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H")
