"""What the emulator sends, put as Slack would send it.

The emulator calls no message ephemeral, sends no texts of fields with a press, and treats App Home as a message.
"""

from __future__ import annotations

import time
from typing import Any

from drawn import pressed_feedback

TEAM_OF_USER = "team"


def as_slack(payload: dict[str, Any], own: str, upstream: str, typed: dict[str, str]) -> dict[str, Any]:
    """An event, a press or a command. `typed`: what a person wrote into fields since they were shown, by action id."""
    found = dict(payload)
    if found.get("response_url"):
        found["response_url"] = found["response_url"].replace(upstream.replace("127.0.0.1", "localhost"), own)
        found["response_url"] = found["response_url"].replace(upstream, own)
    return _press(found, typed) if found.get("type") == "block_actions" else found


def _press(payload: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    message = payload.get("message") or {}
    actions = [{**pressed_feedback(each), "action_ts": f"{time.time():.6f}"} for each in payload["actions"]]
    state = {"values": _fields(message.get("blocks") or [], typed)}
    found = {**payload, "actions": actions, "state": state}
    if not payload.get("channel", {}).get("id"):
        return _in_home(found)
    if message.get("subtype") == "ephemeral":
        found["container"] = {**payload["container"], "is_ephemeral": True}
        found.pop("message")
    return found


def _in_home(payload: dict[str, Any]) -> dict[str, Any]:
    """A press in App Home belongs to a view: it has neither channel nor message, and no address to respond to."""
    kept = {key: value for key, value in payload.items() if key not in {"channel", "message", "response_url"}}
    return {**kept, "container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": "home"}}


def _fields(blocks: list[dict[str, Any]], typed: dict[str, str]) -> dict[str, Any]:
    """What stands in the fields of the message."""
    found = {}
    for number, block in enumerate(blocks):
        element = block.get("element") or {}
        if element.get("type") == "plain_text_input":
            name = element["action_id"]
            text = typed.get(name, element.get("initial_value"))
            found[block.get("block_id") or f"b{number}"] = {name: {"type": "plain_text_input", "value": text}}
    return found


def shortcut(message: dict[str, Any], channel: str, user: str, team: str, response_url: str) -> dict[str, Any]:
    """ "Ask about this" on a message; the emulator has no menu for it."""
    return {
        "type": "message_action",
        "callback_id": "ask_about_this",
        "trigger_id": f"shortcut.{time.monotonic_ns()}",
        "action_ts": f"{time.time():.6f}",
        "message_ts": message["ts"],
        "team": {"id": team, "domain": "school"},
        "user": {"id": user, "team_id": team},
        "channel": {"id": channel, "name": "staff"},
        "is_enterprise_install": False,
        "message": {key: message.get(key) for key in ("type", "user", "text", "ts")},
        "response_url": response_url,
    }
