"""The small pieces of a card: sentences with tappable numbers, headings, quotes, buttons.

Colours are never named, only styles, so that light, dark and high contrast each use their own. Our own sentences are
TextBlocks, since only those hold links that Teams follows to a telephone; the person's own words are RichTextBlocks,
which read no markdown, so that nothing typed can turn into a link or a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.core.numbers import parts_of
from bot.core.reply import ContactLine

Element = dict[str, Any]

SPECIAL = re.compile(r"([\\*_\[\]`])")
ENDS_A_LINK = {ord(sign): f"%{ord(sign):02X}" for sign in "()[]<>\\ "}
LIST_MARK = re.compile(r"^(\s*)([-+#>]|\d+\.)(?=\s)")


def escaped(text: str) -> str:
    """The text so that a reader of markdown shows exactly it."""
    return LIST_MARK.sub(_unlisted, SPECIAL.sub(r"\\\1", text))


def tappable(sentence: str, numbers: Mapping[str, str]) -> str:
    """The sentence as markdown with every known number as a link to ring it. Other digits stay what they are."""
    return "".join(f"[{part}](tel:{tel})" if tel else escaped(part) for part, tel in parts_of(sentence, numbers))


def linked(words: str, address: str) -> str:
    """Markdown for a link. Nothing in the address can end it and begin another."""
    return f"[{escaped(words)}]({address.translate(ENDS_A_LINK)})"


def text(words: str, numbers: Mapping[str, str] | None = None, **more: Any) -> Element:
    """A sentence of ours, wrapped, with its known numbers to tap."""
    return {"type": "TextBlock", "text": tappable(words, numbers or {}), "wrap": True, **more}


def heading(words: str, *, size: str = "Medium", **more: Any) -> Element:
    """A heading, also for a screen reader."""
    return text(words, size=size, weight="Bolder", style="heading", **more)


def verbatim(words: str, **more: Any) -> Element:
    """Words that may hold what somebody typed: shown as they are, whatever signs stand in them."""
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": words}], **more}


def container(items: list[Element], **more: Any) -> Element:
    return {"type": "Container", "items": items, **more}


def press(title: str, verb: str, data: Mapping[str, str], *, style: str = "default", inputs: bool = False) -> Element:
    """A button that replaces its card, and sends a message instead where a client is too old for that."""
    held = {"verb": verb, **data}
    shared = {"title": title, "style": style, "associatedInputs": "auto" if inputs else "none"}
    fallback = {"type": "Action.Submit", **shared, "data": held}
    return {"type": "Action.Execute", "verb": verb, **shared, "data": held, "fallback": fallback}


def ring(line: ContactLine) -> Element:
    """A button as wide as a thumb for a number to ring now."""
    return {"type": "Action.OpenUrl", "title": f"Ring {line.number}", "url": f"tel:{line.tel}"}


def _unlisted(found: re.Match[str]) -> str:
    """A mark that would begin a list or a heading, made an ordinary sign."""
    indent, mark = found.groups()
    return f"{indent}{mark[:-1]}\\." if mark.endswith(".") else f"{indent}\\{mark}"
