"""Of the signs that one clause is like, the one or two it is most like.

A sentence vector is a little like everything: "mum has stopped answering the phone" lies near a dozen signs. Shown all
together they would hide the one that is meant. What was found word for word is always kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from nlp.matcher.hits import Hit

MOST: Final = 2
WITHIN: Final = 0.04
"""How far behind the best in its clause a second sign may lie, as a cosine."""


def strongest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Every other hit, and of the hits by meaning in each clause the best and a close second; in the order given."""
    hits = tuple(hits)
    clauses: dict[tuple[int, int], list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.reader == "meaning":
            clauses[hit.start, hit.end].append(hit)
    kept = {hit for found in clauses.values() for hit in _best(found)}
    return tuple(hit for hit in hits if hit.reader != "meaning" or hit in kept)


def _best(found: list[Hit]) -> list[Hit]:
    ranked = sorted(found, key=lambda hit: (-hit.score, hit.indicator_id))
    return [hit for hit in ranked[:MOST] if ranked[0].score - hit.score <= WITHIN]
