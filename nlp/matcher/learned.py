"""The learned reader: signs that the voice names in the whole message, each with the clause that tells of it most.

A worry is seldom told in one clause: "she says she's fine", "the bruise was on her ear" and "he answers for her" make
one sign together. So how probable a sign is, is read from the message as a whole; where it is told, from its clauses.
A look-alike (`unless`) that lies nearer to that clause than any of the sign's phrases makes it a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.schema.indicator import Indicator
from nlp.matcher.cutoffs import Cutoffs
from nlp.matcher.hits import Candidate, Hit
from nlp.matcher.phrases import Phrases, SignRows
from nlp.voice import Voiced


@dataclass(frozen=True)
class Learned:
    """A sign that was taught: its column in what the voice names, and the rows of its phrases."""

    id: str
    column: int
    rows: SignRows


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
        column = {name: at for at, name in enumerate(taught)}
        known = [sign for sign in indicators if sign.id in column]
        rows = phrases.rows_of(known)
        signs = tuple(Learned(sign.id, column[sign.id], own) for sign, own in zip(known, rows, strict=True))
        return cls(signs, phrases, cutoffs)

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
            if share >= self.cutoffs.sign_asked_from:
                yield self._candidate(sign, share, voiced)

    def _candidate(self, sign: Learned, share: float, voiced: Voiced) -> Candidate:
        """The sign in the clause that tells of it most.

        A look-alike nearer than any phrase, and near enough to be meant, keeps it from being asserted.
        """
        at = int(voiced.clauses.signs[:, sign.column].argmax())
        clause, direction = voiced.compared[at], voiced.clauses.directions[at]
        said, unless = (self.phrases.vectors[rows] @ direction for rows in sign.rows)
        short_by = self.cutoffs.sign_asserted_from - share
        if unless.max(initial=0.0) > max(said.max(), self.cutoffs.never_below):
            short_by = max(short_by, self.cutoffs.sign_asked_from)
        nearest = self.phrases.texts[sign.rows.said[said.argmax()]]
        return Candidate(sign.id, clause.start, clause.end, share, short_by, nearest)


def _asserted(near: Candidate) -> Hit:
    return Hit(near.indicator_id, near.start, near.end, "voice", near.score, near.phrase)
