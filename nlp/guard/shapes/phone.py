"""Telephone numbers: whatever libphonenumber thinks possible, plus the ways people in Britain really type them.

Numbers that belong to a service are not identifying: those in the knowledge, and free or non-geographic ones
(0800, 0808, 03, 116) that no household has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "PHONE"
WHY = "looks like a telephone number"
BRITISH = re.compile(r"(?<![\w+])(?:\+44[\s.-]*(?:\(0\)[\s.-]*)?|0044[\s.-]*|\(?[0oO])(?:[\s().-]{0,2}\d){9,10}(?!\d)")
LOCAL = re.compile(
    r"\b(?:tel|phone|phoned|mobile|mob|ring|rang|call|number is|no is)[\s.:]+(\d{3}[\s-]?\d{3,4})(?!\d)", re.I
)
BARE = re.compile(r"(?<![\w+.-])(?:44|0044)?\s?7\d{3}[\s.-]?\d{3}[\s.-]?\d{3}(?![\w-])")
SPOKEN = re.compile(
    r"\b(?:(?:zero|oh?|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple|\d)\b[\s,-]*){7,}", re.I
)
SERVICE = ("0800", "0808", "03", "08", "116")


def find(text: str, known: Known) -> Iterator[Identifier]:
    """Every number that could reach a person."""
    for spoken in SPOKEN.finditer(text):
        if sum(not part.isdigit() for part in re.split(r"[\s,-]+", spoken.group().strip())) > 2:
            yield Identifier(spoken.start(), spoken.start() + len(spoken.group().rstrip(" ,-")), TYPE, WHY)
    if sum(character.isdigit() for character in text) < 6:
        return
    for start, end in _spans(text):
        digits = _digits(text[start:end])
        if digits not in known.phones and not digits.startswith(SERVICE):
            yield Identifier(start, end, TYPE, WHY)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in BRITISH.finditer(text):
        yield match.span()
    for bare in BARE.finditer(text):
        yield bare.span()
    for local in LOCAL.finditer(text):
        yield local.span(1)
    for possible in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE):
        if possible.raw_string.startswith(("+", "00")) and len(_digits(possible.raw_string)) >= 10:
            yield possible.start, possible.end


def _digits(number: str) -> str:
    """The digits as dialled within Britain: "+44 (0)7700 900123" and "07700-900123" are the same."""
    digits = "".join(character for character in number.replace("(0)", "") if character.isdigit())
    if number.startswith(("+44", "0044")):
        return "0" + digits.removeprefix("00").removeprefix("44")
    return "0" + digits if number[0] in "oO" else digits
