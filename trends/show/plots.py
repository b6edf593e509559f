"""What a picture of the board's report is drawn from; the drawing itself is Typst's (templates/pictures.typ)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trends.show.figures import Cell

FEWEST_TICKS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as part of the longest one, and what is printed at its end."""

    part: float
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """A number over the periods; None where it was held back."""

    labels: tuple[str, ...]
    numbers: tuple[int | None, ...]
    shown: tuple[str, ...]
    ticks: tuple[int, ...]
    kind: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars for the same rows beside each other, a panel for each column."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    columns: tuple[tuple[Bar, ...], ...]
    kind: Literal["bars"] = "bars"


def line(labels: Sequence[str], cells: Sequence[Cell]) -> Line:
    """A line over the periods."""
    numbers = tuple(each.n for each in cells)
    return Line(
        tuple(labels), numbers, tuple(each.shown for each in cells), ticks(max(filter(None, numbers), default=1))
    )


def bars(titles: Sequence[str], columns: Sequence[Sequence[Cell]]) -> Bars:
    """A panel for each column, with its own longest bar."""
    names = tuple(each.row_name for each in columns[0])
    return Bars(names, tuple(titles), tuple(_panel(cells) for cells in columns))


def ticks(most: int) -> tuple[int, ...]:
    """Round numbers from 0 to the first one that is not under `most`."""
    step = _round_step(most / FEWEST_TICKS)
    return tuple(range(0, most + step, step)) if most % step else tuple(range(0, most + 1, step))


def _panel(cells: Sequence[Cell]) -> tuple[Bar, ...]:
    most = max((each.n or 0 for each in cells), default=0) or 1
    return tuple(Bar((each.n or 0) / most, each.printed) for each in cells)


def _round_step(wanted: float) -> int:
    """The largest of 1, 2, 5, 10, 20, 50, ... that is not over what is wanted."""
    power = int(10 ** math.floor(math.log10(max(wanted, 1))))
    return next(power * factor for factor in (5, 2, 1) if power * factor <= max(wanted, 1))
