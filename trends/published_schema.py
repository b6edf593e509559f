"""The published file: what an analyst, the dashboards and the officers' pages read, and nothing else does.

    tables      the fixed list of tables, each of one authority (or of all), with its definition
    cells       every printed number of every table in every closed period
    measures    the shares that were asked for, and those that this tool cannot know, with why
    about       what the reader must know: the policy, its symbols, the closed period, the version of the knowledge

A table's id is "<authority>.<kind>", such as "<authority>.domains"; `kind` is the same for every authority. A cell's
`n` is what was printed, already rounded; it is null where the number was held back, and then `shown` is the symbol to
print. Row or column "total" is a total (of true numbers, then rounded), "none" is what was not said. Periods:
"2026-W48", "2026-11" (the ISO weeks whose Thursday lies in November) and "2026-Q4". Nothing here is a true count.
"""

from __future__ import annotations

from sqlite_utils import Database

TABLES = """
create table tables (
    id text primary key,
    title text not null,
    row_dimension text not null,
    column_dimension text not null,
    definition text not null,
    note text not null,
    kind text not null,
    authority text not null,
    authority_name text not null,
    every text not null check (every in ('week', 'month', 'quarter'))
) strict
"""

CELLS = """
create table cells (
    table_id text not null references tables (id),
    period text not null,
    "row" text not null,
    row_name text not null,
    "column" text not null,
    column_name text not null,
    n integer,
    shown text not null,
    primary key (table_id, period, "row", "column")
) strict, without rowid
"""

MEASURES = """
create table measures (
    id text not null,
    title text not null,
    definition text not null,
    period text not null,
    value real,
    shown text not null,
    known integer not null check (known in (0, 1)),
    authority text not null,
    authority_name text not null,
    primary key (id, authority, period)
) strict, without rowid
"""

ABOUT = """
create table about (
    "key" text primary key,
    value text not null
) strict, without rowid
"""

EVERYONE = "all"
"""The authority of a table that sets the authorities side by side, and of a measure that nobody can know."""

TOTAL = "total"
NONE = "none"


def create(database: Database) -> None:
    """The four empty tables."""
    for statement in (TABLES, CELLS, MEASURES, ABOUT):
        database.execute(statement)
