"""What a channel hands in for one turn, and what it gets back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.reply import Reply
from nlp.understanding import Understanding
from trends.missing import Note


@dataclass(frozen=True, slots=True)
class Turn:
    """Words or a pressed choice, with the state of the reply it answers. Places are names as typed or ids."""

    typed: str = ""
    choice: str = ""
    state: str = ""
    authority: str = ""
    area: str = ""
    school: str = ""


def without_halves(turn: Turn) -> Turn:
    """The turn with a question mark for each half of a character, which JSON can hold and nothing can send on."""
    if turn.typed.isascii():
        return turn
    return replace(turn, typed=turn.typed.encode("utf-8", "replace").decode())


@dataclass(frozen=True, slots=True)
class Count:
    """What one turn adds to the trends: nothing of what was typed (promise P8). None: does not apply."""

    authority: str
    area: str | None
    setting_type: str | None
    domain: str | None
    band: str | None
    flow: str | None
    outcome: str | None
    matched: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """What the person asked to have kept for the officers, and what to say should that fail."""

    note: Note
    otherwise: Reply


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply, what was understood of a typed message, and what to count. None: nothing to count, or to keep."""

    reply: Reply
    understanding: Understanding | None = None
    count: Count | None = None
    telling: Telling | None = None
