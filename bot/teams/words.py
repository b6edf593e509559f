"""The few sentences that only Teams needs: where we are met in front of others, and what to press at first."""

from __future__ import annotations

from bot.core.answers.context import DUTY
from bot.core.consultation import context_of
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import Kind, Reply
from bot.desk import Desk

PROMPTS = ("Help", "Call list", "Place")
"""Shown below the welcome; each is also words that can be typed."""
PRIVATE = "I answer in private only. Open a chat with me and ask there, without names."
TAKE_IT_DOWN = "If you wrote here about a child, please delete it: others in this conversation can read it."
IN_DANGER = "If a child is in danger now, don't wait for me: ring."
THANKS = "Thank you. Only a number is kept of that."
OPEN = "Open a private chat"


def pointer(desk: Desk, authority: str) -> Reply:
    """To whoever calls us in front of others: where to ask instead, and whom to ring. Their words are not read."""
    house: House = desk.current()
    known = authority if authority in house.served else ""
    context = context_of(Conversation(authority=known), house, desk.clock())
    return Reply(
        kind=Kind.HELP,
        headline=PRIVATE,
        paragraphs=(TAKE_IT_DOWN, IN_DANGER),
        contacts=(*context.ring_now(*DUTY), *context.emergency()),
        version=context.version,
    )


def private_chat(app_id: str) -> str:
    """The address that opens a chat with the bot in Teams."""
    return f"https://teams.microsoft.com/l/chat/0/0?users=28:{app_id}"
