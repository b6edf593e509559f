"""The published figures in a terminal: a bar for each row's total, with every printed number beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.bar import Bar
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from trends.show.figures import Cell, Measure, Table
from trends.show.periods import said
from trends.show.selection import columns_of, row_totals

BAR_WIDTH = 16
NAME_WIDTH = 36
NUMBER_WIDTH = 10
MOST_PERIODS = 26


def table_as_bars(table: Table, period: str, cells: Sequence[Cell]) -> RenderableType:
    """One table in one period."""
    numbers = {(each.row, each.column): each.printed for each in cells}
    columns = columns_of(cells)
    rows = row_totals(cells)
    grid = _grid("", *(columns.values() if len(columns) > 1 else [""]))
    most = max((each.n or 0 for each in rows), default=0)
    for each in rows:
        grid.add_row(each.row_name, _bar(each, most), *(numbers.get((each.row, column), "") for column in columns))
    return _titled(table, f"{table.title}: {said(period)}", grid)


def series_as_bars(table: Table, series: Sequence[tuple[str, Cell]]) -> RenderableType:
    """A table of one number, over its periods."""
    grid = _grid("", "")
    most = max((each.n or 0 for _, each in series), default=0)
    for period, each in series[-MOST_PERIODS:]:
        grid.add_row(said(period), _bar(each, most), each.shown)
    return _titled(table, table.title, grid)


def measures_as_lines(measures: Iterable[Measure]) -> Iterator[RenderableType]:
    """What can be said of the strategies' measures, each with its definition."""
    for each in measures:
        when = f" ({said(each.period)})" if each.period else ""
        yield Text.assemble((each.title, "bold"), f"{when}: ", (each.shown, "bold"))
        yield Padding(Text(each.definition, style="dim"), (0, 0, 0, 2), expand=False)


def _titled(table: Table, title: str, grid: Grid) -> RenderableType:
    below = [Text(table.note, style="dim")] if table.note else []
    return Padding(
        Group(Text(title, style="bold"), Text(table.definition, style="dim"), grid, *below), (0, 0, 1, 0), expand=False
    )


def _grid(first: str, *columns: str) -> Grid:
    grid = Grid(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    grid.add_column(first, max_width=NAME_WIDTH)
    grid.add_column("", width=BAR_WIDTH, no_wrap=True)
    for name in columns:
        grid.add_column(name, justify="right", vertical="bottom", max_width=NUMBER_WIDTH)
    return grid


def _bar(cell: Cell, most: int) -> RenderableType:
    return Bar(most, 0, cell.n, width=BAR_WIDTH) if cell.n else Text("")
