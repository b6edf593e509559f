"""Street addresses."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import address
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in address.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at 3b Mill Brow sleep", "3b Mill Brow"),
        ("Plot 9, Tannery Lane has", "Plot 9, Tannery Lane"),
        ("flat 3, 22 elm road leeds", "flat 3, 22 elm road"),
        ("changed to 12c Heronsgate Walk", "12c Heronsgate Walk"),
        ("He lives on Acacia Avenue now", "Acacia Avenue"),
        ("Flat 3 Bramble House", "Flat 3 Bramble House"),
        ("///filled.count.soap", "///filled.count.soap"),
    ],
)
def test_p2_an_address_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "14 days in a row",
        "a 10 minute walk",
        "3 kids on the way",
        "2 boys in the park",
        "chased down Mill Lane",
        "lives down the road",
        "a 3 bed house",
    ],
)
def test_a_length_of_time_or_a_street_is_left_alone(text):
    assert found(text) == []
