"""What Slack sends, as plain words and a few ids: the only place that knows how its payloads look.

Slack writes names of people, channels and links in signs of its own. A mention of a member becomes "somebody": who it
is was never said in words, and is not looked up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Payload = Mapping[str, Any]

ANSWERED = {None, "file_share", "me_message", "thread_broadcast"}
"""Kinds of message that a person wrote. All others are Slack's own news, or a bot's."""
SIGN = re.compile(r"<([^<>]*)>")
SCHEME = re.compile(r"^(mailto:|tel:)")
SOMEBODY = "somebody"


def words_of(text: object, bot: str = "") -> str:
    """The words as they were typed, without the mention that called the bot, whose member id is `bot`."""
    if not isinstance(text, str):
        return ""
    called = rf"<@{re.escape(bot)}(\|[^<>]*)?>[,:]?" if bot else r"(?!)"
    plain = SIGN.sub(_said, re.sub(called, "", text))
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _said(found: re.Match[str]) -> str:
    target, _, label = found.group(1).partition("|")
    if target.startswith("@"):
        return SOMEBODY
    if target.startswith("!"):
        return label
    return label or SCHEME.sub("", target)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as Slack's ids."""

    team: str
    user: str

    @property
    def person(self) -> str:
        return f"slack:{self.team}:{self.user}"


@dataclass(frozen=True, slots=True)
class Written:
    """A message somebody wrote. `thread` is the thread it stands in, "" for one at the top level."""

    asker: Asker
    channel: str
    ts: str
    thread: str
    words: str


def written(body: Payload) -> Written | None:
    """The message of an event, or None when no person wrote it. An edited message counts as written anew."""
    event = body["event"]
    if event.get("subtype") == "message_changed":
        return _edited(body, event)
    if event.get("subtype") not in ANSWERED:
        return None
    return _written(body, event, event)


def _edited(body: Payload, event: Payload) -> Written | None:
    """Somebody took a name out of their message: that is answered. Slack's own changes leave the words as they were."""
    now, before = event.get("message"), event.get("previous_message")
    if not isinstance(now, dict) or not isinstance(before, dict) or now.get("text") == before.get("text"):
        return None
    return _written(body, event, now) if now.get("subtype") in ANSWERED else None


def _written(body: Payload, event: Payload, message: Payload) -> Written | None:
    user, ts = text_of(message, "user"), text_of(message, "ts")
    if not user or not ts or message.get("bot_id") or message.get("hidden"):
        return None
    asker = Asker(team_of(body), user)
    words = words_of(message.get("text"), _bot_of(body))
    return Written(asker, text_of(event, "channel"), ts, text_of(message, "thread_ts"), words)


def _bot_of(body: Payload) -> str:
    """Our own member id in this workspace, as the event says."""
    first = next(iter(body.get("authorizations") or ()), None)
    return text_of(first, "user_id") if isinstance(first, dict) else ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed. `ephemeral`: the message is shown to this person only and lives at `response_url`."""

    asker: Asker
    action: str
    value: str
    event: str
    channel: str
    ts: str
    thread: str
    ephemeral: bool
    response_url: str
    fields: Mapping[str, str]


def pressed(body: Payload) -> Pressed:
    """The press, with what stands in the message's fields by action id."""
    action, container = body["actions"][0], part(body, "container")
    asker, ts = Asker(team_of(body), text_of(part(body, "user"), "id")), text_of(container, "message_ts")
    return Pressed(
        asker=asker,
        action=text_of(action, "action_id"),
        value=text_of(action, "value") or text_of(part(action, "selected_option"), "value"),
        event=f"press:{asker.person}:{ts}:{text_of(action, 'action_id')}:{text_of(action, 'action_ts')}",
        channel=text_of(part(body, "channel"), "id") or text_of(container, "channel_id"),
        ts=ts,
        thread=text_of(part(body, "message"), "thread_ts") or text_of(container, "thread_ts"),
        ephemeral=container.get("is_ephemeral") is True,
        response_url=text_of(body, "response_url"),
        fields=_fields(part(body, "state")),
    )


def _fields(state: Payload) -> dict[str, str]:
    inputs = (each for each in part(state, "values").values() if isinstance(each, dict))
    return {
        action: held["value"]
        for each in inputs
        for action, held in each.items()
        if isinstance(held, dict) and isinstance(held.get("value"), str)
    }


def asker_of(body: Payload) -> Asker:
    """Who sent a command, a shortcut or an event about themselves."""
    event = part(body, "event")
    user = text_of(part(body, "user"), "id") or text_of(body, "user_id") or text_of(event, "user")
    return Asker(team_of(body), user)


def team_of(body: Payload) -> str:
    """The workspace in which it happened."""
    return text_of(body, "team_id") or text_of(part(body, "team"), "id") or text_of(part(body, "user"), "team_id")


def is_served(body: Payload, served: frozenset[str]) -> bool:
    """Whether both the workspace and the person's own one are served; an organisation's id serves all of its own."""
    organisation = text_of(body, "enterprise_id") or text_of(part(body, "enterprise"), "id")
    event, home = part(body, "event"), team_of(body)
    own = text_of(event, "user_team") or text_of(event, "source_team") or text_of(part(body, "user"), "team_id")
    if organisation in served:
        return not own or own == home or own in served or body.get("is_ext_shared_channel") is not True
    return home in served and (not own or own in served)


def part(payload: Payload, key: str) -> Payload:
    """An object inside a payload; an empty one where there is none."""
    found = payload.get(key)
    return found if isinstance(found, dict) else {}


def text_of(payload: Payload, key: str) -> str:
    """A text inside a payload; an empty one where there is none."""
    found = payload.get(key)
    return found if isinstance(found, str) else ""
