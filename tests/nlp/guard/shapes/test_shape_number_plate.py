"""Number plates."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import number_plate
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in number_plate.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a grey polo lk79 xvn outside", "lk79 xvn"),
        ("number plate YD85RLP seen", "YD85RLP"),
        ("in PN81 TSU", "PN81 TSU"),
        ("reg A123 BCD", "A123 BCD"),
    ],
)
def test_p2_a_number_plate_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "yr10 boy",
        "YR11",
        "at12 the",
        "ks2 lad",
        "A1 paper",
    ],
)
def test_other_writing_is_left_alone(text):
    assert found(text) == []
