"""Unique Pupil Numbers (a check letter and twelve digits) and Unique Learner Numbers (ten digits, called by name).

The check letter is the sum of the digits weighted 2 to 13, modulo 23, among the letters without I, O and S; a temporary
number ends in a letter. Source: Department for Education, "UPN guide". A number that fails its check is still taken:
with twelve digits behind one letter it can hardly be anything else, and a slip still points at one child.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

UPN = "UPN"
ULN = "ULN"
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
PUPIL = re.compile(r"(?<!\w)[A-Z][\s-]?(?:\d[\s-]?){11}[\dA-Z](?!\w)", re.I)
CALLED_UPN = re.compile(r"\b(?:upn|unique pupil (?:number|no))\b[^\d]{0,14}$", re.I)
LEARNER = re.compile(r"\b(?:uln|unique learner (?:number|no))\b[^\d]{0,12}(\d{10}|\d{3} \d{3} \d{4})(?!\d)", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:  # noqa: ARG001
    """Pupil numbers by their shape, learner numbers by their name."""
    for match in PUPIL.finditer(text):
        sure = passes_check(match.group()) or " " not in match.group() or CALLED_UPN.search(text[: match.start()])
        if sure:
            yield Identifier(match.start(), match.end(), UPN, "looks like a Unique Pupil Number")
    for match in LEARNER.finditer(text):
        yield Identifier(*match.span(1), ULN, "looks like a Unique Learner Number")


def passes_check(number: str) -> bool:
    """True when the first letter belongs to the digits; a final letter counts by its place in the alphabet used."""
    compact = re.sub(r"[\s-]", "", number).upper()
    last = compact[12]
    values = [int(digit) for digit in compact[1:12]]
    if not last.isdigit() and last not in CHECK_LETTERS:
        return False
    values.append(int(last) if last.isdigit() else CHECK_LETTERS.index(last))
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return compact[0] == CHECK_LETTERS[total % 23]
