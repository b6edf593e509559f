"""What to say when a school or centre was typed that the knowledge does not surely know."""

from __future__ import annotations

from bot.core.conversation import Conversation
from bot.core.house import House
from knowledge.settings import find_setting

WHICH_ONE = "Which place did you mean: {names}? Until you choose, I use numbers for the whole council."
NOT_KNOWN = "I don't know that school or centre, so I use numbers for the area or the whole council."


def place_note(house: House, conversation: Conversation, school: str) -> str:
    """What to say when a school was typed and is not surely known; empty when it is, or when none was typed."""
    if not school.strip():
        return ""
    found = find_setting(house.pack_of(conversation), school)
    if found.place:
        return ""
    return WHICH_ONE.format(names=" or ".join(found.candidates[:3])) if found.candidates else NOT_KNOWN
