"""What practitioners told the officers was missing, in PostgreSQL: see `trends.missing` for what is kept, and why.

These are words that somebody typed, so what is deleted must be gone. PostgreSQL only marks a deleted row as dead, so
after every change the table is written anew, without what was deleted and in the order of its own fields. What the
database's own journal (WAL), its archives and backups still hold is for whoever runs it to delete in time:
docs/operations.md says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.store.postgres import Pool
from bot.store.postgres_tables import alone_with, in_order
from bot.store.steps import Steps
from trends.tables import Tables

STEPS = Steps(
    "notes",
    (
        """create table earlyhelp.missing (
            week text collate "C" not null, authority text collate "C" not null, kind text collate "C" not null,
            text text collate "C" not null)""",
    ),
)
"""The same words in one week are one row: `trends.missing` looks first, and nobody writes beside it."""

ROW = "week, authority, kind, text"


@dataclass(frozen=True)
class PostgresNotes:
    """See `trends.missing.Notes`."""

    pool: Pool

    @property
    def begun(self) -> bool:
        """See `trends.missing.Notes`."""
        return True

    @contextmanager
    def opened(self) -> Iterator[Tables]:
        """See `trends.missing.Notes`. Whatever was changed, the table tells no order afterwards."""
        with alone_with(self.pool, "missing") as tables:
            yield tables
            if tables.changed:
                tables.execute(in_order("missing", ROW, ROW))
        if tables.changed:
            self.pool.vacuum("missing", how="(full, skip_locked)")
