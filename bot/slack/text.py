"""Words as Slack's mrkdwn needs them: escaped so that exactly they are shown, with known numbers to tap.

A sign that Slack would take for formatting is followed by a space of no width, which shows nothing and breaks the pair:
what somebody typed is quoted as it was, and no line of it can turn bold, into a link or into a call to a whole channel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.core.numbers import parts_of

LONGEST = 2900
"""A section holds 3,000 characters; some are left for marks of our own."""
NO_WIDTH = "\u200b"
FORMATTING = re.compile(r"([*_~`])")
QUOTE_MARK = re.compile(r"^(&gt;)", re.MULTILINE)


def escaped(text: str) -> str:
    """The text so that Slack shows exactly it."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return QUOTE_MARK.sub(rf"{NO_WIDTH}\1", FORMATTING.sub(rf"\1{NO_WIDTH}", safe))


def tappable(sentence: str, numbers: Mapping[str, str]) -> str:
    """The sentence, escaped, with every known number as a link to ring it. Other digits stay what they are."""
    return "".join(ring(part, tel) if tel else escaped(part) for part, tel in parts_of(sentence, numbers))


def ring(number: str, tel: str) -> str:
    """A number as a link that a telephone dials."""
    return f"<tel:{tel}|{escaped(number)}>"


def bold(mrkdwn: str) -> str:
    """Each line on its own, since a pair of stars ends with its line."""
    return "\n".join(f"*{line}*" if line.strip() else line for line in mrkdwn.split("\n"))


def fitted(lines: Iterable[str], written: Callable[[str], str], *, between: str, longest: int = LONGEST) -> list[str]:
    """Lines as few texts as hold them, in their order; none is cut but at a space, and none is left out."""
    held: list[str] = []
    for line in (part for each in lines for part in _short(each, written, longest)):
        if held and len(held[-1]) + len(between) + len(line) <= longest:
            held[-1] = f"{held[-1]}{between}{line}"
        else:
            held.append(line)
    return held


def _short(line: str, written: Callable[[str], str], longest: int) -> Iterator[str]:
    """One line as written, or in halves where it is too long. What has no space is cut in the middle."""
    whole = written(line)
    if len(whole) <= longest:
        if whole.strip():
            yield whole
        return
    middle = len(line) // 2
    at = line.rfind(" ", 1, middle) if " " in line[1:middle] else middle
    yield from _short(line[:at], written, longest)
    yield from _short(line[at:].lstrip(), written, longest)
