"""Dates of birth, and no other dates: "seen on 12/03/2025" is needed, "born 12/03/2015" points at one child.

A date counts when the message calls it a birth ("dob", "born", "birthday", "b."), or when a whole date stands alone in
brackets after a word, as people write it behind a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "DATE_OF_BIRTH"
WHY = "looks like a date of birth"
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
YEAR = r"(?:19|20)?\d{2}"
WHOLE = (
    rf"(?:{DAY}\s?[/.\-\s]\s?(?:0?[1-9]|1[0-2])\s?[/.\-\s]\s?{YEAR}|(?:19|20)\d\d-\d\d-\d\d"
    rf"|{DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+{YEAR}|{MONTH}\s+{DAY}(?:st|nd|rd|th)?,?\s+{YEAR}"
    rf"|{DAY}-{MONTH}-{YEAR})(?!\d)"
)
PART = (
    rf"(?:{DAY}[/.\-](?:0?[1-9]|1[0-2])(?![/.\-\d])|{DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}"
    r"|(?:[0-3]\d){2}(?:19|20)?\d\d)"
)
CALLED = r"(?:\bd[.\s]?o[.\s]?b\b\.?|\bdate of birth\b|\bbirth ?date\b)"
BIRTH = rf"(?:{CALLED}|\bborn\b|\bb(?:irth)?days?\b|\bb\.)"
LINK = r"[\s:=,(–-]*(?:(?:is|was|on|the|of|are)\s+){0,3}"
BORN = re.compile(rf"{BIRTH}{LINK}({WHOLE})", re.I)
DOB = re.compile(rf"{CALLED}{LINK}({WHOLE}|{PART})", re.I)
IN_BRACKETS = re.compile(rf"[\w:]\s?\(({WHOLE})\)", re.I)
BEFORE_CUE = re.compile(rf"({WHOLE})\s*\(?\s*{CALLED}", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:  # noqa: ARG001
    """Dates that the message ties to a birth."""
    if not any(character.isdigit() for character in text):
        return
    for pattern in (BORN, DOB, IN_BRACKETS, BEFORE_CUE):
        for match in pattern.finditer(text):
            yield Identifier(*match.span(1), TYPE, WHY)
