"""NHS numbers (England and Wales) and CHI numbers (Scotland): ten digits, the last a check digit modulo 11.

Ten digits that fail the check are taken only when the message itself calls them an NHS or CHI number: a slip of the
finger still points at one child. Source of the rule: NHS Data Dictionary, "NHS Number".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

NHS = "NHS_NUMBER"
CHI = "CHI_NUMBER"
TEN_DIGITS = re.compile(r"(?<![\d+-])\d{3}[\s.-]?\d{3}[\s.-]?\d{4}(?![\d-])|(?<![\d+-])\d{6}[\s-]?\d{4}(?![\d-])")
CALLED_NHS = re.compile(r"\bnhs\b[^\d]{0,20}$", re.I)
CALLED_CHI = re.compile(r"\bchi\b[^\d]{0,20}$", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:  # noqa: ARG001
    """Numbers that pass the check, or that are called by their name."""
    for match in TEN_DIGITS.finditer(text):
        before = text[: match.start()]
        digits = "".join(character for character in match.group() if character.isdigit())
        if CALLED_CHI.search(before):
            yield Identifier(match.start(), match.end(), CHI, "looks like a CHI number")
        elif CALLED_NHS.search(before) or (passes_check(digits) and not digits.startswith("0")):
            yield Identifier(match.start(), match.end(), NHS, "looks like an NHS number")


def passes_check(digits: str) -> bool:
    """Ten digits whose last is 11 less the weighted sum of the others, modulo 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return check == int(digits[9])
