"""How much a word looks like a name by its letters alone: "oluwaseun" does, "becuase" does not.

Counted once in a process from the forenames and surnames of many countries on one side and ordinary words on the other,
three letters at a time. It is one weak sign among others (see `signs`), and the only one that a name nobody has listed
and a slip nobody has listed do not share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import log

FEW = 2.0
"""Added to every count, so that three letters never seen say little."""


class Letters:
    """Built from both lists; `score` is above nought for what looks like a name."""

    def __init__(self, names: Iterable[str], words: Iterable[str]) -> None:
        of_names = Counter(part for name in names for part in _threes(name))
        of_words = Counter(part for word in words for part in _threes(word))
        share = log((sum(of_words.values()) + 1) / (sum(of_names.values()) + 1))
        self._says = {
            part: log((of_names[part] + FEW) / (of_words[part] + FEW)) + share
            for part in of_names.keys() | of_words.keys()
        }

    def score(self, word: str) -> float:
        """The mean over the word's three-letter parts, in small letters."""
        parts = list(_threes(word))
        return sum(self._says.get(part, 0.0) for part in parts) / len(parts)


def _threes(word: str) -> Iterator[str]:
    marked = f"^{word}$"
    for at in range(len(marked) - 2):
        yield marked[at : at + 3]
    if len(marked) < 3:
        yield marked
