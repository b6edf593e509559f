"""Chooses, from a long text, the clauses that are most worth comparing by meaning.

A word tells the more, the fewer indicators use it ("burn" more than "the"), and twice as much where child protection
uses it. A clause's weight is the sum over its words. Short texts are read whole; this only decides what comes first
when a text has more clauses than can be compared in time.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.schema.common import Band
from knowledge.schema.indicator import Indicator
from nlp.clauses import Clause

WORD = re.compile(r"[a-z']+")
PROTECTION_COUNTS = 2.0


@dataclass(frozen=True)
class Telling:
    """How much each word tells."""

    weights: Mapping[str, float]

    @classmethod
    def of(cls, indicators: Sequence[Indicator]) -> Telling:
        """Weigh the words of all phrases."""
        used = Counter(word for sign in indicators for word in _words(sign.phrases))
        grave = {word for sign in indicators if sign.band is Band.CHILD_PROTECTION for word in _words(sign.phrases)}
        return cls(
            weights={
                word: math.log1p(len(indicators) / count) * (PROTECTION_COUNTS if word in grave else 1.0)
                for word, count in used.items()
            }
        )

    def first(self, clauses: Sequence[Clause], *, most: int) -> tuple[Clause, ...]:
        """At most this many clauses, the most telling ones, in the order of the text."""
        if len(clauses) <= most:
            return tuple(clauses)
        chosen = sorted(sorted(clauses, key=lambda clause: -self._weight(clause))[:most], key=lambda one: one.start)
        return tuple(chosen)

    def _weight(self, clause: Clause) -> float:
        return sum(self.weights.get(word, 0.0) for word in _words([clause.text]))


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in WORD.findall(text.lower()))
