"""Picks and orders what a reader wants to see first: levels by rank, rows by size, what was not said, then totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from knowledge.schema.common import Band
from trends.published_schema import NONE, TOTAL
from trends.show.figures import Cell, Figures, Table

RANKS: Mapping[str, int] = {str(band): band.rank for band in Band}
LAST = {"other": 98, NONE: 99, TOTAL: 100}


def columns_of(cells: Iterable[Cell]) -> dict[str, str]:
    """The columns' names by id: levels from the lowest up, then what was not said, then the total."""
    found = {each.column: each.column_name for each in cells}
    place = places(found)
    return dict(sorted(found.items(), key=lambda item: (place(item[0]), item[1])))


def row_totals(cells: Sequence[Cell]) -> list[Cell]:
    """The total of each row: levels by rank, others the largest first, then what was not said, then the whole table."""
    rows = [each for each in cells if each.column == TOTAL]
    place = places(each.row for each in rows)
    return sorted(rows, key=lambda each: (place(each.row), -(each.n or 0), each.row_name))


def places(names: Iterable[str]) -> Callable[[str], int]:
    """Where each name stands. "universal" is a level only among levels: a kind of worry may have the same id."""
    ranks = RANKS if set(names) <= {*RANKS, *LAST} else {}
    return lambda name: LAST.get(name, ranks.get(name, 0))


def is_one_number(cells: Iterable[Cell]) -> bool:
    """Whether a table has nothing but its total, so that it is read over the periods."""
    return {each.row for each in cells} == {TOTAL}


def shown_period(figures: Figures, table: Table, asked: str | None = None) -> str | None:
    """The period asked for where the table has it, or else its newest; None where it has none."""
    periods = figures.periods(table.id)
    if asked:
        return asked if asked in periods else None
    return periods[-1] if periods else None
