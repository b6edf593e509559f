"""National Insurance numbers."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import national_insurance
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in national_insurance.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("her ni is JC482915A", "JC482915A"),
        ("ab 12 34 56 c", "ab 12 34 56 c"),
        ("NI HB275810", "HB275810"),
    ],
)
def test_p2_a_national_insurance_number_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize("text", ["BG123456A", "QQ123456C", "DA123456C", "AO 12 34 56 A"])
def test_p2_letters_that_are_never_given_out_are_taken_too_since_a_slip_still_points_at_somebody(text):
    assert found(text) == [text]


@pytest.mark.parametrize("text", ["HB275810 without its letter", "year 7 123456", "AB1234567C"])
def test_another_code_is_left_alone(text):
    assert found(text) == []
