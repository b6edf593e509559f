"""Unique Pupil and Learner Numbers."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import pupil_number
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in pupil_number.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("UPN H801200001001 moved school", "H801200001001"),
        ("upn k801200004437", "k801200004437"),
        ("ULN 1234567890", "1234567890"),
    ],
)
def test_p2_a_pupil_number_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "the number 1234567890",
        "A level 3",
        "B12 vitamins",
    ],
)
def test_another_number_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(("number", "right"), [("H801200001001", True), ("A801200001001", False)])
def test_the_check_letter_belongs_to_the_digits(number, right):
    assert pupil_number.passes_check(number) is right
