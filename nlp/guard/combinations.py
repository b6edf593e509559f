"""Combinations that may point at one child without a name: "the only Year 6 girl in a wheelchair at ...".

They are a warning, not a stop: the person is told, and may go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier

TYPE = "COMBINATION"
WHY = "may point at one child even without a name"
CHILD = r"(?:child|boy|girl|lad|lass|pupil|student|kid|baby|teenager|family|twins?|traveller|one)"
ONLY = re.compile(
    rf"\bthe only\b(?:\s+[\w'-]+){{0,4}}?\s+{CHILD}\b[^.!?,;\n]{{0,60}}"
    r"\b(?:in|at|on|with|who|from)\b[^.!?,;\n]{0,40}",
    re.I,
)
KNOWN_PARENT = re.compile(
    rf"\b(?:son|daughter|child|{CHILD})\s+of\s+(?:the|our)\s+"
    r"(?:head ?teacher|head|mayor|vicar|imam|councillor|mp|doctor|chair of governors)\b",
    re.I,
)
IN_THE_PAPER = re.compile(
    r"\b(?:was|been|were)\s+(?:in|on)\s+(?:the\s+)?(?:local\s+)?(?:paper|news|newspaper|telly|tv)\b", re.I
)


def find_combinations(text: str) -> Iterator[Identifier]:
    """Wording that narrows down to one child."""
    for pattern in (ONLY, KNOWN_PARENT, IN_THE_PAPER):
        for match in pattern.finditer(text):
            yield Identifier(match.start(), match.start() + len(match.group().rstrip()), TYPE, WHY, stops=False)
