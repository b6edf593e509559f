"""Bank details."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import bank
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in bank.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sort code 12-34-56", "12-34-56"),
        ("account number 12345678", "12345678"),
        ("GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 19"),
        ("card 4111 1111 1111 1111", "4111 1111 1111 1111"),
    ],
)
def test_p2_a_bank_number_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "card 4111 1111 1111 1112",
        "12-34-56",
        "on account of 3 kids",
    ],
)
def test_another_number_is_left_alone(text):
    assert found(text) == []


def test_card_numbers_pass_the_luhn_check():
    assert bank.passes_check("4111 1111 1111 1111")
    assert not bank.passes_check("4111 1111 1111 1112")
