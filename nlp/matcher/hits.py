"""What the matcher hands on: hits, near misses, and the clauses that the meaning reader did not get to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlp.clauses import Clause

Reader = Literal["words", "meaning", "voice"]


@dataclass(frozen=True, slots=True)
class Hit:
    """An indicator that the text speaks of. Whether it is happening is for the assertion stage to say."""

    indicator_id: str
    start: int
    end: int
    reader: Reader
    score: float
    """1 for a phrase found word for word; the cosine where meaning was compared; the share that the voice gives."""
    phrase: str
    """The indicator's own phrase that led here."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator that came near, but not near enough to be asserted: material for "did you also mean ...?"."""

    indicator_id: str
    start: int
    end: int
    score: float
    short_by: float
    """How far below its cut-off the score lies; below zero where nearer indicators took the clause."""
    phrase: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one text. `unread` is what only the words reader has seen, because the text is so long."""

    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]
    unread: tuple[Clause, ...] = ()
