"""Telephone numbers."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import phone
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in phone.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ring 07700 900123", "07700 900123"),
        ("07700-900-118 is his", "07700-900-118"),
        ("(0113) 496 0774 rings out", "(0113) 496 0774"),
        ("+44 7700 900123", "+44 7700 900123"),
        ("+44 (0)7700 900123", "+44 (0)7700 900123"),
        ("from 0113 4960 482: quick", "0113 4960 482"),
        ("O7700 900123 with a letter", "O7700 900123"),
        ("abroad +92 300 1234567", "+92 300 1234567"),
        ("tel 496 0774", "496 0774"),
    ],
)
def test_p2_a_telephone_number_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "ring 999 or 111",
        "childline is 0800 1111",
        "helpline 0808 800 5000",
        "0300 123 4567",
        "gave him 20 drops of 250mg",
        "NHS 943 476 5919",
        "14 days, 3 weeks, 2 kids, 1 dog",
    ],
)
def test_another_number_is_left_alone(text):
    assert found(text) == []


def test_a_service_number_of_the_knowledge_is_no_secret():
    known = Known(phones=frozenset({"01617707777"}))
    assert found("I tried 0161 770 7777 all day", known) == []
    assert found("It was +44 161 770 7777", known) == []
