"""Tables in PostgreSQL as the trends use theirs: in one transaction, alone, and with "?" for a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

from bot.store.postgres import Connection, Pool
from trends.tables import Found


class PostgresTables:
    """See `trends.tables.Tables`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.changed = False
        """Whether any row was added or deleted."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Found:
        found = self._connection.execute(_asked(sql), values)
        self._take_note(sql, found.rowcount)
        return found

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        with self._connection.cursor() as cursor:
            cursor.executemany(_asked(sql), rows)
            self._take_note(sql, cursor.rowcount)
        return None

    def _take_note(self, sql: str, rows: int) -> None:
        self.changed = self.changed or (rows > 0 and not sql.startswith("select"))


@contextmanager
def alone_with(pool: Pool, *tables: LiteralString, seconds: float | None = None) -> Iterator[PostgresTables]:
    """These tables in one transaction. Others may read them meanwhile, and wait to write. Raises DatabaseAway."""
    with pool.transaction(seconds=seconds) as connection:
        connection.execute("select set_config('search_path', 'earlyhelp', true)")
        connection.execute(f"lock table {', '.join(tables)} in share row exclusive mode")
        yield PostgresTables(connection)


def in_order(table: str, key: str, columns: str, where: str = "") -> str:
    """Writes rows of a table anew, in the order of its key, in one statement."""
    return (
        f"with taken as (delete from {table} {where} returning {columns}) "  # noqa: S608 - names of ours
        f"insert into {table} ({columns}) select {columns} from taken order by {key}"
    )


def _asked(sql: str) -> str:
    """The SQL as psycopg takes it. No value ever stands in it."""
    return sql.replace("?", "%s")
