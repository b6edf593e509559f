"""Telephone numbers inside sentences, so that each channel can make them links: no tired thumb should copy one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.core.reply import ContactLine


def numbers_of(lines: Iterable[ContactLine]) -> dict[str, str]:
    """Each number as written, and as a telephone dials it."""
    return {line.number: line.tel for line in lines if line.number and line.tel}


def parts_of(sentence: str, numbers: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """The sentence in parts, each with what to dial when it is a known number. Other digits stay what they are."""
    if not numbers:
        yield sentence, None
        return
    known = "|".join(re.escape(number) for number in sorted(numbers, key=len, reverse=True))
    for part in re.split(rf"(?<![\w+])({known})(?!\w)", sentence):
        yield part, numbers.get(part)
