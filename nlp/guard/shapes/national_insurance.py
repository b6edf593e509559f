"""National Insurance numbers: two letters, six digits, a letter A to D.

HMRC (National Insurance Manual, NIM39110) never gives out some first letters; a slip of the finger still points at one
person, so any two are taken. The last letter may be left off when the message calls it an NI number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "NI_NUMBER"
SHAPE = re.compile(r"(?<!\w)([A-Z]{2})[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}(?:[\s-]?([A-D])\b|\b)", re.I)
CALLED_NI = re.compile(r"\b(?:ni|nino|n\.i\.|national insurance)\b[^\d]{0,20}$", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:  # noqa: ARG001
    """Numbers of that shape."""
    for match in SHAPE.finditer(text):
        if match.group(2) is not None or CALLED_NI.search(text[: match.start()]):
            yield Identifier(match.start(), match.end(), TYPE, "looks like a National Insurance number")
