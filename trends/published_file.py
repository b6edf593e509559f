"""The published figures as they stand in the file: tables, cells, measures, and what a reader must know about them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path

from sqlite_utils import Database

from trends.block import Key, never_happens
from trends.ledger import Entry, Ledger
from trends.measures import Measure, Measures, figure
from trends.names import Names
from trends.periods import weeks_before
from trends.policy import Policy, SideBySide, Table
from trends.published_schema import EVERYONE, TOTAL, create

NEVER = "z"
NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of `tables`."""

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
class CellRow:
    """A row of `cells`."""

    table_id: str
    period: str
    row: str
    row_name: str
    column: str
    column_name: str
    n: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A row of `measures`."""

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
class Contents:
    """Everything that stands in the published file."""

    tables: tuple[TableRow, ...]
    cells: tuple[CellRow, ...]
    measures: tuple[MeasureRow, ...]
    about: Mapping[str, str]


def contents_of(ledger: Ledger, *, policy: Policy, names: Names, measures: Measures, week: str) -> Contents:
    """The file's contents, from what was ever published and nothing else."""
    tables: list[TableRow] = []
    cells: list[CellRow] = []
    for authority in names.authorities:
        for table in policy.tables:
            found = list(_cells(table, authority, ledger.get(authority, {}), names))
            if found:
                tables.append(_table(table, authority, names))
                cells += found
    side = list(_side_by_side(policy, cells, names))
    tables.append(_side_table(policy.side_by_side, policy))
    measured = tuple(_measures(measures, cells, policy, names))
    return Contents(tuple(tables), (*cells, *side), measured, _about(policy, names, week))


def _table(table: Table, authority: str, names: Names) -> TableRow:
    rows, columns = str(table.rows or TOTAL), str(table.columns or TOTAL)
    key = f"{authority}.{table.id}"
    name = names.authorities[authority]
    return TableRow(
        key, table.title, rows, columns, table.definition, table.note, table.id, authority, name, table.every
    )


def _cells(table: Table, authority: str, entries: Mapping[Key, Entry], names: Names) -> Iterator[CellRow]:
    """A table's cells, periods in order and rows in the order of their names' list."""
    dimensions = [str(each) for each in (table.rows, table.columns) if each]
    if dimensions and len(names.rows(authority, dimensions[0])) < 2:
        return
    mine = {key: entry for key, entry in entries.items() if _belongs(key, table)}
    whole = {key.period for key in mine if len(key.dims) == len(dimensions)}
    places = {each: {v: n for n, v in enumerate(names.rows(authority, each))} for each in dimensions}
    for key in sorted(mine, key=lambda key: (key.period, _order(key, dimensions, places))):
        if key.period in whole:
            yield _cell(table, authority, key, mine[key], names)
    for period in sorted(whole):
        yield from _never(table, authority, period, names)


def _belongs(key: Key, table: Table) -> bool:
    at = {"week": "W", "quarter": "Q"}.get(table.every)
    length = at in key.period if at else key.period[5:].isdigit()
    return length and key.counts == table.counts and table.dimensions.issuperset(name for name, _ in key.dims)


def _order(key: Key, dimensions: list[str], places: Mapping[str, Mapping[str, int]]) -> list[int]:
    dims = dict(key.dims)
    return [places[each].get(dims[each], 9998) if each in dims else 9999 for each in dimensions]


def _cell(table: Table, authority: str, key: Key, entry: Entry, names: Names) -> CellRow:
    dims = dict(key.dims)
    (row, row_name), (column, column_name) = (
        _named(authority, each, dims, names) for each in (table.rows, table.columns)
    )
    table_id = f"{authority}.{table.id}"
    return CellRow(table_id, key.period, row, row_name, column, column_name, entry.printed.n, entry.shown)


def _named(authority: str, dimension: str | None, dims: Mapping[str, str], names: Names) -> tuple[str, str]:
    value = dims.get(dimension or "", TOTAL)
    return value, names.name(authority, dimension or "", value)


def _never(table: Table, authority: str, period: str, names: Names) -> Iterator[CellRow]:
    """Cells that are empty by definition."""
    if not (table.rows and table.columns):
        return
    for row in names.rows(authority, table.rows):
        for column in names.rows(authority, table.columns):
            dims = {str(table.rows): row, str(table.columns): column}
            if never_happens(dims):
                (_, row_name), (_, column_name) = (
                    _named(authority, each, dims, names) for each in (table.rows, table.columns)
                )
                yield CellRow(f"{authority}.{table.id}", period, row, row_name, column, column_name, None, NEVER)


def _side_table(side: SideBySide, policy: Policy) -> TableRow:
    key, every = f"{EVERYONE}.{side.id}", policy.table(side.of).every
    return TableRow(
        key, side.title, "authority", TOTAL, side.definition, side.note, side.id, EVERYONE, "All authorities", every
    )


