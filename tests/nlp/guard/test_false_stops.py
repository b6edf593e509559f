"""What is no name must not stop a worry: slips, towns, months, illnesses, brands, and words people quote."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "message",
    [
        "mums boyfreind shouts at him evry night",
        "he seems lonley and has no frends",
        "she askd for more food agen at lunch",
        "they are moving to scarborough after easter",
        "since January he has been late most Mondays",
        "this happened in April and again in early May",
        "mum has fibromyalgia and dad is in dialysis",
        "she had a hypo last week, her DKA was in March",
        "he only talks about Minecraft and Roblox",
        "we did the Anne Frank topic and she cried",
    ],
)
def test_a_clean_message_is_not_stopped(identifiers, message: str) -> None:  # type: ignore[no-untyped-def]
    assert [each for each in identifiers(message) if each.stops] == []


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("a girl called April is always hungry", "April"),
        ("worried about a girl called may in my class", "may"),
        ("easter says her brother hits her", None),
    ],
)
def test_a_name_that_is_also_a_month_still_stops_where_a_name_belongs(identifiers, message, name) -> None:  # type: ignore[no-untyped-def]
    stopped = [message[each.start : each.end] for each in identifiers(message) if each.stops]
    assert stopped == ([name] if name else [])
