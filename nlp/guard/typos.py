"""Slips of the finger: a word nobody knows that is one edit from a common one ("becuase"), or two run together.

Short words are compared with fewer common words than long ones, since short names are near to many words.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
LONG = 8
VOWELS = "aeiou"


class Typos:
    """Recognises slips of the words in `common`, which are in small letters.

    Only words of at least `shortest` letters are looked at. From `long` letters on two edits are forgiven when the
    first letter stands, and `rarer` words count too when they are one edit away: "monosylabic".
    """

    def __init__(
        self, common: frozenset[str], *, rarer: frozenset[str] = frozenset(), shortest: int = SHORTEST, long: int = LONG
    ) -> None:
        self._common = common
        self._rarer = rarer
        self._shortest = shortest
        self._long = long
        self._longest = max(map(len, common | rarer), default=0) + 2
        self._shelves: dict[tuple[str, int], list[str]] = {}
        for word in sorted(common):
            if len(word) >= long - 1:
                self._shelves.setdefault((word[:1], len(word)), []).append(word)

    def is_typo(self, word: str) -> bool:
        """True when a common word was probably meant; `word` is in small letters and in no dictionary."""
        if not self._shortest <= len(word) <= self._longest:
            return False
        candidates = self._rarer if self._rarer and len(word) >= self._long else self._common
        if any(edit in candidates for edit in _one_edit(word)):
            return True
        return len(word) >= self._long and self._two_edits_away(word)

    def kind_of_slip(self, word: str) -> str:
        """How the word went wrong if it is one edit from a common one: names are seldom two letters swapped."""
        if len(word) > self._longest:
            return "other"
        for kind, edits in (("swapped", _swaps), ("doubled", _doubles), ("vowel", _vowels)):
            if any(edit in self._common for edit in edits(word)):
                return kind
        return "last letter" if word[:-1] in self._common else "other"

    def runs_together(self, word: str) -> bool:
        """ "keyworker", "infront": two common words without their space."""
        return len(word) <= 2 * self._longest and any(
            word[:cut] in self._common and word[cut:] in self._common and max(cut, len(word) - cut) >= 4
            for cut in range(2, len(word) - 2)
        )

    def _two_edits_away(self, word: str) -> bool:
        shelves = (self._shelves.get((word[:1], length), []) for length in range(len(word) - 2, len(word) + 3))
        return any(process.extractOne(word, shelf, scorer=OSA.distance, score_cutoff=2) for shelf in shelves)


def _one_edit(word: str) -> Iterator[str]:
    """Every string one deletion, swap, replacement or insertion away."""
    for cut in range(len(word) + 1):
        before, after = word[:cut], word[cut:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            if after:
                yield before + letter + after[1:]
            yield before + letter + after


def _swaps(word: str) -> Iterator[str]:
    for cut in range(len(word) - 1):
        yield word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]


def _doubles(word: str) -> Iterator[str]:
    """With one letter of a pair left out, or a single letter doubled."""
    for cut in range(len(word)):
        yield word[:cut] + word[cut] + word[cut:]
        if word[cut : cut + 1] == word[cut + 1 : cut + 2]:
            yield word[:cut] + word[cut + 1 :]


def _vowels(word: str) -> Iterator[str]:
    """With one vowel replaced, added or taken away."""
    for cut in range(1, len(word)):
        for vowel in VOWELS:
            yield word[:cut] + vowel + word[cut:]
            if word[cut] in VOWELS:
                yield word[:cut] + vowel + word[cut + 1 :]
        if word[cut] in VOWELS:
            yield word[:cut] + word[cut + 1 :]
