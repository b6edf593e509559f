"""Numbers inside sentences become links to ring."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from bot.core.numbers import parts_of


def tappable(sentence: str, numbers: Mapping[str, str]) -> Markup:
    """The sentence, escaped, with every known number as a link. Other digits stay what they are."""
    return Markup("").join(_link(part, tel) for part, tel in parts_of(sentence, numbers))


def _link(part: str, tel: str | None) -> Markup:
    return Markup('<a href="tel:{}">{}</a>').format(tel, part) if tel else escape(part)
