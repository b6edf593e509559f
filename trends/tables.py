"""What counting, keeping and publishing need of a database: a few tables inside one transaction, and no more.

The same SQL is meant for SQLite and PostgreSQL. Whoever opens the tables says in which of the two they stand; in SQL a
"?" stands for a value. Whatever goes wrong is a sqlite3.Error or an OSError.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Found(Protocol):
    """What a statement found or changed."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Tables(Protocol):
    """The tables, inside a transaction. A sqlite3.Connection is one."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Found: ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object: ...


class Opened(Protocol):
    """Opens the tables for one transaction that nobody else's changes can come between."""

    def __call__(self) -> AbstractContextManager[Tables]: ...
