"""Every turn ends in a reply (promise P6), and no error carries a word of what was typed (promise P2).

An exception's message may quote the text, so only its type and the place in our code are logged.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Literal

from bot.core.answers import not_read, other
from bot.core.answers.context import Context
from bot.core.consultation import answer, at_place, context_of
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.turn import Answered, Turn, without_halves
from bot.core.typed import typed_choice
from bot.core.where import where

__all__ = ["answer_safely", "needs_reading", "unread_safely", "where"]

log = logging.getLogger(__name__)

WhyNot = Literal["busy", "too_often", "too_slow"]
NOT_READ = {"busy": not_read.busy, "too_often": not_read.too_often, "too_slow": not_read.too_slow}


def answer_safely(turn: Turn, house: House, *, now: dt.datetime, missing_days: int = 0) -> Answered:
    """The answer, or the duty numbers when something broke. Never raises."""
    try:
        return answer(without_halves(turn), house, now=now, missing_days=missing_days)
    except Exception as error:  # noqa: BLE001 - the edge: whatever broke, the person gets the numbers
        log.error("A turn failed: %s at %s", type(error).__name__, where(error))
    return Answered(other.failed(_bare(turn, house, now)))


def needs_reading(turn: Turn, house: House, *, now: dt.datetime) -> bool:
    """Whether these are words to be read; False for what is pressed, also when it is typed. Never raises."""
    if turn.choice:
        return False
    try:
        conversation = at_place(Conversation.decode(turn.state), turn, house)
        return typed_choice(turn.typed, context_of(conversation, house, now), house) is None
    except Exception:  # noqa: BLE001 - the edge: whatever it is, `answer_safely` deals with it
        return True


def unread_safely(turn: Turn, house: House, *, now: dt.datetime, why: WhyNot) -> Answered:
    """The answer to a message that nobody reads: the numbers first. Never raises."""
    builder = NOT_READ[why]
    try:
        conversation = at_place(Conversation.decode(turn.state), turn, house)
        return Answered(builder(context_of(conversation, house, now)))
    except Exception as error:  # noqa: BLE001 - the edge: the numbers need no conversation
        log.error("A turn failed: %s at %s", type(error).__name__, where(error))
    return Answered(builder(_bare(turn, house, now)))


def _bare(turn: Turn, house: House, now: dt.datetime) -> Context:
    """What can be said of a turn without looking into its state."""
    conversation = Conversation(authority=turn.authority if turn.authority in house.served else "")
    return context_of(conversation, house, now)
