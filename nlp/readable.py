"""Is there anything to read, and is it English? Asked before anything else, and answered without keeping a word."""

from __future__ import annotations

import re
from collections.abc import Callable

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
FEWEST_WORDS = 5
"""Fewer words than this may be a name and nothing else; the guard deals with those."""
KNOWN_SHARE = 0.4
MOST_WORDS = 400


def is_empty(text: str) -> bool:
    """No letter and no digit: white space, signs or pictures only."""
    return not any(character.isalnum() for character in text)


def is_readable(text: str, known: Callable[[str], bool]) -> bool:
    """Whether enough of it is English. `known` says whether a lower-case word stands in a word list."""
    letters = [character for character in text if character.isalpha()]
    if sum(1 for each in letters if LATIN.match(each)) * 2 < len(letters):
        return False
    words = [match.group().lower() for match in WORD.finditer(text)][:MOST_WORDS]
    if len(words) < FEWEST_WORDS:
        return True
    return sum(1 for word in words if known(word)) >= KNOWN_SHARE * len(words)
