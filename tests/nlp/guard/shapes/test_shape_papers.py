"""Passports, licences and Home Office numbers."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import papers
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in papers.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("passport number 123456789", "123456789"),
        ("MORGA657054SM9IJ", "MORGA657054SM9IJ"),
        ("Home Office ref M1234567", "M1234567"),
    ],
)
def test_p2_a_paper_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "his passport is gone",
        "passport taken in 2019",
        "asylum since 2021",
    ],
)
def test_other_writing_is_left_alone(text):
    assert found(text) == []
