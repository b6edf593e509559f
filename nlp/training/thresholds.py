"""Chooses how probable "this level or higher" must be before the level is answered.

Missing harm costs more than a false alarm, and a false alarm more than nothing. The thresholds are those that cost
least on messages whose writers the voice had not met, so that they are not flattered by a writer's habits.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.measure import Figures, figures
from nlp.training.messages import Message
from nlp.voice import answer

UNSAFE_COSTS: Final = 3.0
MISSED_PROTECTION_COSTS: Final = 2.0
FALSE_ALARM_COSTS: Final = 0.5
GRID: Final = tuple(round(0.10 + 0.05 * step, 2) for step in range(13))


def best_thresholds(messages: Sequence[Message], shares: NDArray[np.float64]) -> tuple[float, ...]:
    """For levels 1 to 4. Each is moved along the grid in turn, twice over."""
    best: tuple[float, ...] = (0.5, 0.5, 0.5, 0.3)
    for level, value in product((3, 2, 1, 0, 3, 2, 1, 0), GRID):
        tried = (*best[:level], value, *best[level + 1 :])
        if cost(score_with(messages, shares, tried)) < cost(score_with(messages, shares, best)):
            best = tried
    return best


def score_with(messages: Sequence[Message], shares: NDArray[np.float64], thresholds: Sequence[float]) -> Figures:
    """The scores of what would be answered with these thresholds."""
    return figures([(each.case, answer(row, thresholds)) for each, row in zip(messages, shares.tolist(), strict=True)])


def cost(result: Figures) -> float:
    """What this many unsafe, wrong and needlessly alarming answers cost together."""
    return (
        (1 - result.right)
        + UNSAFE_COSTS * result.unsafe
        + MISSED_PROTECTION_COSTS * result.four_as_two_or_less
        + FALSE_ALARM_COSTS * result.false_alarms
    )
