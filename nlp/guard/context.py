"""Whether a person's name belongs where a word stands: the one sign that is read from the whole sentence.

"wei was sick again" and "jabs are due again" have words that no dictionary knows in the same place; what is said about
them differs. A small head, taught on invented names in our own messages (`nlp.training.context`), reads it from the
inner states of the word among its neighbours. It speaks of shares, and never decides alone what kind of word may be a
name: that is `names`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from nlp.encoder import Vectors
from nlp.guard.words import Word
from nlp.inner import Inner

HEAD: Final = Path(__file__).with_name("context.npz")


@dataclass(frozen=True)
class Head:
    """Two layers: [3 * 384, hidden] and [hidden], each with what is added."""

    first: Vectors
    first_added: Vectors
    second: Vectors
    second_added: Vectors

    def shares(self, states: Vectors) -> Vectors:
        """How probable a name is where each of these words stands, [words].

        `einsum` and not `@`: that would wake a thread for every processor, and wait 40 ms for them on a busy machine.
        """
        hidden = np.maximum(np.einsum("ws,sh->wh", states, self.first) + self.first_added, 0.0)
        shares: Vectors = 1.0 / (1.0 + np.exp(-(np.einsum("wh,h->w", hidden, self.second) + self.second_added)))
        return shares

    def of_words(self, words: Sequence[Word], inner: Inner) -> tuple[float, ...]:
        """The same for the words of the text that was worked out."""
        return tuple(map(float, self.shares(with_neighbours(words, inner))))

    def save(self, file: Path) -> None:
        """Writes the head, its numbers in half their length."""
        np.savez_compressed(
            file, **{field.name: getattr(self, field.name).astype(np.float16) for field in fields(self)}
        )


def with_neighbours(words: Sequence[Word], inner: Inner) -> Vectors:
    """For each word its own states, those of the word before and those of the word after, [words, 3 * 384]."""
    own = inner.of_words((word.start, word.base_end) for word in words)
    beyond = np.zeros((1, own.shape[1]), dtype=own.dtype)
    return np.concatenate([own, np.concatenate([beyond, own])[:-1], np.concatenate([own, beyond])[1:]], axis=1)


@cache
def load_head() -> Head:
    """The head that ships."""
    with np.load(HEAD, allow_pickle=False) as kept:
        return Head(*(kept[field.name].astype(np.float32) for field in fields(Head)))
