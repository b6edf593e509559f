"""Between our words and the SDK's models: what an activity says, and what a message and a response look like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar

from bot.teams.parts import Element
from bot.teams.sdk import ActivityContext, Attachment, MessageActivity, MessageActivityInput

CARD = "application/vnd.microsoft.card.adaptive"
LONGEST_SUMMARY = 500

AnyActivity = TypeVar("AnyActivity", bound=Any)
Context: TypeAlias = ActivityContext[AnyActivity]


def in_private(activity: Any) -> bool:
    """Whether only the asker reads along."""
    return bool(activity.conversation.conversation_type == "personal")


def tenant(activity: Any) -> str:
    data = activity.channel_data
    named = data.tenant.id if data and data.tenant else None
    return str(activity.conversation.tenant_id or named or "")


def asker(activity: Any) -> str:
    """Whose conversation it is: a person in a tenant, wherever they write from."""
    return f"teams:{tenant(activity)}:{activity.from_.aad_object_id or activity.from_.id}"


def event_of(activity: Any) -> str:
    """The same for every delivery of one activity: ids of activities are unique within their conversation."""
    return f"teams:{activity.conversation.id}:{activity.id}"


def said(activity: MessageActivity) -> str:
    """The words, without any mention of us."""
    return (activity.strip_mentions_text().text or "").replace("\u00a0", " ").strip()


def message(card: Element, summary: str, *, to: str, prompts: tuple[str, ...] = ()) -> MessageActivityInput:
    """A message with one card. `summary` is what a notification and a list of chats show."""
    fields: dict[str, Any] = {"summary": summary[:LONGEST_SUMMARY]}
    if prompts:
        fields["suggestedActions"] = {"to": [to], "actions": [_prompt(each) for each in prompts]}
    fresh = MessageActivityInput.model_validate(fields)
    return fresh.add_attachments(Attachment(content_type=CARD, content=card))


def replacing(card: Element) -> dict[str, Any]:
    """The response to a press: the card that takes the pressed one's place."""
    return {"statusCode": 200, "type": CARD, "value": card}


def saying(words: str) -> dict[str, Any]:
    """The response to a press that leaves its card as it is, and says a word."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words}


def _prompt(words: str) -> Mapping[str, str]:
    """Title and value are the same: some clients send the one and some the other."""
    return {"type": "imBack", "title": words, "value": words}
