"""Links."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import link
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in link.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("see www.example.com/worst-dressed-y8, she", "www.example.com/worst-dressed-y8"),
        ("on https://clips.example.com/c/41k7.", "https://clips.example.com/c/41k7"),
        ("instagram.com/kay.k", "instagram.com/kay.k"),
    ],
)
def test_p2_a_link_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "no link here",
        "and/or",
        "e.g. he said",
    ],
)
def test_a_public_page_is_left_alone(text):
    assert found(text) == []


def test_pages_of_public_bodies_show_nobody():
    known = Known(public_sites=frozenset({"gov.uk"}))
    assert found("I read https://www.gov.uk/child-benefit", known) == []
    assert found("I read https://notgov.uk/x", known) == ["https://notgov.uk/x"]
