"""Many phrases, to be found in a text in any form of their words: a table of sequences, looked up place by place.

spaCy's PhraseMatcher finds the same in the same text. It keeps a node for each word of each phrase, nearly ten
kilobytes a phrase; here a phrase is a row of numbers in a dictionary, and a hundred times smaller.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from spacy.tokens import Doc


class Sequences:
    """Phrases by number. `attribute` is what of a word counts: LOWER, LEMMA or ORTH."""

    def __init__(self, attribute: str) -> None:
        self._attribute = attribute
        self._phrases: dict[bytes, tuple[int, ...]] = {}
        self._lengths: dict[bytes, tuple[int, ...]] = {}
        """By first word: how long the phrases are that begin with it."""

    def __len__(self) -> int:
        return len({number for numbers in self._phrases.values() for number in numbers})

    def add(self, number: int, doc: Doc) -> None:
        """A phrase; two that are the same words in this form are both found."""
        if not len(doc):
            return
        words = self._words(doc)
        self._phrases[words] = (*self._phrases.get(words, ()), number)
        first = words[:WORD]
        self._lengths[first] = tuple(sorted({*self._lengths.get(first, ()), len(words)}))

    def found(self, doc: Doc) -> Iterator[tuple[int, int, int]]:
        """Each phrase that stands in the text: its number, its first token, and the token behind its last."""
        words = self._words(doc)
        for start in range(0, len(words), WORD):
            for length in self._lengths.get(words[start : start + WORD], ()):
                end = start + length
                for number in self._phrases.get(words[start:end], ()) if end <= len(words) else ():
                    yield number, start // WORD, end // WORD

    def _words(self, doc: Doc) -> bytes:
        """The words as numbers, one behind the other."""
        return np.asarray(doc.to_array([self._attribute]), dtype=np.uint64).tobytes()


WORD = 8
"""Bytes of a word's number."""
