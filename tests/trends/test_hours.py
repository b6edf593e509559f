"""Which worries count as out of office hours: by the council's own hours, on London's clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from bot.core.turn import Count
from bot.store.counting import hours_of
from knowledge.load import load_knowledge
from knowledge.pack import NATIONAL, Knowledge

WORRY = Count(NATIONAL, None, None, "neglect", "early_help", None, None, True)


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def hours(count: Count, moment: str) -> str | None:
    house: Any = SimpleNamespace(knowledge=knowledge())
    return hours_of(count, house, now=dt.datetime.fromisoformat(moment))


@pytest.mark.parametrize(
    ("moment", "counted"),
    [
        ("2026-11-24T10:00+00:00", "in"),
        ("2026-11-24T08:59+00:00", "out"),
        ("2026-11-24T17:00+00:00", "out"),
        ("2026-11-28T10:00+00:00", "out"),
        ("2026-12-25T10:00+00:00", "out"),
        ("2026-07-07T08:30+00:00", "in"),
    ],
    ids=["Tuesday morning", "too early", "just closed", "Saturday", "Christmas Day", "half past nine in summer"],
)
def test_a_worry_is_in_or_out_of_hours(moment: str, counted: str) -> None:
    assert hours(WORRY, moment) == counted


def test_walks_and_opinions_have_no_hours() -> None:
    walk = replace(WORRY, flow="national.early-help", outcome="own-plan")
    opinion = replace(WORRY, outcome="feedback-helpful")
    assert [hours(each, "2026-11-24T10:00+00:00") for each in (walk, opinion)] == [None, None]
