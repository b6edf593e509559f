"""Internet addresses."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import ip_address
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in ip_address.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from 192.168.10.24 at night", "192.168.10.24"),
        ("2001:0db8:85a3:0:0:8a2e:370:7334", "2001:0db8:85a3:0:0:8a2e:370:7334"),
    ],
)
def test_p2_an_internet_address_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "999.1.1.1",
        "10.30 to 11.30",
        "3.2.1",
        "12:30:45",
    ],
)
def test_other_numbers_is_left_alone(text):
    assert found(text) == []
