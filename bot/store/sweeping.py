"""Rows that are too old count as not there; this deletes them, while people ask at most once an hour."""

from __future__ import annotations

from typing import LiteralString

from bot.store.postgres import Connection

AT_ONCE = 2000
"""Rows deleted at a time, some milliseconds' work: somebody waits for the answer."""


class OnceAnHour:
    """Deletes what is too old. `sql` takes the hour, such as "2026-11-24T12", and how many rows at most."""

    def __init__(self, sql: LiteralString) -> None:
        self._sql = sql
        self._swept = ""

    def __call__(self, connection: Connection, hour: str) -> None:
        """Deletes what is too old at this hour, if this process has not done so yet. Raises psycopg.Error."""
        if hour != self._swept and connection.execute(self._sql, [hour, AT_ONCE]).rowcount < AT_ONCE:
            self._swept = hour
