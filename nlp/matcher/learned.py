"""The learned reader: signs that the voice names in the whole message, each with the clause that tells of it most.

A worry is seldom told in one clause: "she says she's fine", "the bruise was on her ear" and "he answers for her" make
one sign together. So how probable a sign is, is read from the message as a whole; where it is told, from its clauses.
A look-alike (`unless`) that lies nearer to that clause than any of the sign's phrases makes it a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.schema.indicator import Indicator
from nlp.encoder import Vectors
from nlp.matcher.cutoffs import Cutoffs
from nlp.matcher.hits import Candidate, Hit
from nlp.matcher.phrases import Phrases
from nlp.voice import Voiced


@dataclass(frozen=True)
class Learned:
    """A sign that was taught: its column in what the voice names, and the rows of its phrases and look-alikes."""

    id: str
    column: int
    said: NDArray[np.intp]
    unless: NDArray[np.intp]


@dataclass(frozen=True)
class LearnedReader:
    """The taught signs that the knowledge still has."""

    signs: tuple[Learned, ...]
    phrases: Phrases
    cutoffs: Cutoffs

    @classmethod
    def of(
        cls, indicators: Sequence[Indicator], phrases: Phrases, taught: Sequence[str], *, cutoffs: Cutoffs
    ) -> LearnedReader:
        """`taught` are the ids in the order of their columns."""
        rows, column = phrases.rows(), {name: at for at, name in enumerate(taught)}
        signs = tuple(
            Learned(
                id=sign.id,
                column=column[sign.id],
                said=np.array([rows[text] for text in (sign.says, *sign.phrases)], dtype=np.intp),
                unless=np.array([rows[text] for text in sign.unless], dtype=np.intp),
            )
            for sign in indicators
            if sign.id in column
        )
        return cls(signs=signs, phrases=phrases, cutoffs=cutoffs)

    def read(self, voiced: Voiced) -> tuple[tuple[Hit, ...], tuple[Candidate, ...]]:
        """The signs named, the most probable first, and those that came near."""
        if not voiced.compared:
            return (), ()
        found = sorted(self._near(voiced), key=lambda one: (one.short_by, one.indicator_id))
        asserted = [one for one in found if one.short_by <= 0][: self.cutoffs.most_signs]
        return tuple(map(_asserted, asserted)), tuple(one for one in found if one not in asserted)

    def _near(self, voiced: Voiced) -> Iterator[Candidate]:
        for sign in self.signs:
            share = float(voiced.signs[sign.column])
            if share < self.cutoffs.sign_asked_from:
                continue
            row = int(voiced.clauses.signs[:, sign.column].argmax())
            clause, direction = voiced.compared[row], voiced.clauses.directions[row]
            phrase = int(sign.said[(self.phrases.vectors[sign.said] @ direction).argmax()])
            short_by = self.cutoffs.sign_asserted_from - share
            if self._is_look_alike(sign, phrase, direction):
                short_by = max(short_by, self.cutoffs.sign_asked_from)
            yield Candidate(sign.id, clause.start, clause.end, share, short_by, self.phrases.texts[phrase])

    def _is_look_alike(self, sign: Learned, phrase: int, direction: Vectors) -> bool:
        """Whether a look-alike lies nearer than the nearest phrase, and near enough to be meant."""
        nearest = max((float(self.phrases.vectors[row] @ direction) for row in sign.unless), default=0.0)
        return nearest > max(float(self.phrases.vectors[phrase] @ direction), self.cutoffs.never_below)


def _asserted(near: Candidate) -> Hit:
    return Hit(near.indicator_id, near.start, near.end, "voice", near.score, near.phrase)
