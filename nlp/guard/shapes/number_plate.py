"""Vehicle registrations: the shape in use since 2001 anywhere, the older ones only where the message talks of a plate.

"yr10 boy" has the shape too, so a plate typed in small letters with a space must not end in an ordinary word.
Source: DVLA, INF104.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "VEHICLE_REG"
WHY = "looks like a number plate"
CURRENT = re.compile(r"(?<!\w)([A-HJ-PR-Y]{2})\d{2}[\s-]?([A-HJ-PR-Z]{3})(?!\w)", re.I)
SPACED = re.compile(r"(?<!\w)([A-HJ-PR-Y]{2})[\s-]\d{2}[\s-]([A-HJ-PR-Z]{3})(?!\w)", re.I)
OLDER = re.compile(r"(?<!\w)(?:[A-HJ-NPR-TV-Y]\d{1,3}\s?([A-Z]{3})|([A-Z]{3})\s?\d{1,4}[A-Z]?)(?!\w)", re.I)
PLATE = re.compile(r"\b(?:reg|plates?|registration|number ?plate|vrm)\b[^.!?]{0,20}$", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:
    """Number plates; the older shapes only behind a word such as "plate"."""
    for match in CURRENT.finditer(text):
        if match.group().isupper() or not _ordinary(match, known):
            yield Identifier(match.start(), match.end(), TYPE, WHY)
    for match in SPACED.finditer(text):
        if match.group().isupper() or PLATE.search(text[: match.start()]):
            yield Identifier(match.start(), match.end(), TYPE, WHY)
    for match in OLDER.finditer(text):
        if PLATE.search(text[: match.start()]) and (match.group().isupper() or not _ordinary(match, known)):
            yield Identifier(match.start(), match.end(), TYPE, WHY)


def _ordinary(match: re.Match[str], known: Known) -> bool:
    """True for "yr10 boy": a school year, or letters that are an everyday word."""
    letters = [group for group in match.groups() if group]
    return letters[0].lower() in {"yr", "no"} or known.is_common(letters[-1])
