"""Puts right the slips of the finger that would hide a sign: "hungrey" is read as "hungry", and said so.

Only a word that no word list knows is touched, only from five letters on, only by one edit (two from eight letters),
and only when exactly one word of the knowledge's own vocabulary lies that near. So a real word is never turned into
a worry, and a name stays what it is. Every correction is kept with its place, and any stretch of the corrected text
leads back to the text as it was typed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SHORTEST = 5
TWO_EDITS_FROM = 8


@dataclass(frozen=True, slots=True)
class Correction:
    """One word as typed, where it stands in the text as given, and what it was read as."""

    start: int
    end: int
    typed: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """The corrected text and what was corrected, in the order of the text."""

    text: str
    corrections: tuple[Correction, ...]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Where this stretch of the corrected text stands in the text as given; a corrected word is taken whole."""
        return self._back(start, at_end=False), self._back(end, at_end=True)

    def _back(self, position: int, *, at_end: bool) -> int:
        grown = 0
        for correction in self.corrections:
            begins = correction.start + grown
            ends = begins + len(correction.read_as)
            if position <= begins:
                break
            if position < ends or (at_end and position == ends):
                return correction.end if at_end else correction.start
            grown += len(correction.read_as) - len(correction.typed)
        return position - grown


@dataclass(frozen=True)
class Speller:
    """Knows which words are words, and which of them it may correct to."""

    known: frozenset[str]
    by_length: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, *, known: frozenset[str], vocabulary: Iterable[str]) -> Speller:
        """`known`: every word left alone, lower-case. `vocabulary`: the knowledge's own words, to correct to."""
        lengths: dict[int, list[str]] = defaultdict(list)
        for word in sorted({word.lower() for word in vocabulary}):
            if len(word) >= SHORTEST and word.isalpha():
                lengths[len(word)].append(word)
        own = frozenset(word for words in lengths.values() for word in words)
        return cls(known=known | own, by_length={length: tuple(words) for length, words in lengths.items()})

    def correct(self, text: str) -> Spelled:
        """The text with its certain slips put right; capitals are kept."""
        found = (self._correction(match) for match in WORD.finditer(text))
        corrections = tuple(correction for correction in found if correction)
        return Spelled(text=_written(text, corrections), corrections=corrections)

    def _correction(self, match: re.Match[str]) -> Correction | None:
        typed = match.group()
        word = typed.lower()
        if len(word) < SHORTEST or word in self.known or not word.isalpha():
            return None
        best = self._only_best(word)
        return Correction(match.start(), match.end(), typed, _in_the_case_of(typed, best)) if best else None

    def _only_best(self, word: str) -> str | None:
        allowed = 2 if len(word) >= TWO_EDITS_FROM else 1
        near: dict[int, list[str]] = defaultdict(list)
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for candidate in self.by_length.get(length, ()):
                edits = OSA.distance(word, candidate, score_cutoff=allowed)
                if edits <= allowed:
                    near[edits].append(candidate)
        best = near[min(near)] if near else []
        return best[0] if len(best) == 1 else None


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Every word of these texts, lower-case: the knowledge's own vocabulary."""
    return frozenset(match.group().lower() for text in texts for match in WORD.finditer(text))


def _in_the_case_of(typed: str, word: str) -> str:
    if typed.isupper():
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word


def _written(text: str, corrections: Iterable[Correction]) -> str:
    written, done = "", 0
    for correction in corrections:
        written += text[done : correction.start] + correction.read_as
        done = correction.end
    return written + text[done:]
