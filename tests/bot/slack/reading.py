"""Reads a message as a person does: the words on the screen, the numbers to tap, the buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.slack.kit import Block
from bot.slack.text import NO_WIDTH

LINK = re.compile(r"<([^|<>]+)\|([^<>]*)>")
Element = dict[str, Any]


def words_of(blocks: Iterable[Block]) -> str:
    """Every word on the screen, in order, as it is shown; labels of buttons too."""
    return "\n".join(shown(text) for block in blocks for text in _texts(block))


def shown(text: str) -> str:
    """mrkdwn as it looks: links by their words, signs as they were meant, formatting gone; code as it stands."""
    parts = text.split("```")
    plain = "".join(part if number % 2 else _unformatted(part) for number, part in enumerate(parts))
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _unformatted(text: str) -> str:
    return re.sub(rf"[*_~](?!{NO_WIDTH})", "", LINK.sub(r"\2", text)).replace(NO_WIDTH, "")


def numbers_to_tap(blocks: Iterable[Block]) -> list[str]:
    """What a thumb can ring, in order."""
    found = (LINK.findall(text) for block in blocks for text in _texts(block))
    return [target.removeprefix("tel:") for links in found for target, _ in links if target.startswith("tel:")]


def buttons(blocks: Iterable[Block]) -> list[Element]:
    return [each for block in blocks for each in _elements(block) if each["type"] == "button"]


def choices(blocks: Iterable[Block]) -> list[str]:
    """The ids of what can be chosen, in order."""
    return [each["value"].partition(" ")[0] for each in buttons(blocks)]


def _elements(block: Block) -> list[Element]:
    beside = [block["accessory"]] if "accessory" in block else []
    return [*beside, *block.get("elements", [])] if block["type"] in {"actions", "section"} else []


def _texts(block: Block) -> list[str]:
    if block["type"] == "context":
        return [each["text"] for each in block["elements"]]
    texts = [block["text"]["text"]] if "text" in block else []
    if block["type"] == "input":
        texts += [block["label"]["text"], block["element"]["initial_value"]]
    if block["type"] == "context_actions":
        return [
            each[side]["text"]["text"] for each in block["elements"] for side in ("positive_button", "negative_button")
        ]
    return [*texts, *(each["text"]["text"] for each in _elements(block) if "text" in each)]
