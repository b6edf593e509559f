"""Blocks as the emulator can draw them. The record keeps what the bot really sent.

The emulator draws no feedback buttons and no links but to the web: the former become plain buttons whose press is
turned back by `as_slack`, the latter links to an address that leads nowhere.
"""

from __future__ import annotations

import json
import re
from typing import Any

LINK = re.compile(r"<(?:tel|mailto):([^|>]*)\|")
NOWHERE = r"<https://rings.invalid/\1|"
SIDES = ("positive_button", "negative_button")
FEEDBACK = "feedback_buttons"
MARK = "feedback-side:"


def drawn(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same blocks for the emulator."""
    known = [_feedback_as_buttons(block) for block in blocks]
    return list(json.loads(LINK.sub(NOWHERE, json.dumps(known))))


def _feedback_as_buttons(block: dict[str, Any]) -> dict[str, Any]:
    if block.get("type") != "context_actions":
        return block
    buttons = [
        {"type": "button", "action_id": f"{MARK}{side}:{each['action_id']}", **_label(each[side])}
        for each in block["elements"]
        if each["type"] == FEEDBACK
        for side in SIDES
    ]
    return {"type": "actions", "elements": buttons}


def _label(side: dict[str, Any]) -> dict[str, Any]:
    return {"text": side["text"], "value": side["value"]}


def pressed_feedback(action: dict[str, Any]) -> dict[str, Any]:
    """The press as Slack sends it for feedback buttons; any other press as it is."""
    name = str(action.get("action_id", ""))
    if not name.startswith(MARK):
        return action
    return {**action, "type": FEEDBACK, "action_id": name.split(":", 2)[2]}
