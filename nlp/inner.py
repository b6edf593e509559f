"""One text's inner states, worked out once: the guard reads from them what stands around a word, the voice goes on.

They are what the encoder's lower layers make of each word piece among its neighbours. A text longer than the encoder
hears at once is taken in stretches that overlap, so that no word is left without its neighbours. Nothing is kept: the
states live as long as the message is being read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.encoder import WIDTH, Encoder, Vectors
from nlp.wordpiece import framed, placed_pieces

LONGEST_STRETCH: Final = 192
"""In word pieces, the marks at both ends among them; what is longer must be cut before."""
OVERLAP: Final = 32
"""Pieces that a stretch shares with the one before it; each of the two speaks for one half of them."""


@dataclass(frozen=True)
class Inner:
    """The states of a text's pieces in order, [pieces, 384], and where in the text the word of each begins.

    `heard` are the states of the whole text with the marks at both ends, [1, pieces + 2, 384], if one stretch held it.
    """

    text: str
    starts: NDArray[np.int64]
    states: Vectors
    heard: Vectors | None

    @classmethod
    def of(cls, text: str, encoder: Encoder) -> Inner:
        """Runs the lower layers over the text."""
        placed = placed_pieces(text)
        starts = np.array([start for _, start in placed], dtype=np.int64)
        parts = [encoder.inner([framed(part)])[0] for part in _stretches([number for number, _ in placed])]
        return cls(text, starts, np.concatenate([*_joined(parts)]), parts[0] if len(parts) == 1 else None)

    def of_words(self, places: Iterable[tuple[int, int]]) -> Vectors:
        """For each word, given by where it starts and ends, the mean of its pieces' states."""
        means = [self._mean(start, end) for start, end in places]
        return np.stack(means) if means else np.zeros((0, WIDTH), dtype=np.float32)

    def _mean(self, start: int, end: int) -> Vectors:
        first = int(np.searchsorted(self.starts, start, side="right")) - 1
        if first < 0:
            return np.zeros(WIDTH, dtype=np.float32)
        first = int(np.searchsorted(self.starts, self.starts[first]))
        mean: Vectors = self.states[first : max(first + 1, int(np.searchsorted(self.starts, end)))].mean(axis=0)
        return mean


def _stretches(numbers: list[int]) -> Iterator[list[int]]:
    """All of a short text; of a long one, stretches that begin `OVERLAP` pieces before the last one's end."""
    longest = LONGEST_STRETCH - 2
    yield numbers[:longest]
    for begin in range(longest - OVERLAP, len(numbers) - OVERLAP, longest - OVERLAP):
        yield numbers[begin : begin + longest]


def _joined(parts: list[Vectors]) -> Iterator[Vectors]:
    """The states of each stretch without its marks, and without the halves for which a neighbour speaks."""
    for at, part in enumerate(parts):
        begin = OVERLAP // 2 if at else 0
        end = part.shape[1] - 2 - (OVERLAP // 2 if at < len(parts) - 1 else 0)
        yield part[0, 1 + begin : 1 + end]
