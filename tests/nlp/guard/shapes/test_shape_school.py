"""Named settings."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import school
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in school.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at Harebell Rise Primary said", "Harebell Rise Primary"),
        ("Twins at Fernhill Lane Infants:", "Fernhill Lane Infants"),
        ("at Sandpit Hollow Academy now", "Sandpit Hollow Academy"),
        ("meeting at Otter Bank Junior School,", "Otter Bank Junior School"),
        ("st marys primary rang", "st marys primary"),
        ("goes to oakwrest academy", "oakwrest academy"),
    ],
)
def test_p2_a_named_setting_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "her primary school rang",
        "the local nursery",
        "at high school",
        "Our School is small",
        "at special school",
        "after school club",
        "in Year 6 at primary",
        "I'm the school cook",
    ],
)
def test_general_talk_is_left_alone(text):
    assert found(text) == []


def test_the_setting_in_use_may_be_named():
    known = Known(settings=frozenset({"harebell rise primary"}))
    assert found("The girl at Harebell Rise Primary", known) == []
