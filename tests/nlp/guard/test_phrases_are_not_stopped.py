"""How practitioners say it, in the indicator bank's own phrases, must reach the reader: at most one in a hundred stops.

A fixed twentieth of the phrases runs with the other tests, all of them with `make fairness`.
"""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.load import load_knowledge

MOST = 0.01


def phrases() -> list[str]:
    indicators = load_knowledge().pack("national").indicators.values()
    return sorted({phrase for each in indicators for phrase in each.phrases})


def stopped(identifiers: Any, texts: list[str]) -> list[str]:
    return [text for text in texts if any(each.stops for each in identifiers(text))]


def test_p2_a_sample_of_the_banks_phrases_is_hardly_ever_stopped(identifiers):
    sample = phrases()[::20]
    assert len(stopped(identifiers, sample)) <= MOST * len(sample)


@pytest.mark.fairness
def test_p2_the_banks_phrases_are_hardly_ever_stopped(identifiers):
    sample = phrases()
    assert len(stopped(identifiers, sample)) <= MOST * len(sample)
