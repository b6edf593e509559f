"""The small pieces of Block Kit: sections, buttons, fields, small print. Plain dicts, as Slack reads them.

No piece has a block id: Slack gives a fresh one to every message and every change of it, as it asks apps to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Block = dict[str, Any]

LONGEST_HEADER = 150
LONGEST_LABEL = 75
LONGEST_VALUE = 2000
LONGEST_FIELD = 3000
MOST_BUTTONS = 25
MOST_SMALL = 10
MOST_OPTIONS = 100


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """Formatted text in which Slack looks for no names, channels or addresses of its own accord."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """A heading, also for a screen reader."""
    return {"type": "header", "text": plain(text)}


def section(text: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return {**block, "accessory": accessory} if accessory else block


def divider() -> Block:
    return {"type": "divider"}


def small(texts: Iterable[str]) -> list[Block]:
    """Small grey lines."""
    lines = [mrkdwn(text) for text in texts]
    groups = (lines[at : at + MOST_SMALL] for at in range(0, len(lines), MOST_SMALL))
    return [{"type": "context", "elements": group} for group in groups]


def button(label: str, *, action: str, value: str, style: str | None = None, read_as: str | None = None) -> Block:
    """`read_as` is read out in place of the label."""
    made: Block = {"type": "button", "action_id": action, "text": plain(label), "value": value}
    if style:
        made["style"] = style
    if read_as:
        made["accessibility_label"] = cut(read_as)
    return made


def actions(elements: Iterable[Block]) -> list[Block]:
    """Elements side by side, in as many rows as Slack needs."""
    each = list(elements)
    groups = (each[at : at + MOST_BUTTONS] for at in range(0, len(each), MOST_BUTTONS))
    return [{"type": "actions", "elements": group} for group in groups]


def field(label: str, *, action: str, text: str) -> Block:
    """A field of several lines that already holds text."""
    element = {"type": "plain_text_input", "action_id": action, "multiline": True, "initial_value": text}
    return {"type": "input", "label": plain(label), "element": {**element, "max_length": LONGEST_FIELD}}


def option(label: str, value: str) -> Block:
    return {"text": plain(cut(label)), "value": value}


def select(placeholder: str, *, action: str, options: list[Block], chosen: Block | None) -> Block:
    """A list to choose from; a long one in groups of as many as Slack holds, named by their first letters."""
    made: Block = {"type": "static_select", "action_id": action, "placeholder": plain(placeholder)}
    if len(options) <= MOST_OPTIONS:
        made["options"] = options
    else:
        groups = [options[at : at + MOST_OPTIONS] for at in range(0, len(options), MOST_OPTIONS)]
        made["option_groups"] = [{"label": plain(_span(group)), "options": group} for group in groups]
    return {**made, "initial_option": chosen} if chosen else made


def _span(options: list[Block]) -> str:
    first, last = (str(each["text"]["text"])[:3] for each in (options[0], options[-1]))
    return f"{first} \u2026 {last}"


def cut(label: str, longest: int = LONGEST_LABEL) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}\u2026"
