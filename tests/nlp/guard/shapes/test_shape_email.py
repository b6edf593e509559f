"""E-mail addresses."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import email
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in email.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("write to k.owen71@example.org please", "k.owen71@example.org"),
        ("shaz dot k at gmail dot com", "shaz dot k at gmail dot com"),
    ],
)
def test_p2_an_email_address_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "he was at home",
        "live at nan's",
        "@here",
    ],
)
def test_other_writing_is_left_alone(text):
    assert found(text) == []


def test_a_published_mailbox_is_no_secret():
    known = Known(emails=frozenset({"front.door@council.example"}))
    assert found("I wrote to Front.Door@council.example", known) == []
