"""National Insurance numbers: two letters, six digits, a letter A to D.

HMRC (National Insurance Manual, NIM39110) never gives out the letters D, F, I, Q, U, V in the first two places, O in
the second, nor the prefixes below. The last letter may be left off when the message calls it an NI number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "NI_NUMBER"
NEVER_GIVEN = frozenset({"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"})
SHAPE = re.compile(
    r"\b([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}(?:[\s-]?([A-D])\b|\b)", re.I
)
CALLED_NI = re.compile(r"\b(?:ni|nino|n\.i\.|national insurance)\b[^\d]{0,20}$", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:  # noqa: ARG001
    """Numbers that HMRC could have given out."""
    for match in SHAPE.finditer(text):
        complete = match.group(2) is not None or CALLED_NI.search(text[: match.start()])
        if complete and match.group(1).upper() not in NEVER_GIVEN:
            yield Identifier(match.start(), match.end(), TYPE, "looks like a National Insurance number")
