"""What a pressed button brings back, read with care: it was ours when it left, and anybody's on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_ID = 200
LONGEST_CHOICE = 600
"""A choice may carry marks of words that are no names."""
LONGEST_TYPED = 20_000
VERBS = ("choose", "resend", "place", "opinion")
"""Every verb that a card of ours sends; `bot.teams.handlers` has a way for each."""


@dataclass(frozen=True, slots=True)
class Press:
    """One press. `typed` is what stood in the field beside the button; it is read once and kept nowhere."""

    verb: str
    choice: str = ""
    state: str = ""
    typed: str = ""
    authority: str = ""
    area: str = ""
    school: str = ""


def press_from(verb: str | None, data: Any) -> Press:
    """The press; anything that is not what we send is an empty one, which is answered with help."""
    given = data if isinstance(data, Mapping) else {}
    found = verb or _word(given, "verb", LONGEST_ID)
    if found not in VERBS:
        return Press("choose", "help", _word(given, "state", LONGEST_TYPED))
    return Press(
        verb=found,
        choice=_word(given, "choice", LONGEST_CHOICE),
        state=_word(given, "state", LONGEST_TYPED),
        typed=_word(given, "resend", LONGEST_TYPED),
        authority=_word(given, "authority", LONGEST_ID),
        area=_word(given, "area", LONGEST_ID),
        school=_word(given, "school", LONGEST_ID),
    )


def is_press(value: Any) -> bool:
    """Whether a message carries a press of one of our buttons, as an older client sends it."""
    return isinstance(value, Mapping) and value.get("verb") in VERBS


def _word(data: Mapping[str, Any], name: str, longest: int) -> str:
    found = data.get(name, "")
    return found[:longest] if isinstance(found, str) else ""
