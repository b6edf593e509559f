"""What Slack must be told about the app: its events, its command, its shortcut, and the fewest scopes that do.

`SCOPES` says of each scope what would not work without it; docs/install-slack.md says the same, and a test holds them
together. Nothing here reads channels, files, members or e-mail addresses.
"""

from __future__ import annotations

from typing import Any

from bot.slack import words
from bot.slack.app import COMMAND, SHORTCUT
from bot.slack.door import PATH

SCOPES = {
    "app_mentions:read": "to be told when somebody mentions the app in a channel",
    "assistant:write": "to suggest what could be asked and to show that it is reading, as Slack's agents do",
    "chat:write": "to answer",
    "commands": "to offer /earlyhelp and the shortcut on messages",
    "im:history": "to be told what somebody writes to the app directly",
}
AGENT_SCOPE = "assistant:write"
EVENTS = ("app_home_opened", "app_mention", "message.im")
NAME = "Early help"
DESCRIPTION = "How worried should I be about this child, and what do I do next? Without names."
LONG_DESCRIPTION = (
    "Somebody who works with children describes a worry, without names. The app says which level of need it comes "
    "closest to in the council's own published words, why, what would change it, what to do next and who to ring at "
    "this hour. It walks through the next steps one question at a time and makes a note for the school's own record. "
    "It advises; a person decides. It keeps nothing that anybody types."
)


def manifest(*, url: str = "", agent: bool = True) -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP when `url` says where the app is reached (https://host)."""
    request = f"{url.rstrip('/')}{PATH}" if url else ""
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": NAME, "description": DESCRIPTION, "long_description": LONG_DESCRIPTION},
        "features": _features(request, agent=agent),
        "oauth_config": {"scopes": {"bot": [each for each in SCOPES if agent or each != AGENT_SCOPE]}},
        "settings": {
            "event_subscriptions": {**_at(request), "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **_at(request)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not request,
            "token_rotation_enabled": False,
        },
    }


def _features(request: str, *, agent: bool) -> dict[str, Any]:
    return {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": NAME, "always_online": True},
        **({"agent_view": _agent()} if agent else {}),
        "shortcuts": [
            {
                "name": "Ask about this",
                "type": "message",
                "callback_id": SHORTCUT,
                "description": "Asks about a worry in this message. Only you see the answer.",
            }
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                "description": "Ask about a worry for a child, without names. Only you see the answer.",
                "usage_hint": "[help | call | flow | note] or your worry, without names",
                "should_escape": False,
                **({"url": request} if request else {}),
            }
        ],
    }


def _agent() -> dict[str, Any]:
    prompts = [{"title": title, "message": message} for title, message in words.PROMPTS]
    return {"agent_description": words.AGENT_DESCRIPTION, "suggested_prompts": prompts}


def _at(request: str) -> dict[str, str]:
    return {"request_url": request} if request else {}
