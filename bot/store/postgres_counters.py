"""The weekly counters in PostgreSQL (promise P8: no row tells who or when).

A table there keeps its rows in the order in which they came, each with the number of the transaction that changed it
last. So when counters are tidied up (at the start and every six hours) the rows of a week are written anew in the order
of their own fields, all in one transaction, and what stood there before is vacuumed away: then `ctid` and `xmin` tell
no more than the week does. Until then, and in the database's own journal (WAL) and its archives for as long as they
are kept, one can see when something was counted, and beside which fingerprints and marks of people: docs/operations.md
says how long to keep those, and away from whom.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import astuple, dataclass

from sqlite_utils import Database

from bot.store.postgres import Pool
from bot.store.postgres_tables import alone_with, in_order
from bot.store.steps import Steps
from trends.counters import COLUMNS, CounterRow, Hours, refuse_words
from trends.migrations import migrations
from trends.tables import Tables

_ROW = """authority text collate "C" not null, channel text collate "C" not null, area text collate "C" not null,
    setting_type text collate "C" not null, domain text collate "C" not null, band text collate "C" not null,
    flow text collate "C" not null, outcome text collate "C" not null,
    matched integer not null check (matched in (0, 1)), n integer not null check (n > 0)"""
_KEY = "authority, channel, area, setting_type, domain, band, flow, outcome, matched"
_HOURS = """authority text collate "C" not null, hours text collate "C" not null check (hours in ('in', 'out')),
    n integer not null check (n > 0)"""
STEPS = Steps(
    "counters",
    (
        f'create table earlyhelp.weekly_counts (week text collate "C" not null, {_ROW}, primary key (week, {_KEY}))',
        f'create table earlyhelp.monthly_counts (month text collate "C" not null, {_ROW}, primary key (month, {_KEY}))',
        'create table earlyhelp.weekly_hours (week text collate "C" not null, '
        f"{_HOURS}, primary key (week, authority, hours))",
        'create table earlyhelp.monthly_hours (month text collate "C" not null, '
        f"{_HOURS}, primary key (month, authority, hours))",
        """create table earlyhelp.already_published (
            authority text collate "C" not null, counts text collate "C" not null, period text collate "C" not null,
            dims text collate "C" not null, n integer, low integer not null, high integer, shown text not null,
            primary key (authority, counts, period, dims))""",
        "create table earlyhelp.secret (one integer primary key check (one = 1), bytes bytea not null)",
    ),
)

KEYS = {
    "weekly_counts": f"week, {_KEY}",
    "monthly_counts": f"month, {_KEY}",
    "weekly_hours": "week, authority, hours",
    "monthly_hours": "month, authority, hours",
}
COPIED = {
    **{table: f"{key}, n" for table, key in KEYS.items()},
    "already_published": "authority, counts, period, dims, n, low, high, shown",
}
_PLACES = ", ".join(["%s"] * len(COLUMNS))
ADD_ONE = f"""insert into earlyhelp.weekly_counts ({", ".join(COLUMNS)}, n) values ({_PLACES}, 1)
    on conflict (week, {_KEY}) do update set n = weekly_counts.n + 1"""  # noqa: S608
ADD_BOTH = f"""with counted as ({ADD_ONE})
    insert into earlyhelp.weekly_hours (week, authority, hours, n) values (%s, %s, %s, 1)
    on conflict (week, authority, hours) do update set n = weekly_hours.n + 1"""  # noqa: S608
WAIT_TO_COUNT = 5.0
"""How long a count waits for those who tidy up. Nobody waits for it: it comes after the reply."""
WAIT_TO_TIDY = 300.0
"""Nobody waits for this either, and a year of a whole partnership is many rows."""
PUBLISHING = int.from_bytes(b"publish")


@dataclass(frozen=True)
class PostgresCounters:
    """See `trends.counters.Counters`."""

    pool: Pool

    def count(self, row: CounterRow, *, hours: Hours | None = None, week: str) -> None:
        """See `Counters`. One statement, so that a worry and its hours are one count."""
        refuse_words(row)
        fields = [int(value) if isinstance(value, bool) else value for value in (week, *astuple(row))]
        with self.pool.transaction(seconds=WAIT_TO_COUNT) as connection:
            if hours:
                connection.execute(ADD_BOTH, [*fields, week, row.authority, hours])
            else:
                connection.execute(ADD_ONE, fields)

    def opened(self) -> AbstractContextManager[Tables]:
        """See `Counters`."""
        return alone_with(self.pool, *KEYS, "already_published", "secret", seconds=WAIT_TO_TIDY)

    def snapshot(self) -> sqlite3.Connection:
        """See `Counters`."""
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        migrations.apply(Database(memory))
        with self.pool.transaction(seconds=WAIT_TO_TIDY) as connection:
            connection.execute("set transaction isolation level repeatable read, read only")
            for table, columns in COPIED.items():
                rows = connection.execute(f"select {columns} from earlyhelp.{table}")  # noqa: S608
                places = ", ".join("?" * len(columns.split(", ")))
                memory.executemany(f"insert into {table} ({columns}) values ({places})", rows)  # noqa: S608
        memory.commit()
        return memory

    @contextmanager
    def one_publishes(self) -> Iterator[None]:
        """See `Counters`. Two who publish at the same moment could each print what the other holds back."""
        with self.pool.connect() as connection:
            connection.execute("set statement_timeout = 0")
            connection.execute("select pg_advisory_lock(%s)", [PUBLISHING])
            yield

    def hide_the_order(self) -> None:
        """Writes anew, in the order of their fields, the weeks whose rows came in more than one moment.

        A week that is closed is written once more, and never again. Raises DatabaseAway.
        """
        for table in ("weekly_counts", "weekly_hours"):
            with self.opened() as tables:
                told = f"select week from {table} group by week having count(distinct xmin::text) > 1"  # noqa: S608
                for (week,) in tables.execute(told).fetchall():
                    tables.execute(in_order(table, KEYS[table], f"{KEYS[table]}, n", where="where week = ?"), [week])
        self.pool.vacuum("weekly_counts", "weekly_hours")
