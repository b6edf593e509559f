"""The weekly counters: how often each kind of worry was brought, and nothing that leads back to anybody (promise P8).

One row is a combination of a few short ids in one ISO week, and how often it came up. There is no text, no person, no
message id and no time of day. Whether it was in office hours is counted beside it, by authority and week alone, so
that it can be joined to no other field. The tables have no row ids and are kept sorted by their own fields, so that
the order of arrival cannot be read from them; what is deleted is overwritten; and the journal is not a write-ahead
log, which would list the changes one after the other.

What a row means: a worry has neither flow nor outcome; a walk's end has both; feedback has an outcome and no flow.

Counting never stands in the way of an answer: whatever goes wrong here is logged by its kind and forgotten. A process
that is killed at any moment leaves a file in which each count is wholly there or wholly absent. `trends.keeping` says
how long counters stay.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from trends.migrations import migrations
from trends.periods import iso_week

log = logging.getLogger(__name__)

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
    f"on conflict ({', '.join(COLUMNS)}) do update set n = n + 1"
)
ADD_HOUR = (
    "insert into weekly_hours (week, authority, hours, n) values (?, ?, ?, 1) "
    "on conflict (week, authority, hours) do update set n = n + 1"
)


def count(file: Path, row: CounterRow, *, hours: Hours | None = None, now: dt.datetime) -> None:
    """Adds one to the row's counter for the week of `now`, and to that of the hours. Never raises."""
    if not row.holds_only_ids:
        log.warning("A counter row was refused: it holds something that is not an id.")
        return
    try:
        with opened(file) as database:
            database.execute(ADD_ONE, (iso_week(now), *astuple(row)))
            if hours:
                database.execute(ADD_HOUR, (iso_week(now), row.authority, hours))
    except (sqlite3.Error, OSError) as error:
        log.warning("A worry was answered and not counted: %s.", type(error).__name__)


def totals_of_closed_weeks(file: Path, *, now: dt.datetime) -> tuple[WeekTotal, ...]:
    """Every counter of the weeks before the one we are in, in the order of its fields. Raises sqlite3.Error."""
    with opened(file) as database:
        found = database.query("select * from weekly_counts where week < ? order by week", [iso_week(now)])
        return tuple(_total(each) for each in found)


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """The counters, with their tables as they should be today, in one transaction that waits its turn at the start."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = delete")
        connection.execute("pragma secure_delete = on")
        connection.execute("begin immediate")
        database = Database(connection)
        migrations.apply(database)
        yield database
        connection.execute("commit")


def _total(found: dict[str, object]) -> WeekTotal:
    week, n = str(found.pop("week")), found.pop("n")
    assert isinstance(n, int), "the table keeps n as a whole number"
    matched = bool(found.pop("matched"))
    return WeekTotal(week, CounterRow(**found, matched=matched), n)  # type: ignore[arg-type]
