"""A few short lines of published figures, for App Home, the officers' status and the studio."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from trends.published_schema import EVERYONE, NONE, TOTAL
from trends.show.figures import Cell, Figures, NothingPublished, figures_file, opened
from trends.show.periods import said
from trends.show.selection import row_totals
from trends.show.words import how_to_read

NOTHING_YET = "No figures were published yet. Publish them with: earlyhelp trends publish"
UNREADABLE = "The published figures cannot be read. Publish them again with: earlyhelp trends publish"
MOST_OFTEN = 3


def headlines(published: Path, authority: str = "") -> tuple[str, ...]:
    """Short lines of the newest figures in the folder of publications: of one authority, or of each in a word.

    Never raises for a missing or broken file: the line then says so.
    """
    try:
        with opened(figures_file(published)) as figures:
            return tuple(_of_one(figures, authority) if authority else _of_each(figures)) or (NOTHING_YET,)
    except NothingPublished:
        return (NOTHING_YET,)
    except sqlite3.Error:
        return (UNREADABLE,)


def _of_each(figures: Figures) -> Iterator[str]:
    period, rows = _newest(figures, f"{EVERYONE}.authorities")
    if rows:
        yield f"Worries brought in {said(period)}: {_listed(rows)}."
        yield how_to_read(figures.about())


def _of_one(figures: Figures, authority: str) -> Iterator[str]:
    period, rows = _newest(figures, f"{authority}.bands")
    if not rows:
        return
    whole = next((each.shown for each in rows if each.row == TOTAL), "")
    yield f"Worries brought in {said(period)}: {whole}."
    yield f"By level: {_listed(each for each in rows if each.row != TOTAL)}."
    quarter, domains = _newest(figures, f"{authority}.domains")
    often = [each for each in domains if each.n and each.row not in {NONE, TOTAL}]
    if often:
        yield f"Most often in {said(quarter)}: {_listed(often[:MOST_OFTEN])}."
    yield how_to_read(figures.about())


def _newest(figures: Figures, table: str) -> tuple[str, list[Cell]]:
    periods = figures.periods(table)
    return (periods[-1], row_totals(figures.cells(table, periods[-1]))) if periods else ("", [])


def _listed(rows: Iterator[Cell] | list[Cell]) -> str:
    return ", ".join(f"{each.row_name} {each.shown}" for each in rows)
