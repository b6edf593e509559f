"""Case and crime references."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import reference
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in reference.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("case NRM-40317 is", "NRM-40317"),
        ("UASC-3318", "UASC-3318"),
        ("Case MASH-25-20416:", "MASH-25-20416"),
        ("kerems case no 4418207", "4418207"),
        ("crime ref 06/12345/24", "06/12345/24"),
        ("log 20394", "20394"),
        ("case eh-20771", "eh-20771"),
    ],
)
def test_p2_a_reference_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19",
        "in case 3 of them come",
        "case 2019 review",
        "GCSE-2",
        "police came 3 times",
        "level 3/4",
    ],
)
def test_another_number_is_left_alone(text):
    assert found(text) == []
