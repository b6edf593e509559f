"""What understanding a message hands from one stage to the next: frozen values, no behaviour.

The matcher finds where an indicator is spoken of, the assertion stage says whether it is happening and to whom, and
the two together are a `Finding`. The level stage weighs findings with the child's `Stage` and gives a `Decision`.
All positions are character offsets into the text as the practitioner gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.schema.common import Band
from knowledge.schema.indicator import Circumstance

Status = Literal["present", "negated", "uncertain", "historical", "hypothetical", "other_person"]
"""Whether the sign is happening, as the words say it."""

Whose = Literal["child", "sibling", "parent", "other_child", "other_adult", "fiction"]
"""Whom the sign is about. `fiction`: a book, a film, a play, a lesson, or a manner of speaking."""

Reader = Literal["words", "meaning", "voice", "told"]
"""Who found it: the phrases word for word, the likeness of meaning, the learned voice, or the practitioner's answer."""

INFERRED: frozenset[Reader] = frozenset({"meaning", "voice"})
"""Readers that may be wrong about a sign although its words stand there."""


STRENGTH: tuple[Status, ...] = ("present", "uncertain", "other_person", "historical", "hypothetical", "negated")
"""Of two readings of one sign the earlier stands: a present concern is never read as absent (promise P3)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text, `end` excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One indicator that the text speaks of, read as happening or not, with the words that say so."""

    indicator: str
    band: Band
    """After escalation by circumstances; see `nlp.level.escalation`."""
    status: Status
    whose: Whose
    evidence: tuple[Span, ...]
    cue: Span | None
    """The words that made it not simply present. None when it is present."""
    reader: Reader
    score: float
    circumstances: frozenset[Circumstance]
    report_now: bool
    domain: str


@dataclass(frozen=True, slots=True)
class Stage:
    """How old the child is, as far as the text tells. `oldest` is of several children; the youngest decides on risk."""

    youngest_years: float | None
    oldest: float | None
    evidence: Span | None
    words: str | None
    """The words it was read from, as written."""
    not_mobile: bool
    unborn: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """The level that the findings come closest to, and why."""

    band: Band | None
    """None: nothing matched, or not about a worry for a child."""
    urgent: bool
    runner_up: Band | None
    rules: tuple[str, ...]
    """Ids of the level rules that fired, the deciding one first."""
    reasons: tuple[Finding, ...]
    """In order of weight."""
    questions: tuple[str, ...]
    """At most two, and their answers would move the band."""
    uncertain: bool
    """The evidence lies between two bands: the higher is offered with the question that settles it."""
