"""A phrase leads to one sign: no two indicators say the same words, and no phrase is also a look-alike of its own sign.

An authority's own sign may say what a national sign says; it is the authority's word that counts there.

PASS  "always hungry" under neglect.recurring-hunger only
FAIL  "always hungry" under two national indicators
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault, Position
from knowledge.load import Read
from knowledge.schema.indicator import IndicatorFile

RULE = "phrase-twice"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault at the second place of each phrase."""
    first: dict[str, Position] = {}
    for _, file, document in files.of(IndicatorFile):
        for index, indicator in enumerate(file.indicators):
            unless = {_plain(each) for each in indicator.unless}
            for place, phrase in enumerate(indicator.phrases):
                position = document.position(("indicators", index, "phrases", place))
                said = _plain(phrase)
                if said in first:
                    yield Fault(position, RULE, f"'{phrase}' already leads to the sign at {first[said]}.")
                if said in unless:
                    yield Fault(position, RULE, f"'{phrase}' is also under 'unless' of the same sign.")
                first.setdefault(said, position)


def _plain(phrase: str) -> str:
    return " ".join(phrase.casefold().split())
