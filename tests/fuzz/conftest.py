"""Fuzzing in bounded time: `make fuzz` shares FUZZ_MINUTES between the targets; without it each gets a fixed handful.

In the fast tests the examples are always the same ones. In `make fuzz` they are new at every run; one that fails is
made small by Hypothesis and printed, with the seed.
"""

from __future__ import annotations

import os
import resource
import secrets
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from ..bot.slack.conftest import api, slack
from ..bot.teams.conftest import house, pauses, platform, teams
from ..bot.web.conftest import page
from ..bot.web.studio.conftest import editor, make, place

__all__ = ["api", "editor", "house", "make", "page", "pauses", "place", "platform", "slack", "teams"]

MINUTES = float(os.environ.get("FUZZ_MINUTES", "0"))
A_ROUND = 100
MOST_GROWTH = 512 * 1024
"""Kilobytes that a target may take more at its end than after its first round."""

Drive = Callable[..., None]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each target gets an equal share of the time."""
    config.stash[TARGETS] = max(1, sum("fuzz" in item.nodeid for item in items))


TARGETS = pytest.StashKey[int]()


@pytest.fixture
def drive(request: pytest.FixtureRequest) -> Drive:
    """Calls `check` with what the strategy gives: a few times, or for this target's share of the time."""

    def driven(check: Callable[[Any], None], strategy: SearchStrategy[Any], *, fast: int = 6) -> None:
        if not MINUTES:
            _round(check, strategy, fast, derandomize=True)
            return
        ends, tried = time.monotonic() + MINUTES * 60 / request.config.stash[TARGETS], 0
        after_first = 0
        while time.monotonic() < ends:
            number = secrets.randbits(48)
            try:
                seed(number)(_given(check, strategy, A_ROUND, derandomize=False))()
            except BaseException:
                print(f"the seed was {number}")
                raise
            tried += A_ROUND
            after_first = after_first or _memory()
            assert _memory() - after_first < MOST_GROWTH, "memory grows with what strangers send"
        print(f"{request.node.name}: {tried} tried")

    return driven


def _round(check: Callable[[Any], None], strategy: SearchStrategy[Any], examples: int, *, derandomize: bool) -> None:
    _given(check, strategy, examples, derandomize=derandomize)()


def _given(
    check: Callable[[Any], None], strategy: SearchStrategy[Any], examples: int, *, derandomize: bool
) -> Callable[[], None]:
    """The check as a Hypothesis test. What is no bug of ours (slow data, long inputs) is no failure."""
    phases = (Phase.explicit, Phase.generate) if derandomize else (Phase.generate, Phase.shrink)
    chosen = settings(
        max_examples=examples,
        derandomize=derandomize,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )

    def once(given_value: Any) -> None:
        check(given_value)

    return chosen(given(strategy)(once))  # type: ignore[no-any-return]


def _memory() -> int:
    """The most that this process ever took, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
