"""What the guard finds: a stretch of the message that may tell somebody who the child, the family or a person is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PERSON = "PERSON"
GUESSED = frozenset({PERSON, "SCHOOL"})
"""Types that a person may say are none: a guess from words. What has the shape of a number or an address stays one."""


@dataclass(frozen=True, order=True)
class Identifier:
    """One identifying detail. `start` and `end` count characters in the text as given; `why` is a plain reason.

    `stops` is False for a warning: a detail that narrows things down but names nobody.
    """

    start: int
    end: int
    type: str
    why: str
    stops: bool = True

    def overlaps(self, other: Identifier) -> bool:
        return self.start < other.end and other.start < self.end


def without_overlaps(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Keeps the stronger of two that overlap: one that stops before a warning, a shape before a name, a longer one."""
    kept: list[Identifier] = []
    for identifier in sorted(found, key=_strength):
        if not any(identifier.overlaps(other) for other in kept):
            kept.append(identifier)
    return tuple(sorted(kept))


def _strength(identifier: Identifier) -> tuple[bool, bool, int, int]:
    length = identifier.end - identifier.start
    return (not identifier.stops, identifier.type == PERSON, -length, identifier.start)
