"""Numbers inside sentences become links to ring: a tired thumb should not have to copy one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from bot.core.reply import ContactLine


def numbers_of(lines: Iterable[ContactLine]) -> dict[str, str]:
    """Each number as written, and as a telephone dials it."""
    return {line.number: line.tel for line in lines if line.number and line.tel}


def tappable(sentence: str, numbers: dict[str, str]) -> Markup:
    """The sentence, escaped, with every known number as a link. Other digits stay what they are."""
    if not numbers:
        return escape(sentence)
    longest_first = sorted(numbers, key=len, reverse=True)
    known = "|".join(re.escape(number) for number in longest_first)
    parts = re.split(rf"(?<![\w+])({known})(?!\w)", sentence)
    return Markup("").join(_link(part, numbers) for part in parts)


def _link(part: str, numbers: dict[str, str]) -> Markup:
    if part not in numbers:
        return escape(part)
    return Markup('<a href="tel:{}">{}</a>').format(numbers[part], part)