def _side_by_side(policy: Policy, cells: Iterable[CellRow], names: Names) -> Iterator[CellRow]:
    """The totals of each authority's own table, once more."""
    key = f"{EVERYONE}.{policy.side_by_side.id}"
    of = {f"{authority}.{policy.side_by_side.of}": authority for authority in names.authorities}
    for cell in cells:
        if cell.table_id in of and cell.row == cell.column == TOTAL:
            authority = of[cell.table_id]
            name = names.authorities[authority]
            yield CellRow(key, cell.period, authority, name, TOTAL, cell.column_name, cell.n, cell.shown)


def _measures(measures: Measures, cells: Iterable[CellRow], policy: Policy, names: Names) -> Iterator[MeasureRow]:
    totals = _totals(cells)
    for authority, name in names.authorities.items():
        for each in measures.known:
            found = totals.get((f"{authority}.{each.table}", each.by), {})
            if found and not _can_be_known(each, authority, policy, names):
                yield MeasureRow(each.id, each.title, each.definition, "", None, NOT_KNOWN, 0, authority, name)
                continue
            for period, values in sorted(found.items()):
                one = figure(each, period, values, symbol=policy.rule.symbol)
                yield MeasureRow(each.id, each.title, each.definition, period, one.value, one.shown, 1, authority, name)
    for unknown in measures.unknown:
        yield MeasureRow(unknown.id, unknown.title, unknown.why, "", None, NOT_KNOWN, 0, EVERYONE, "All authorities")


def _can_be_known(measure: Measure, authority: str, policy: Policy, names: Names) -> bool:
    """Whether this authority's table has the rows that the measure needs."""
    table = policy.table(measure.table)
    dimension = table.rows if measure.by == "row" else table.columns
    return {*names.rows(authority, str(dimension)), TOTAL}.issuperset((*measure.rows, *measure.out_of))


def _totals(cells: Iterable[CellRow]) -> Mapping[tuple[str, str], Mapping[str, Mapping[str, int | None]]]:
    """The totals of each table's rows and columns, by (table, "row" or "column") and period."""
    found: dict[tuple[str, str], dict[str, dict[str, int | None]]] = {}
    for cell in cells:
        if cell.column == TOTAL:
            found.setdefault((cell.table_id, "row"), {}).setdefault(cell.period, {})[cell.row] = cell.n
        if cell.row == TOTAL:
            found.setdefault((cell.table_id, "column"), {}).setdefault(cell.period, {})[cell.column] = cell.n
    return found


def _about(policy: Policy, names: Names, week: str) -> Mapping[str, str]:
    rule = policy.rule
    zeros = "and zeros " if rule.hide_from == 0 else "but not zeros "
    rounding = f"Other numbers are rounded to {rule.round_to}. " if rule.round_to > 1 else ""
    return {
        "title": "What practitioners worry about",
        "made_at_closed_week": weeks_before(week, 1),
        "policy": policy.method,
        "threshold": str(rule.hide_below),
        "round_to": str(rule.round_to),
        "symbol": rule.symbol,
        "symbol_means": f"held back: under {rule.hide_below}, or it would give away another number that is",
        "never_symbol": NEVER,
        "never_means": "empty by definition",
        "protection": str(rule.protection),
        "how_numbers_are_protected": (
            f"Numbers under {rule.hide_below} {zeros}are held back, and so is every further number that would give one "
            f"of them away. {rounding}Totals are totals of true numbers, rounded afterwards, so they need not be the "
            f"sum of what is shown. However the tables are combined, a small number could still be any of at least "
            f"{rule.protection}. A number never changes once it is published."
        ),
        "what_is_counted": (
            "Worries as they were brought, not children: the same child may be asked about more than once. A week runs "
            "from Monday to Sunday and belongs to the month that its Thursday lies in."
        ),
        "knowledge_version": names.version,
        "not_said": "Nobody chose it, nothing was matched, or it is no longer in use.",
    }


def write_file(contents: Contents, file: Path) -> None:
    """Writes the file beside its place and then puts it there in one step, so that no reader sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(beside)) as connection:
            database = Database(connection)
            create(database)
            with connection:
                _fill(connection, contents)
            connection.execute("vacuum")
        beside.chmod(0o644)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, contents: Contents) -> None:
    for table, found in (("tables", contents.tables), ("cells", contents.cells), ("measures", contents.measures)):
        names = [each.name for each in fields(found[0])] if found else []
        columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        rows = ([getattr(each, name) for name in names] for each in found)
        if names:
            connection.executemany(f"insert into {table} ({columns}) values ({marks})", rows)  # noqa: S608
    connection.executemany('insert into about ("key", value) values (?, ?)', contents.about.items())
