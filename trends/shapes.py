"""Which shape a SQLite file has: a number in the file's own header, which a release that changes its tables raises.

    0   before shapes were numbered (0.1.0)        1   the same tables, numbered

A file of an older shape is brought up to date by whoever opens it first. A file of a newer one is left alone: a release
that does not know what its columns mean would write what the newer one reads wrongly. People are answered without it,
as they are when it is locked (promise P6), and the operator is told at the start what to do.

So the number is raised only by a change that a release before it would misread. A table or a column that is added needs
no other number, and old and new workers can write side by side while they are replaced. PostgreSQL has numbered steps
of its own (`bot.store.steps`), which only ever add.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

SHAPE = 1


class StoreTooNew(sqlite3.DatabaseError):
    """The file was written by a newer release. It is neither read nor written."""


def refuse_newer(connection: sqlite3.Connection) -> None:
    """Before anything of the file is read or changed. Raises StoreTooNew."""
    if shape_of(connection) > SHAPE:
        raise StoreTooNew


def note_shape(connection: sqlite3.Connection) -> None:
    """Once the tables are what they should be."""
    if shape_of(connection) < SHAPE:
        connection.execute(f"pragma user_version = {SHAPE}")


def shape_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])


def too_new(files: Iterable[Path]) -> tuple[Path, ...]:
    """Those of the files that a newer release wrote. What cannot be read is another matter."""
    return tuple(file for file in files if file.is_file() and _is_too_new(file))


def _is_too_new(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return shape_of(connection) > SHAPE
    except sqlite3.Error:
        return False
