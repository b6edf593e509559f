"""Reads the published figures. Nothing else in this package knows where a number comes from, and none reads a counter.

The file is opened for reading only and as one that does not change: publishing puts a new file in its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from knowledge.errors import EarlyHelpError
from trends.published_schema import EVERYONE, TOTAL

NEVER = "z"
FILE_NAME = "published.sqlite"


class NothingPublished(EarlyHelpError):
    """There are no published figures yet. The sentence says how to make them."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"No figures were published yet: there is no {file}. Publish with: earlyhelp trends publish")


@dataclass(frozen=True, slots=True)
class Table:
    """One of the few fixed tables of one authority: what is counted, by what, how often, and how to read it."""

    id: str
    title: str
    row_dimension: str
    column_dimension: str
    definition: str
    note: str
    kind: str
    authority: str
    authority_name: str
    every: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed number. `n` is None where it was held back, and then `shown` says so."""

    row: str
    row_name: str
    column: str
    column_name: str
    n: int | None
    shown: str

    @property
    def printed(self) -> str:
        """What stands in a picture or a list: nothing in a cell that is empty by definition."""
        return "" if self.shown == NEVER else self.shown


@dataclass(frozen=True, slots=True)
class Measure:
    """A share that the strategies ask for; `known` is 0 where this tool cannot know it, and the definition says why."""

    id: str
    title: str
    definition: str
    period: str
    value: float | None
    shown: str
    known: int
    authority: str
    authority_name: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The published figures, while their file is open."""

    database: sqlite3.Connection

    def tables(self, authority: str | None = None) -> tuple[Table, ...]:
        """The tables of one authority, or of every one, in the order in which they were published."""
        where, values = ("authority = ?", (authority,)) if authority else ("1", ())
        return tuple(Table(*row) for row in self._rows("tables", Table, f"{where} order by rowid", values))

    def authorities(self) -> dict[str, str]:
        """The names of the authorities that have figures, by id."""
        asked = "select distinct authority, authority_name from tables where authority <> ? order by authority_name"
        return dict(self.database.execute(asked, [EVERYONE]))

    def periods(self, table: str) -> tuple[str, ...]:
        """The closed periods in which the table has numbers, the oldest first."""
        asked = "select distinct period from cells where table_id = ? order by period"
        return tuple(row[0] for row in self.database.execute(asked, [table]))

    def cells(self, table: str, period: str) -> tuple[Cell, ...]:
        """The numbers of a table in a period."""
        return tuple(Cell(*row) for row in self._rows("cells", Cell, "table_id = ? and period = ?", (table, period)))

    def series(self, table: str, row: str = TOTAL) -> tuple[tuple[str, Cell], ...]:
        """The total of one row of a table in each period, the oldest first."""
        columns = _columns(Cell)
        asked = f'select period, {columns} from cells where table_id = ? and "row" = ? and "column" = ? order by period'  # noqa: S608
        found = self.database.execute(asked, (table, row, TOTAL))
        return tuple((period, Cell(*values)) for period, *values in found)

    def measures(self, authority: str) -> tuple[Measure, ...]:
        """Every measure of an authority in every period, the oldest first; of `EVERYONE`: what cannot be known."""
        return tuple(
            Measure(*row) for row in self._rows("measures", Measure, "authority = ? order by period, id", (authority,))
        )

    def about(self) -> dict[str, str]:
        """What must be known to read the figures, by key."""
        return dict(self.database.execute('select "key", value from about'))

    def _rows(
        self, table: str, kind: type[Table | Cell | Measure], where: str, values: tuple[str, ...]
    ) -> sqlite3.Cursor:
        return self.database.execute(f"select {_columns(kind)} from {table} where {where}", values)  # noqa: S608


def figures_file(folder: Path) -> Path:
    """Where the figures lie in a folder of publications."""
    return folder / FILE_NAME


@contextmanager
def opened(file: Path) -> Iterator[Figures]:
    """The figures, for reading. Raises NothingPublished and sqlite3.Error."""
    if not file.exists():
        raise NothingPublished(file)
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield Figures(connection)


def _columns(kind: type[Table | Cell | Measure]) -> str:
    return ", ".join(f'"{field.name}"' for field in fields(kind))
