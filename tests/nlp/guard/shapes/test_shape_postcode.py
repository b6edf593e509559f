"""Postcodes."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import postcode
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in postcode.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at LS98 7QB today", "LS98 7QB"),
        ("near wn77 4ht", "wn77 4ht"),
        ("BD503RS, 2 adults", "BD503RS"),
        ("SW1A 1AA", "SW1A 1AA"),
    ],
)
def test_p2_a_postcode_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "y4 3rd time",
        "level 3 and 4",
        "s17 payment",
        "ks2 sats",
        "B12 4mg",
        "QQ1 1AA",
    ],
)
def test_something_like_a_postcode_is_left_alone(text):
    assert found(text) == []


def test_the_first_half_alone_is_a_warning():
    (half,) = postcode.find("a family in OL9", Known())
    assert (half.type, half.stops) == ("POSTCODE_AREA", False)
