"""Bank details: sort codes and account numbers behind their names, IBANs by shape, cards by their check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "BANK_DETAILS"
WHY = "looks like bank details"
SORT_CODE = re.compile(r"(?:\bsort(?: ?codes?)?\b|\bs/c\b)[^\d]{0,12}(\d{2}[\s-]?\d{2}[\s-]?\d{2})(?!\d)", re.I)
BOTH = re.compile(r"(?<![\d-])\d{2}[-\s]\d{2}[-\s]\d{2}[\s,/]+\d{8}(?!\d)")
ACCOUNT = re.compile(r"\b(?:account|acc|acct|a/c)\b[^\d.!?]{0,14}(\d{8})(?!\d)", re.I)
IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}\s?[A-Z]{4}(?:\s?\d){14}(?!\w)", re.I)
CARD = re.compile(r"(?<![\d-])(?:\d{4}[\s-]?){3}\d{4}(?!\d)")


def find(text: str, known: Known) -> Iterator[Identifier]:  # noqa: ARG001
    """Sort codes, account numbers, IBANs and card numbers."""
    for pattern in (SORT_CODE, ACCOUNT):
        for match in pattern.finditer(text):
            yield Identifier(*match.span(1), TYPE, WHY)
    for match in BOTH.finditer(text):
        yield Identifier(match.start(), match.end(), TYPE, WHY)
    for match in IBAN.finditer(text):
        yield Identifier(match.start(), match.end(), TYPE, WHY)
    for match in CARD.finditer(text):
        if passes_check(match.group()):
            yield Identifier(match.start(), match.end(), TYPE, WHY)


def passes_check(number: str) -> bool:
    """The Luhn check of payment cards."""
    digits = [int(character) for character in number if character.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
