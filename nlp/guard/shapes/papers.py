"""Passports, driving licences and Home Office numbers: the papers that families show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

PASSPORT = re.compile(r"\bpassport\b[^\d.!?]{0,20}?\b([A-Z]{0,3}\d{1,3}\s?\d{3}\s?\d{3,4})(?!\w)", re.I)
LICENCE = re.compile(r"(?<!\w)[A-Z9]{5}\d{6}[A-Z9]{2}\d[A-Z]{2}(?!\w)", re.I)
HOME_OFFICE = re.compile(
    r"\b(?:home office|arc|asylum|ho)\b[^\d.!?]{0,20}?\b([A-Z]{1,3}[/-]?\d{6,9}(?:/\d{1,3})?)(?!\w)", re.I
)


def find(text: str, known: Known) -> Iterator[Identifier]:  # noqa: ARG001
    """Numbers of papers."""
    for match in PASSPORT.finditer(text):
        yield Identifier(*match.span(1), "PASSPORT", "looks like a passport number")
    for match in LICENCE.finditer(text):
        yield Identifier(match.start(), match.end(), "DRIVING_LICENCE", "looks like a driving licence number")
    for match in HOME_OFFICE.finditer(text):
        yield Identifier(*match.span(1), "CASE_REF", "looks like a Home Office number")
