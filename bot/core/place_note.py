"""What a channel adds about the place: that no council is chosen, or that a school typed is not surely known."""

from __future__ import annotations

from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import Reply
from knowledge.settings import find_setting

WHICH_ONE = "Which place did you mean: {names}? Until you choose, I use numbers for the whole council."
NOT_KNOWN = "I don't know that school or centre, so I use numbers for the area or the whole council."


def lacks_council(reply: Reply) -> bool:
    """Whether no council is chosen and the reply does not ask for one itself."""
    chosen = Conversation.decode(reply.state).authority
    return not chosen and not any(each.id.startswith("authority:") for each in reply.all_choices)


def place_note(house: House, conversation: Conversation, school: str) -> str:
    """What to say when a school was typed and is not surely known; empty when it is, or when none was typed."""
    if not school.strip():
        return ""
    found = find_setting(house.pack_of(conversation), school)
    if found.place:
        return ""
    return WHICH_ONE.format(names=" or ".join(found.candidates[:3])) if found.candidates else NOT_KNOWN
