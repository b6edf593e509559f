"""The voice: one opinion on the level of the whole message, and on the signs it tells of, learned beforehand.

It stands beside the indicators and never alone. It hears what no single phrase says; it may raise a level and make
the assistant ask, and never lowers what a present indicator set. What is shown as a reason is always an indicator with
the words of the clause that tells of it most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from nlp.clauses import Clause
from nlp.encoder import Vectors
from nlp.inner import LONGEST_STRETCH, Inner
from nlp.taught import DATA, LEVELS, Meant, Taught
from nlp.wordpiece import piece_numbers

__all__ = ["LONGEST_STRETCH", "Voice", "Voiced", "answer", "stretches"]

WORRIES: Final = np.arange(LEVELS)


@dataclass(frozen=True)
class Voiced:
    """What was heard in one message.

    `probabilities` of the levels: 0 not about a worry, 1 universal, 2 early help, 3 child in need, 4 protection;
    `signs` how probable each taught sign is, in their order; `clauses` the same for each clause that was compared.
    """

    probabilities: tuple[float, ...]
    signs: Vectors
    compared: tuple[Clause, ...]
    clauses: Meant

    def at_least(self, level: int) -> float:
        """How probable this level or a higher one is."""
        return sum(self.probabilities[level:])


@dataclass(frozen=True)
class Voice:
    """What the taught layers hear in a whole message and in its clauses."""

    taught: Taught

    @classmethod
    def load(cls, folder: Path = DATA, *, threads: int = 2) -> Voice:
        """The voice that lies in this folder."""
        return cls(Taught.load(folder, threads=threads))

    def listen(
        self, text: str, clauses: Sequence[Clause], *, compared: Sequence[Clause] = (), inner: Inner | None = None
    ) -> Voiced:
        """Hears the whole text, and each clause that is to be compared; `inner` is what the guard worked out of a text.

        Of a text too long to be heard at once, the level is that of the stretch that worries most, and a sign is as
        probable as in the stretch that tells of it most; no part is left out.
        """
        whole = [*stretches(text, clauses)]
        meant = self.taught.hear([*whole, *(clause.text for clause in compared)], before=inner)
        worst = int((meant.levels[: len(whole)] @ WORRIES).argmax())
        return Voiced(
            probabilities=tuple(float(share) for share in meant.levels[worst]),
            signs=meant.signs[: len(whole)].max(axis=0),
            compared=tuple(compared),
            clauses=Meant(*(rows[len(whole) :] for rows in (meant.levels, meant.signs, meant.directions))),
        )

    def answer(self, voiced: Voiced) -> int:
        """The highest level that is probable enough: the more harm in missing it, the less it takes."""
        return answer(voiced.probabilities, self.taught.thresholds)


def answer(probabilities: Sequence[float], thresholds: Sequence[float]) -> int:
    """The highest level whose probability, with all above it, reaches its threshold; `thresholds[0]` is for level 1."""
    reached = (level for level in range(LEVELS - 1, 0, -1) if sum(probabilities[level:]) >= thresholds[level - 1])
    return next(reached, 0)


def stretches(text: str, clauses: Sequence[Clause]) -> Iterator[str]:
    """The whole text where it is short enough, else stretches of whole clauses that cover all of it."""
    if len(piece_numbers(text, longest=LONGEST_STRETCH + 1)) <= LONGEST_STRETCH or not clauses:
        yield text
        return
    begin, end = clauses[0].start, clauses[0].end
    for clause in clauses[1:]:
        if len(piece_numbers(text[begin : clause.end], longest=LONGEST_STRETCH + 1)) > LONGEST_STRETCH:
            yield text[begin:end]
            begin = clause.start
        end = clause.end
    yield text[begin:end]
