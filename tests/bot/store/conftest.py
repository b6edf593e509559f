"""The two stores, as the tests of what both must do see them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest

from bot.store.handled import HandledOnce, SqliteHandled
from bot.store.postgres import Pool
from bot.store.postgres_counters import PostgresCounters
from bot.store.postgres_handled import PostgresHandled
from bot.store.postgres_notes import PostgresNotes
from bot.store.postgres_remembered import PostgresRemembered
from bot.store.remembered import Remembered, SqliteRemembered
from trends.counters import Counters, CountersFile
from trends.missing import Notes, NotesFile

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


class Kept(Protocol):
    """A store. Each call opens its tables anew."""

    def handled(self, now: dt.datetime = NOON) -> HandledOnce: ...

    def remembered(self, now: dt.datetime = NOON, secret: bytes = b"secret") -> Remembered: ...

    def counters(self) -> Counters: ...

    def notes(self) -> Notes: ...

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """What stands there, in the order in which it stands there."""


@dataclass(frozen=True)
class InFiles:
    folder: Path

    def handled(self, now: dt.datetime = NOON) -> HandledOnce:
        return SqliteHandled(self.folder / "store.sqlite", clock=lambda: now)

    def remembered(self, now: dt.datetime = NOON, secret: bytes = b"secret") -> Remembered:
        return SqliteRemembered(self.folder / "store.sqlite", clock=lambda: now, secret=secret)

    def counters(self) -> Counters:
        return CountersFile(self.folder / "counters.sqlite")

    def notes(self) -> Notes:
        return NotesFile(self.folder / "missing.sqlite")

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        for file in self.folder.glob("*.sqlite"):
            with closing(sqlite3.connect(file)) as connection:
                if connection.execute("select 1 from sqlite_master where name = ?", (table,)).fetchone():
                    return connection.execute(f"select * from {table}").fetchall()
        raise AssertionError(f"There is no table {table}.")


@dataclass(frozen=True)
class InPostgres:
    url: str
    pool: Pool

    def handled(self, now: dt.datetime = NOON) -> HandledOnce:
        return PostgresHandled(self.pool, clock=lambda: now)

    def remembered(self, now: dt.datetime = NOON, secret: bytes = b"secret") -> Remembered:
        return PostgresRemembered(self.pool, clock=lambda: now, secret=secret)

    def counters(self) -> Counters:
        return PostgresCounters(self.pool)

    def notes(self) -> Notes:
        return PostgresNotes(self.pool)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(f"select * from earlyhelp.{table}").fetchall()  # type: ignore[arg-type]


@pytest.fixture(params=["files", "postgres"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    """An empty store of each kind."""
    if request.param == "files":
        yield InFiles(tmp_path / "new folder")
        return
    yield InPostgres(request.getfixturevalue("database"), request.getfixturevalue("pool"))
