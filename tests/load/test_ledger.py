"""The counting itself: what is lost, doubled, shed and late."""

from __future__ import annotations

import pytest

from .ledger import Ledger, percentile


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def ledger(now: list[float]) -> Ledger:
    return Ledger(lambda: now[0])


def test_an_event_that_was_acknowledged_and_never_answered_is_lost(ledger: Ledger) -> None:
    ledger.acknowledges(ledger.sends("a", "slack", "typed"))
    ledger.close()
    assert ledger.summary()["lost"] == 1


def test_an_event_answered_twice_is_doubled_and_not_lost(ledger: Ledger) -> None:
    ledger.acknowledges(ledger.sends("a", "slack", "typed"))
    ledger.answers("a")
    ledger.answers("a", shed=True)
    assert {name: ledger.summary()[name] for name in ("answered", "lost", "doubled", "shed")} == {
        "answered": 1,
        "lost": 0,
        "doubled": 1,
        "shed": 1,
    }


def test_the_wait_counts_from_the_first_delivery(ledger: Ledger, now: list[float]) -> None:
    event = ledger.sends("a", "slack", "typed")
    now[0] = 61.0
    ledger.acknowledges(event)
    assert ledger.summary()["acknowledged_ms"]["p99"] == 61_000


def test_what_the_end_of_the_run_cut_off_is_neither_lost_nor_answered(ledger: Ledger) -> None:
    ledger.sends("a", "slack", "typed")
    ledger.close()
    assert (ledger.summary()["lost"], ledger.summary()["cut_off_by_the_end"]) == (0, 1)


def test_an_answer_to_nobody_is_seen(ledger: Ledger) -> None:
    ledger.answers("b")
    assert ledger.summary()["answers_to_nobody"] == 1


@pytest.mark.parametrize(("share", "value"), [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0)])
def test_a_percentile_is_a_value_that_occurred(share: float, value: float) -> None:
    assert percentile([float(each) for each in range(1, 101)], share) == value
