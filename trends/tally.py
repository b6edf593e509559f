"""The true numbers of every table, added up from the counters. Nothing in here may leave the program."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trends.block import Key
from trends.names import OTHER_END, Names
from trends.periods import Every, every_of, month_of, quarter_of, weeks_of
from trends.policy import Counts, Policy, Table
from trends.published_schema import NONE

Numbers = Counter[Key]
Counted = tuple[str, str, str, str, int]
"""Authority, week or month, row, column, how many."""

POPULATION: Mapping[Counts, str] = {
    "worries": "flow = '' and outcome = ''",
    "outcomes": "flow <> ''",
    "feedback": "flow = '' and outcome in ('feedback-helpful', 'feedback-not-helpful')",
}
COLUMN = {
    None: "''",
    "domain": "case band when '' then '' else domain end",
    "outcome": "flow || ':' || outcome",
    "end": "flow || ':' || outcome",
    "opinion": "outcome",
}


@dataclass(frozen=True)
class Tally:
    """True numbers by authority and key, with every total; a number that is not here is 0."""

    numbers: Mapping[str, Numbers]
    months: frozenset[str]
    """Those that are no longer kept as weeks."""
    first: str | None
    """The first week that anything is counted in."""


def tally(counters: sqlite3.Connection, *, policy: Policy, names: Names, week: str) -> Tally:
    """The numbers of all weeks before `week`."""
    numbers = {authority: Counter[Key]() for authority in names.authorities}
    for table in policy.tables:
        for authority, inner in _cells(counters, table, names=names, week=week).items():
            dict.update(numbers[authority], _with_totals(inner))
    months = frozenset(row[0] for row in counters.execute("select distinct month from monthly_counts"))
    return Tally(numbers, months, _first_week(counters, months))


def _cells(counters: sqlite3.Connection, table: Table, *, names: Names, week: str) -> Mapping[str, Numbers]:
    """A table's innermost numbers, by authority."""
    found: dict[str, Numbers] = {}
    for authority, period, row, column, n in _counted(counters, table, week):
        at = _period(period, table.every)
        if at is None or authority not in names.authorities:
            continue
        given = ((table.rows, row), (table.columns, column))
        dims = [(name, _value(authority, name, value, names)) for name, value in given if name]
        if all(value for _, value in dims):
            key = Key(table.counts, at, tuple(sorted((name, str(value)) for name, value in dims)))
            found.setdefault(authority, Counter())[key] += n
    return found


def _with_totals(inner: Numbers) -> Numbers:
    """The numbers, and the totals that they are part of."""
    found = Counter(inner)
    for key, n in inner.items():
        for pair in key.dims if len(key.dims) == 2 else ():
            found[key._replace(dims=(pair,))] += n
        if key.dims:
            found[key._replace(dims=())] += n
    return found


def _counted(counters: sqlite3.Connection, table: Table, week: str) -> Iterator[Counted]:
    """What is counted by week and, further back, by month."""
    for span, before in (("week", week), ("month", month_of(week))):
        if table.rows == "hours":
            yield from _hours(counters, span, before)
            continue
        row, column = (COLUMN.get(each) or str(each) for each in (table.rows, table.columns))
        yield from counters.execute(
            f"select authority, {span}, {row}, {column}, sum(n) from {span}ly_counts "  # noqa: S608
            f"where {span} < ? and {POPULATION[table.counts]} group by 1, 2, 3, 4",
            [before],
        )


def _hours(counters: sqlite3.Connection, span: str, before: str) -> Iterator[Counted]:
    """Worries by hours. Those from before hours were counted are "not said"."""
    total = f"select authority, {span}, '', '', sum(n) from {span}ly_counts where {span} < ? "  # noqa: S608
    yield from counters.execute(f"{total} and {POPULATION['worries']} group by 1, 2", [before])
    known = counters.execute(f"select authority, {span}, hours, n from {span}ly_hours where {span} < ?", [before])  # noqa: S608
    for authority, period, hours, n in known:
        yield authority, period, hours, "", n
        yield authority, period, "", "", -n


def _value(authority: str, dimension: str, value: str, names: Names) -> str | None:
    """The row that a counted value belongs to; a walk's outcome by its kind of end where that is the dimension."""
    if dimension == "end":
        known = names.row(authority, "outcome", value)
        return names.end_of.get(known, OTHER_END) if known else None
    return names.row(authority, dimension, value or NONE)


def _period(period: str, every: Every) -> str | None:
    """The table's period that a counted week or month lies in; None for a month in a table of weeks."""
    if every == "week":
        return period if every_of(period) == "week" else None
    month = month_of(period) if every_of(period) == "week" else period
    return month if every == "month" else quarter_of(month)


def _first_week(counters: sqlite3.Connection, months: frozenset[str]) -> str | None:
    if months:
        return weeks_of(min(months))[0]
    week = counters.execute("select min(week) from weekly_counts").fetchone()[0]
    return None if week is None else str(week)
