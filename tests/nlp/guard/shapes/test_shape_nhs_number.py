"""NHS and CHI numbers and their check digit."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import nhs_number
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in nhs_number.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NHS 943 476 5919", "943 476 5919"),
        ("9434765919", "9434765919"),
        ("943-476-5919", "943-476-5919"),
        ("nhs no 9434765918 mistyped", "9434765918"),
        ("CHI 010190 1234", "010190 1234"),
    ],
)
def test_p2_a_health_number_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "9434765918",
        "call 0113 496 0774",
        "12345",
    ],
)
def test_another_number_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(("digits", "right"), [("9434765919", True), ("9434765918", False), ("4010232137", True)])
def test_the_check_digit_is_reckoned_modulo_eleven(digits, right):
    assert nhs_number.passes_check(digits) is right
