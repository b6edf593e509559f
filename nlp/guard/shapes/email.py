"""E-mail addresses, also spelt out ("shaz dot k at gmail dot com"). A service's published mailbox is no secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "EMAIL"
WHY = "looks like an e-mail address"
PLAIN = re.compile(r"(?<![\w.+'-])[\w.+'-]++@[\w-]+(?:\.[\w-]+)+")
SPELT = re.compile(
    r"\b\w{1,64}+(?:(?:\s{1,3}dot\s{1,3}|\.)\w{1,64}+){0,8}+\s*+(?:\(at\)|\[at\]|\bat\b|@)\s*+"
    r"(?:gmail|hotmail|outlook|yahoo|icloud|live|aol|btinternet)\s*+(?:\.|\bdot\b)\s*+(?:com|co\s*+(?:\.|\bdot\b)\s*+uk)\b",
    re.I,
)


def find(text: str, known: Known) -> Iterator[Identifier]:
    """Addresses that no published contact owns."""
    for pattern in (PLAIN, SPELT):
        for match in pattern.finditer(text):
            if match.group().lower() not in known.emails:
                yield Identifier(match.start(), match.end(), TYPE, WHY)
