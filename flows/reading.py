"""How easy a text is to read: Flesch's reading ease, with syllables counted by ear (groups of vowels)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.?!:;])\s+|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_ENDING = re.compile(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouysxzcgh]es)$")


def words(text: str) -> list[str]:
    """The words of a text, without figures and signs."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; what follows a colon or a semicolon reads as one of its own."""
    return [part for part in _SENTENCE_END.split(text.strip()) if words(part)]


def syllables(word: str) -> int:
    """The syllables of a word: its groups of vowels, less a silent ending; capitals alone are spelt out."""
    if len(word) > 1 and word.isupper():
        return len(word)
    groups = len(_VOWELS.findall(word.lower()))
    return max(1, groups - bool(_SILENT_ENDING.search(word.lower())))


def ease(texts: Sequence[str]) -> float:
    """Flesch's reading ease of all texts together: 206.835 - 1.015 words a sentence - 84.6 syllables a word."""
    said = [word for text in texts for word in words(text)]
    ends = sum(len(sentences(text)) for text in texts)
    if not said or not ends:
        return 100.0
    return 206.835 - 1.015 * len(said) / ends - 84.6 * sum(map(syllables, said)) / len(said)
