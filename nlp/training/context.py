"""Teaches the head that says whether a person's name belongs where a word stands (`nlp.guard.context`).

It learns from the lessons of `nlp.training.names`: every name, every other word that is not everyday, and some everyday
words. Two small networks are taught, one on the word's own states and one on its neighbours' as well, and laid side by
side: the first errs less on sentences unlike the lessons, the second on words unlike them.

What a head says of a word and a sentence it was taught with is surer than what it says of those nobody has met. So the
signs are weighed with heads that met neither the word in question nor the text that it stands in.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from nlp.encoder import WIDTH, Encoder, Vectors
from nlp.guard.context import Head, with_neighbours
from nlp.guard.vocabulary import Vocabulary
from nlp.guard.words import Word, words_of
from nlp.inner import Inner
from nlp.training.name_lessons import Lesson

WORD_PARTS: Final = 2
TEXT_PARTS: Final = 3
EVERYDAY: Final = 0.08
"""The share of everyday words that are taught; there are too many of them to teach all."""
HIDDEN: Final = 48
SEEDS: Final = (0, 1, 2)
ROUNDS: Final = 8
HOLD: Final = 1e-3

Shares = Callable[[Sequence[Word]], Sequence[float]]
Part = tuple[int, int]


@dataclass(frozen=True)
class Rows:
    """Words of lessons: their states and their neighbours', whether each is a name, and the parts it belongs to.

    `states` is [words, 3 * 384]; `parts` [words, 2] has the part of the word and the part of the text.
    """

    states: NDArray[np.float16]
    names: NDArray[np.bool_]
    parts: NDArray[np.int64]

    def teach(self, *, without: Part | None = None) -> Head:
        """A head taught with all words, or without those of a part."""
        kept = np.ones(len(self.names), dtype=bool) if without is None else (self.parts != without).all(axis=1)
        states, names = self.states[kept].astype(np.float32), self.names[kept]
        own, all_three = ([teach_network(seen, names, seed) for seed in SEEDS] for seen in (states[:, :WIDTH], states))
        return side_by_side([*own, *all_three])


def teach_network(states: Vectors, names: NDArray[np.bool_], seed: int) -> Head:
    """One network; its first layer takes the states as they are, so that nothing need be scaled at run time."""
    from sklearn.neural_network import MLPClassifier

    mean, spread = states.mean(axis=0), states.std(axis=0) + 1e-3
    network = MLPClassifier(
        (HIDDEN,), alpha=HOLD, batch_size=256, max_iter=ROUNDS, n_iter_no_change=ROUNDS, random_state=seed
    )
    with warnings.catch_warnings(action="ignore"):  # it says that more rounds might be better
        network.fit((states - mean) / spread, names)
    (first, second), (first_added, second_added) = network.coefs_, network.intercepts_
    scaled = first / spread[:, None]
    return Head(scaled, first_added - mean @ scaled, second[:, 0], second_added)


def side_by_side(heads: Sequence[Head]) -> Head:
    """One head that says the mean of what they say, before it is made a share; one taught on less ignores the rest."""
    first = np.zeros((3 * WIDTH, len(heads) * HIDDEN), dtype=np.float32)
    for at, head in enumerate(heads):
        first[: len(head.first), at * HIDDEN : (at + 1) * HIDDEN] = head.first
    return Head(
        first,
        np.hstack([head.first_added for head in heads]),
        np.hstack([head.second for head in heads]) / np.float32(len(heads)),
        np.mean([head.second_added for head in heads], axis=0, dtype=np.float32),
    )


@dataclass(frozen=True)
class Heads:
    """A head for each part of the words and each part of the texts, taught without both."""

    heads: Mapping[Part, Head]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, rows: Rows, vocabulary: Vocabulary) -> Heads:
        """Teaches them."""
        parts = product(range(WORD_PARTS), range(TEXT_PARTS))
        return cls({part: rows.teach(without=part) for part in parts}, vocabulary)

    def shares(self, lesson: Lesson, inner: Inner) -> Shares:
        """What is said of each word of this lesson by the head that met neither."""

        def of(words: Sequence[Word]) -> list[float]:
            said = {part: head.of_words(words, inner) for part, head in self.heads.items()}
            return [said[part_of(word, lesson, self.vocabulary)][at] for at, word in enumerate(words)]

        return of


def part_of(word: Word, lesson: Lesson, vocabulary: Vocabulary) -> Part:
    """All places of a name or of a rarer word are in one part; of an everyday word, those in one text.

    Whoever types an everyday word types one that was taught.
    """
    everyday = vocabulary.is_everyday(word.base) and not lesson.has_name_at(word.start)
    text = crc32(lesson.source.encode())
    return (text if everyday else crc32(word.base.encode())) % WORD_PARTS, text % TEXT_PARTS


def rows_of(english: Language, vocabulary: Vocabulary, lessons: Sequence[Lesson], chance: random.Random) -> Rows:
    """Every name and every rarer word of the lessons, and some everyday words."""
    encoder = Encoder.load()
    states: list[NDArray[np.float16]] = []
    about: list[tuple[bool, Part]] = []
    for lesson in lessons:
        words = words_of(english.make_doc(lesson.text))
        chosen = [at for at, word in enumerate(words) if _is_taught(word, lesson, vocabulary, chance)]
        states.append(with_neighbours(words, Inner.of(lesson.text, encoder))[chosen].astype(np.float16))
        about += [(lesson.has_name_at(words[at].start), part_of(words[at], lesson, vocabulary)) for at in chosen]
    names, parts = zip(*about, strict=True)
    return Rows(np.concatenate(states), np.array(names), np.array(parts))


def _is_taught(word: Word, lesson: Lesson, vocabulary: Vocabulary, chance: random.Random) -> bool:
    if len(word.base) < 2:
        return False
    rarer = lesson.has_name_at(word.start) or not vocabulary.is_everyday(word.base)
    return rarer or chance.random() < EVERYDAY
