"""Reads a card as a person or a screen reader would: its words, its buttons, its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\((?:tel|mailto|https):[^)]*\)")
ESCAPE = re.compile(r"\\([\\*_\[\]`.+#>-])")


def elements(card: Any) -> Iterator[dict[str, Any]]:
    """Every object that has a type, wherever it stands, but what an older client is given instead."""
    if isinstance(card, dict):
        if "type" in card:
            yield card
        for name, value in card.items():
            if name not in {"fallback", "data"}:
                yield from elements(value)
    if isinstance(card, list):
        for each in card:
            yield from elements(each)


def words(card: dict[str, Any]) -> list[str]:
    """Every sentence, without markdown."""
    return [shown for each in elements(card) if (shown := _shown(each))]


def all_words(card: dict[str, Any]) -> str:
    return "\n".join(words(card))


def buttons(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in elements(card) if each["type"].startswith("Action.")]


def button(card: dict[str, Any], title: str) -> dict[str, Any]:
    found = [each for each in buttons(card) if each["title"] == title]
    assert found, f"no button '{title}' among {[each['title'] for each in buttons(card)]}"
    return found[0]


def of_type(card: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in elements(card) if each["type"] == kind]


def unmarked(text: str) -> str:
    """Markdown as it is read."""
    return ESCAPE.sub(r"\1", LINK.sub(r"\1", text))


def _shown(element: dict[str, Any]) -> str:
    if element["type"] == "TextBlock":
        return unmarked(element["text"])
    if element["type"] == "TextRun":
        return str(element["text"])
    if element["type"].startswith("Action."):
        return str(element["title"])
    return str(element.get("label", "")) + str(element.get("value", ""))
