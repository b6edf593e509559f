"""The meaning reader: a clause says the same as an indicator's phrase, in other words.

Each clause is compared with every phrase of every indicator, and an indicator's score is that of its best phrase in
its best clause. A look-alike (`unless`) that lies nearer than the phrase takes the hit away. Below the cut-off of its
band an indicator is not asserted; a near miss is kept as a question to ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.schema.common import Band
from knowledge.schema.indicator import Indicator
from nlp.clauses import Clause
from nlp.encoder import Vectors
from nlp.matcher.cutoffs import Cutoffs
from nlp.matcher.hits import Candidate, Hit
from nlp.matcher.phrases import Phrases, SignRows

NOWHERE = -1.0
MOST_IN_A_CLAUSE = 2


@dataclass(frozen=True)
class Likeness:
    """For each clause (row) and indicator (column): the best phrase's score and row, and the best look-alike's."""

    phrase: Vectors
    phrase_row: NDArray[np.intp]
    look_alike: Vectors

    @property
    def scores(self) -> Vectors:
        """The phrase's score, or nothing where a look-alike lies nearer."""
        return np.where(self.look_alike > self.phrase, np.float32(NOWHERE), self.phrase)


@dataclass(frozen=True)
class MeaningReader:
    """The phrase vectors, sorted by indicator."""

    indicators: tuple[Indicator, ...]
    phrases: Phrases
    rows: tuple[SignRows, ...]
    cutoffs: Cutoffs

    @classmethod
    def of(cls, indicators: Sequence[Indicator], phrases: Phrases, *, cutoffs: Cutoffs) -> MeaningReader:
        """Remember which rows of the table belong to which indicator."""
        return cls(tuple(indicators), phrases, phrases.rows_of(indicators), cutoffs)

    def read(
        self, clauses: Sequence[Clause], vectors: Vectors, voiced: Sequence[float] | None = None
    ) -> tuple[tuple[Hit, ...], tuple[Candidate, ...]]:
        """The indicators asserted and the near misses, nearest first; one of each indicator at most."""
        if not clauses or not self.indicators:
            return (), ()
        likeness = self.likeness(vectors)
        needed = {band: self.cutoffs.of(band, voiced) for band in Band}
        found = [self._nearest(column, clauses, likeness, needed) for column in range(len(self.indicators))]
        near = sorted((one for one in found if one), key=lambda one: (one.short_by, -one.score, one.indicator_id))
        hits = _first_in_each_clause([item for item in near if item.short_by <= 0])
        return tuple(map(_asserted, hits)), tuple(item for item in near if item not in hits)

    def likeness(self, vectors: Vectors) -> Likeness:
        """Compare every clause with every phrase."""
        cosines: Vectors = vectors @ self.phrases.vectors.T
        best = np.stack([rows[cosines[:, rows].argmax(axis=1)] for rows, _ in self.rows], axis=1)
        look_alike = np.stack([_best(cosines, rows) for _, rows in self.rows], axis=1)
        return Likeness(np.take_along_axis(cosines, best, axis=1), best, look_alike)

    def _nearest(
        self, column: int, clauses: Sequence[Clause], likeness: Likeness, needed: Mapping[Band, float]
    ) -> Candidate | None:
        scores = likeness.scores[:, column]
        row = int(scores.argmax())
        score, sign, clause = float(scores[row]), self.indicators[column], clauses[row]
        short_by = needed[sign.band] - score
        if short_by > self.cutoffs.ask_within:
            return None
        phrase = self.phrases.texts[likeness.phrase_row[row, column]]
        return Candidate(sign.id, clause.start, clause.end, score, short_by, phrase)


def _first_in_each_clause(near: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """One clause says one thing or two: the indicators that clear their cut-offs by most."""
    taken: Counter[int] = Counter()
    kept = []
    for item in near:
        taken[item.start] += 1
        if taken[item.start] <= MOST_IN_A_CLAUSE:
            kept.append(item)
    return tuple(kept)


def _asserted(near: Candidate) -> Hit:
    return Hit(near.indicator_id, near.start, near.end, "meaning", near.score, near.phrase)


def _best(cosines: Vectors, rows: NDArray[np.intp]) -> Vectors:
    nowhere = np.full(len(cosines), NOWHERE, dtype=np.float32)
    return cosines[:, rows].max(axis=1) if len(rows) else nowhere
