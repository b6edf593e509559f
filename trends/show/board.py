"""What the partnership board reads of one council: a page of pictures and a page of words, from published figures only.

Each picture comes with the sentence that says the same to somebody who does not see it, and with its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trends.measures import load_measures
from trends.published_schema import EVERYONE, NONE, TOTAL
from trends.show import plots
from trends.show.figures import Cell, Figures, Measure, Table
from trends.show.periods import in_brief, said
from trends.show.selection import columns_of, row_totals

QUARTER = "domains"
MOST_ROWS = 10
MOST_WEEKS = 53
QUARTERS_SHOWN = 5
SCALES = "Each level has a scale of its own."
SHARES = ("unmatched-share", "out-of-hours-share")


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot, what it is called, the sentence in its place, a word below it, and its numbers as rows of texts."""

    title: str
    plot: plots.Line | plots.Bars
    instead: str
    below: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole report of one council in one quarter."""

    authority: str
    authority_name: str
    period: str
    about: Mapping[str, str]
    measures: tuple[Measure, ...]
    not_known: tuple[Measure, ...]
    pictures: tuple[Picture, ...]

    @property
    def title(self) -> str:
        return f"{self.authority_name}: what practitioners worry about"

    @property
    def when(self) -> str:
        """'July to September 2026'."""
        return said(self.period)


def board_of(figures: Figures, authority: str, name: str) -> Board | None:
    """The report of the newest published quarter; None where no quarter was published yet."""
    tables = {table.kind: table for table in figures.tables(authority)}
    periods = figures.periods(tables[QUARTER].id) if QUARTER in tables else ()
    if not periods:
        return None
    period = periods[-1]
    measures = in_order((*figures.measures(authority), *figures.measures(EVERYONE)))
    known = tuple(each for each in measures if each.known and each.period == period)
    not_known = tuple(each for each in measures if not each.known)
    pictures = tuple(_pictures(figures, tables, period))
    return Board(authority, name, period, figures.about(), known, not_known, pictures)


def _pictures(figures: Figures, tables: Mapping[str, Table], period: str) -> Iterator[Picture]:
    if "weeks" in tables:
        yield over_weeks(tables["weeks"], figures.series(tables["weeks"].id)[-MOST_WEEKS:])
    yield by_two(tables[QUARTER], figures.cells(tables[QUARTER].id, period))
    if "areas" in tables and (cells := figures.cells(tables["areas"].id, period)):
        yield by_two(tables["areas"], cells)
    if "ends" in tables and (cells := figures.cells(tables["ends"].id, period)):
        yield by_one(tables["ends"], cells)
    yield from shares(in_order(figures.measures(tables[QUARTER].authority)))


def in_order(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """As they stand in the list of measures, and by period."""
    listed = load_measures()
    order = [*(each.id for each in listed.known), *(each.id for each in listed.unknown)]
    place = {id: at for at, id in enumerate(order)}
    return tuple(sorted(measures, key=lambda each: (place.get(each.id, len(order)), each.period)))


def over_weeks(table: Table, series: Sequence[tuple[str, Cell]]) -> Picture:
    """A line, week by week."""
    cells = [each for _, each in series]
    known = [each.n for each in cells if each.n is not None]
    hidden = len(cells) - len(known)
    first, last = (said(series[place][0]) for place in (0, -1))
    range_ = f"between {min(known):,} and {max(known):,} a week" if known else "all held back"
    instead = f"From {first} to {last}: {range_}; {cells[-1].shown} in the last week.{_weeks_held_back(hidden)}"
    rows = tuple((said(period), each.shown) for period, each in series)
    drawn = plots.line([in_brief(period) for period, _ in series], cells)
    return Picture(table.title, drawn, instead, table.definition, ("Week", "Worries"), rows)


def _weeks_held_back(hidden: int) -> str:
    if not hidden:
        return ""
    return " 1 week was held back." if hidden == 1 else f" {hidden} weeks were held back."


def by_two(table: Table, cells: Sequence[Cell]) -> Picture:
    """Bars for the largest rows, a panel for the total and for each column."""
    rows, left = largest(cells)
    columns = {TOTAL: "All", **{id: name for id, name in columns_of(cells).items() if id not in {TOTAL, NONE}}}
    at = {(each.row, each.column): each for each in cells}
    drawn = plots.bars(list(columns.values()), [[at[row.row, column] for row in rows] for column in columns])
    numbers = tuple((row.row_name, *(at[row.row, column].printed for column in columns)) for row in rows)
    return Picture(
        table.title,
        drawn,
        _largest_said(rows),
        f"{_below(table, cells, left)} {SCALES}",
        ("", *columns.values()),
        numbers,
    )


def by_one(table: Table, cells: Sequence[Cell]) -> Picture:
    """A bar for each of the largest rows."""
    rows, left = largest(cells)
    numbers = tuple((each.row_name, each.shown) for each in rows)
    return Picture(
        table.title, plots.bars([""], [rows]), _largest_said(rows), _below(table, cells, left), ("", "All"), numbers
    )


def shares(measures: Sequence[Measure]) -> Iterator[Picture]:
    """Bars for the shares that are looked at over the quarters, a panel for each."""
    found = [each for each in measures if each.id in SHARES]
    periods = sorted({each.period for each in found})[-QUARTERS_SHOWN:]
    titles = {each.id: each.title for each in found}
    at = {(each.id, each.period): each for each in found}
    columns = [[_bar(at[id, period]) for period in periods] for id in titles]
    if not columns:
        return
    said_ = [f"{each.title} in {said(each.period)}: {each.shown}." for each in found if each.period in periods]
    rows = tuple((said(period), *(at[id, period].shown for id in titles)) for period in periods)
    drawn = plots.bars(list(titles.values()), columns)
    yield Picture("Shares by quarter", drawn, " ".join(said_), "", ("Quarter", *titles.values()), rows)


def _bar(measure: Measure) -> Cell:
    percent = None if measure.value is None else round(100 * measure.value)
    return Cell(measure.period, in_brief(measure.period), TOTAL, "", percent, measure.shown)


def largest(cells: Sequence[Cell]) -> tuple[list[Cell], int]:
    """The largest rows with a printed number, and how many others there are."""
    rows = [each for each in row_totals(cells) if each.row not in {NONE, TOTAL}]
    kept = [each for each in rows if each.n][:MOST_ROWS]
    return kept or rows[:MOST_ROWS], len(rows) - len(kept or rows[:MOST_ROWS])


def _largest_said(rows: Sequence[Cell]) -> str:
    return f"From the largest: {', '.join(f'{each.row_name} {each.shown}' for each in rows)}."


def _below(table: Table, cells: Iterable[Cell], left: int) -> str:
    unsaid = next((each.shown for each in cells if (each.row, each.column) == (NONE, TOTAL) and each.n), "")
    not_said = f"Not said: {unsaid}." if unsaid else ""
    others = f"{left} more are smaller or held back." if left else ""
    return " ".join(part for part in (table.definition, table.note, not_said, others) if part)
