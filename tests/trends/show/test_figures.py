"""Reading what was published: read only, in an order that people read in, and never a counter (promise P8)."""

from __future__ import annotations

import ast
import sqlite3
from pathlib import Path

import pytest

from trends import show
from trends.show.figures import Cell, NothingPublished, figures_file, opened
from trends.show.periods import in_brief, said
from trends.show.selection import columns_of, row_totals, shown_period


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished, match="Publish with: earlyhelp trends publish"), opened(tmp_path / "x.sqlite"):
        pass


def test_nothing_can_be_written(folder: Path) -> None:
    with opened(figures_file(folder)) as figures, pytest.raises(sqlite3.OperationalError, match="readonly"):
        figures.database.execute("delete from cells")


def test_p8_nothing_that_shows_imports_the_counters() -> None:
    imported = {
        node.module
        for file in Path(show.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert "trends.show.figures" in imported
    assert not imported & {"trends.counters", "trends.tally", "trends.publish", "trends.ledger"}


def test_a_held_back_number_has_a_symbol_and_no_value(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        cells = figures.cells("exshire.domains", "2026-Q3")
    held_back = [cell for cell in cells if cell.n is None]
    assert held_back
    assert {cell.shown for cell in held_back} == {"c"}


def test_authorities_are_those_with_figures(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        assert figures.authorities() == {"exshire": "Exshire", "wyeford": "Wyeford Borough"}


def test_the_newest_period_is_shown_or_the_one_asked_for(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        table = next(table for table in figures.tables("exshire") if table.kind == "bands")
        assert shown_period(figures, table) == "2026-09"
        assert shown_period(figures, table, "2026-05") == "2026-05"
        assert shown_period(figures, table, "2026-Q3") is None


def cell(row: str, n: int | None, *, column: str = "total") -> Cell:
    return Cell(row, row.capitalize(), column, column.capitalize(), n, "c" if n is None else str(n))


def test_levels_are_in_order_of_rank_and_what_was_not_said_and_the_total_come_last() -> None:
    rows = row_totals([cell(name, 20) for name in ("total", "none", "child_in_need", "universal", "early_help")])
    assert [each.row for each in rows] == ["universal", "early_help", "child_in_need", "none", "total"]


def test_a_kind_of_worry_that_is_called_like_a_level_is_ordered_by_size() -> None:
    rows = row_totals([cell("universal", 20), cell("neglect", 90), cell("other", 95), cell("total", 200)])
    assert [each.row for each in rows] == ["neglect", "universal", "other", "total"]


def test_columns_are_in_order_of_rank() -> None:
    cells = [cell("x", 1, column=name) for name in ("total", "none", "child_protection", "early_help")]
    assert list(columns_of(cells)) == ["early_help", "child_protection", "none", "total"]


@pytest.mark.parametrize(
    ("period", "long", "short"),
    [
        ("2026-W48", "the week of 23 November 2026", "23 Nov"),
        ("2026-W01", "the week of 29 December 2025", "29 Dec"),
        ("2026-11", "November 2026", "Nov 26"),
        ("2026-Q4", "October to December 2026", "Oct to Dec 26"),
    ],
)
def test_a_period_is_said_in_words(period: str, long: str, short: str) -> None:
    assert (said(period), in_brief(period)) == (long, short)
