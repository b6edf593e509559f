"""Bars in a terminal: each with the number that may be printed."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console, RenderableType

from trends.show.figures import Figures, Table, figures_file, opened
from trends.show.terminal import measures_as_lines, series_as_bars, table_as_bars


def drawn(*made: RenderableType) -> list[str]:
    console = Console(file=io.StringIO(), width=120)
    for each in made:
        console.print(each)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined, no-any-return]


def table(figures: Figures, kind: str) -> Table:
    return next(each for each in figures.tables("exshire") if each.kind == kind)


def row(lines: list[str], name: str) -> str:
    return next(line for line in lines if line.startswith(name))


def test_a_table_is_drawn_with_its_period_and_every_number(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        lines = drawn(table_as_bars(table(figures, "domains"), "2026-Q3", figures.cells("exshire.domains", "2026-Q3")))

    assert "Worries by kind and by how serious they came out: July to September 2026" in lines[0]
    assert row(lines, "Neglect").split()[-6:] == ["40", "30", "25", "20", "20", "70"]


def test_a_larger_number_has_a_longer_bar_and_a_held_back_one_has_none(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        lines = drawn(table_as_bars(table(figures, "domains"), "2026-Q3", figures.cells("exshire.domains", "2026-Q3")))

    assert row(lines, "Neglect").count("█") > row(lines, "FGM").count("█") > 0
    assert " c " in row(lines, "FGM")


def test_a_single_number_is_drawn_over_the_weeks(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        lines = drawn(series_as_bars(table(figures, "weeks"), figures.series("exshire.weeks")))
    assert row(lines, "the week of 30 March 2026").endswith("120")


def test_a_measure_is_said_with_its_definition(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        lines = drawn(*measures_as_lines(figures.measures("exshire")))
    assert lines[:2] == [
        "Walks that end in early help rather than social care (April to June 2026): 55%",
        "  The share of early-help-share.",
    ]


def test_lines_do_not_end_in_blanks(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        lines = drawn(table_as_bars(table(figures, "bands"), "2026-09", figures.cells("exshire.bands", "2026-09")))
    assert not [line for line in lines if len(line) > 100]
