"""The weekly counters: how often each kind of worry was brought, and nothing that leads back to anybody (promise P8).

One row is a combination of a few short ids in one ISO week, and how often it came up. There is no text, no person, no
message id and no time of day. Whether it was in office hours is counted beside it, by authority and week alone, so
that it can be joined to no other field. The tables have no row ids and are kept sorted by their own fields, so that
the order of arrival cannot be read from them; what is deleted is overwritten; and the journal is not a write-ahead
log, which would list the changes one after the other.

What a row means: a worry has neither flow nor outcome; a walk's end has both; feedback has an outcome and no flow.

A process that is killed at any moment leaves a file in which each count is wholly there or wholly absent.
`trends.keeping` says how long counters stay.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Literal, Protocol

from sqlite_utils import Database

from knowledge.private import private_file
from trends.migrations import migrations
from trends.periods import iso_week
from trends.shapes import note_shape, refuse_newer
from trends.tables import Tables

Channel = Literal["slack", "teams", "web", "terminal"]
Hours = Literal["in", "out"]

BUSY_SECONDS = 5
"""How long a count waits for another one. Nobody waits for it: it comes after the reply."""
ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
LONGEST_ID = 80


@dataclass(frozen=True, slots=True)
class CounterRow:
    """What happened once. Every field is an id of the knowledge; an empty one does not apply."""

    authority: str
    channel: Channel
    area: str = ""
    setting_type: str = ""
    domain: str = ""
    band: str = ""
    flow: str = ""
    outcome: str = ""
    matched: bool = False

    @property
    def holds_only_ids(self) -> bool:
        """Whether no field could be something that a person typed."""
        texts = [value for value in astuple(self) if isinstance(value, str) and value]
        return all(len(text) <= LONGEST_ID and ID.fullmatch(text) for text in texts)


@dataclass(frozen=True, slots=True)
class WeekTotal:
    """How often a row came up in one ISO week ("2026-W48")."""

    week: str
    row: CounterRow
    n: int


COLUMNS = ("week", *(field.name for field in fields(CounterRow)))
ADD_ONE = (
    f"insert into weekly_counts ({', '.join(COLUMNS)}, n) values ({', '.join('?' for _ in COLUMNS)}, 1) "  # noqa: S608
    f"on conflict ({', '.join(COLUMNS)}) do update set n = weekly_counts.n + 1"
)
ADD_HOUR = (
    "insert into weekly_hours (week, authority, hours, n) values (?, ?, ?, 1) "
    "on conflict (week, authority, hours) do update set n = weekly_hours.n + 1"
)


class NotOnlyIds(ValueError):
    """A counter row was refused: it holds something that is not an id."""


class Counters(Protocol):
    """Where the weekly counters are kept. Whatever goes wrong is a sqlite3.Error or an OSError."""

    def count(self, row: CounterRow, *, hours: Hours | None = None, week: str) -> None:
        """Adds one to the row's counter for this week, and to that of the hours. Raises NotOnlyIds too."""

    def opened(self) -> AbstractContextManager[Tables]:
        """The tables of `trends.migrations`, for one transaction that nobody else's counts can come between."""

    def snapshot(self) -> sqlite3.Connection:
        """The tables as they are now, copied into memory, so that nobody who counts waits while they are added up."""

    def hide_the_order(self) -> None:
        """Afterwards nobody can read from the tables in which order the counts came."""

    def one_publishes(self) -> AbstractContextManager[None]:
        """Whoever publishes next waits until this is over."""


@dataclass(frozen=True)
class CountersFile:
    """The counters in a SQLite file."""

    file: Path

    def count(self, row: CounterRow, *, hours: Hours | None = None, week: str) -> None:
        """See `Counters`."""
        refuse_words(row)
        with self.opened() as tables:
            tables.execute(ADD_ONE, (week, *astuple(row)))
            if hours:
                tables.execute(ADD_HOUR, (week, row.authority, hours))

    @contextmanager
    def opened(self) -> Iterator[Tables]:
        """See `Counters`. The transaction waits its turn at the start."""
        private_file(self.file)
        with closing(sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("pragma journal_mode = delete")
            connection.execute("pragma secure_delete = on")
            connection.execute("begin immediate")
            refuse_newer(connection)
            migrations.apply(Database(connection))
            note_shape(connection)
            yield connection
            connection.execute("commit")

    def snapshot(self) -> sqlite3.Connection:
        """See `Counters`."""
        memory = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(self.file)) as source:
            source.backup(memory)
        return memory

    def hide_the_order(self) -> None:
        """See `Counters`. In this file there never is an order."""

    @contextmanager
    def one_publishes(self) -> Iterator[None]:
        """See `Counters`. Whoever can reach the file stands on this machine, and is one person with one prompt."""
        yield


def refuse_words(row: CounterRow) -> None:
    """Raises NotOnlyIds."""
    if not row.holds_only_ids:
        raise NotOnlyIds


def totals_of_closed_weeks(counters: Counters, *, now: dt.datetime) -> tuple[WeekTotal, ...]:
    """Every counter of the weeks before the one we are in, in the order of its fields. Raises as `Counters` does."""
    columns = ", ".join(COLUMNS)
    asked = f"select {columns}, n from weekly_counts where week < ? order by {columns}"  # noqa: S608
    with counters.opened() as tables:
        return tuple(_total(*found) for found in tables.execute(asked, [iso_week(now)]))


def _total(week: str, *found: object) -> WeekTotal:
    *fields, matched, n = found
    assert isinstance(n, int), "the table keeps n as a whole number"
    return WeekTotal(week, CounterRow(*fields, bool(matched)), n)  # type: ignore[arg-type, call-arg]
