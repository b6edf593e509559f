"""Every turn ends in a reply (promise P6), and no error carries a word of what was typed (promise P2).

An exception's message may quote the text, so only its type and the place in our code are logged.
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback

from bot.core.answers import other
from bot.core.consultation import answer, context_of
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.turn import Answered, Turn

log = logging.getLogger(__name__)


def answer_safely(turn: Turn, house: House, *, now: dt.datetime, missing_days: int = 0) -> Answered:
    """The answer, or the duty numbers when something broke. Never raises."""
    try:
        return answer(turn, house, now=now, missing_days=missing_days)
    except Exception as error:  # noqa: BLE001 - the edge: whatever broke, the person gets the numbers
        log.error("A turn failed: %s at %s", type(error).__name__, where(error))
    conversation = Conversation(authority=turn.authority if turn.authority in house.served else "")
    return Answered(other.failed(context_of(conversation, house, now)))


def where(error: BaseException) -> str:
    """File and line of each frame, without source text or values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
