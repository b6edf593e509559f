"""Postcodes. A whole one narrows to about fifteen homes and stops the message; the first half alone is a warning.

Only the 124 real postcode areas count, and the second half never holds C, I, K, M, O or V, so "y4 3rd" is no postcode.
Source: Royal Mail, "Programmers' guide to the PAF".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known
from nlp.guard.wordlist import word_list

AREAS = word_list(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH",
    "EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M",
    "ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST",
    "SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE",
)
WHOLE = re.compile(r"(?<!\w)([A-Z]{1,2})\d[A-Z\d]?[\s-]{0,2}(\d[ABD-HJLNP-UW-Z]{2})(?!\w)", re.I)
FIRST_HALF = re.compile(r"(?<![\w-])([A-Z]{2})\d{1,2}[A-Z]?(?![\w-])")
NAMED_HALF = re.compile(r"\bpost ?codes?(?: area)?(?: is|:)? ([A-Z]{1,2}\d{1,2}[A-Z]?)(?!\w)", re.I)
ORDINAL = re.compile(r"\d(?:st|nd|rd|th)", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:  # noqa: ARG001
    """Whole postcodes, then first halves standing alone."""
    for match in WHOLE.finditer(text):
        if match.group(1).upper() in AREAS and not _is_ordinal(match):
            yield Identifier(match.start(), match.end(), "POSTCODE", "looks like a postcode")
    for half in FIRST_HALF.finditer(text):
        if half.group(1) in AREAS:
            yield _area(*half.span())
    for half in NAMED_HALF.finditer(text):
        yield _area(*half.span(1))


def _is_ordinal(match: re.Match[str]) -> bool:
    return " " in match.group() and bool(ORDINAL.fullmatch(match.group(2)))


def _area(start: int, end: int) -> Identifier:
    return Identifier(start, end, "POSTCODE_AREA", "looks like the first half of a postcode", stops=False)
