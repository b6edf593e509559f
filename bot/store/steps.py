"""How the tables in PostgreSQL came to be: for each module its own list of steps, applied in order, each once.

A module keeps its steps beside its queries, as `STEPS`, and is named in `every_step` below. Never edit or remove a step
that has been released; add another at the end of its list. What was done is noted in `earlyhelp.steps`. Many processes
may start at the same moment: one of them does the work, under a lock of the database's, and all or nothing is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, LiteralString

if TYPE_CHECKING:
    from psycopg import Connection

LOCK = int.from_bytes(b"earlyhlp")
"""The number of our lock among those of the database."""
CREATE = (
    "create schema if not exists earlyhelp",
    "create table if not exists earlyhelp.steps (tables text primary key, done integer not null)",
)


@dataclass(frozen=True, slots=True)
class Steps:
    """What made the tables of one module what they are."""

    tables: str
    sql: tuple[LiteralString, ...]


def every_step() -> tuple[Steps, ...]:
    """The steps of every module that has tables in PostgreSQL. A new module adds its line here."""
    from bot.store import (
        postgres_counters,
        postgres_handled,
        postgres_marks,
        postgres_notes,
        postgres_remembered,
        shelf,
    )

    return (
        postgres_counters.STEPS,
        postgres_handled.STEPS,
        postgres_marks.STEPS,
        postgres_notes.STEPS,
        postgres_remembered.STEPS,
        shelf.STEPS,
    )


def prepare(connection: Connection[tuple[object, ...]], steps: Sequence[Steps]) -> None:
    """Makes the tables what they should be today. Raises psycopg.Error.

    Where all is done already nothing is written, so a role that may only read and write rows can run the program.
    """
    if not _missing(connection, steps):
        return
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        for create in CREATE if not _made(connection) else ():
            connection.execute(create)
        for tables, number, sql in _missing(connection, steps):
            connection.execute(sql)
            note = "insert into earlyhelp.steps values (%s, %s) on conflict (tables) do update set done = excluded.done"
            connection.execute(note, [tables, number])


def _missing(
    connection: Connection[tuple[object, ...]], steps: Sequence[Steps]
) -> tuple[tuple[str, int, LiteralString], ...]:
    """Which steps are still to be done: tables, number, SQL."""
    rows = connection.execute("select tables, done from earlyhelp.steps").fetchall() if _made(connection) else ()
    done = {str(tables): int(str(number)) for tables, number in rows}
    return tuple(
        (each.tables, number, sql)
        for each in steps
        for number, sql in enumerate(each.sql, start=1)
        if number > done.get(each.tables, 0)
    )


def _made(connection: Connection[tuple[object, ...]]) -> bool:
    found = connection.execute("select to_regclass('earlyhelp.steps') is not null").fetchone()
    return bool(found and found[0])
