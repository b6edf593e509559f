"""Dates of birth."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import birth_date
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in birth_date.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(DOB 14-09-2012) said", "14-09-2012"),
        ("born 3/5/2020, is", "3/5/2020"),
        ("was born on 2 October 2017", "2 October 2017"),
        ("dob 12.3.15", "12.3.15"),
        ("date of birth: 2015-03-12", "2015-03-12"),
        ("the lad (12/03/2015) hides", "12/03/2015"),
        ("d.o.b. 12th march 2015", "12th march 2015"),
        ("dob 120315", "120315"),
    ],
)
def test_p2_a_date_of_birth_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "seen on 12/03/2025",
        "born at 31 weeks",
        "review 12 March 2026",
        "born in 2015",
        "meeting 3.30 on 4/5",
        "birthday party on Saturday",
    ],
)
def test_another_date_is_left_alone(text):
    assert found(text) == []
