"""What people type instead of pressing: "2", "yes", "walk me through it", "call list".

Only a whole message that means exactly one choice counts as a choice; everything else is a worry to be read.
"""

from __future__ import annotations

from bot.core.answers.context import Context
from bot.core.answers.level import SAFE
from bot.core.answers.walk import PREFIX
from bot.core.house import House
from bot.core.noting import label_of
from flows import engine
from flows.typed import chosen
from flows.typed import plain as plainly

COMMANDS = {
    "help": "help", "hi": "help", "hello": "help", "hey": "help", "hiya": "help", "good morning": "help",
    "good afternoon": "help", "thanks": "help", "thank you": "help", "ta": "help", "what is this": "help",
    "new": "new", "start again": "new", "start over": "new", "ask about another worry": "new",
    "call": "calls", "calls": "calls", "call list": "calls", "who do i call": "calls", "who to call": "calls",
    "note": "note", "note for my record": "note",
    "walk": "walk", "walk me through it": "walk", "flow": "walk", "what do i do next": "walk",
    "thats not right": "wrong", "wrong": "wrong", "not right": "wrong",
    "they wont take it": "dispute", "they wont take it what now": "dispute",
    "danger": "danger", "999": "danger", "emergency": "danger", "the child is in danger now": "danger",
    "calendar": "calendar", "put the date in my calendar": "calendar",
    "change council": "authorities", "council": "authorities",
    "tell the officers what was missing": "missing", "tell the officers": "missing", "what was missing": "missing",
    "tell officers whats missing": "missing", "tell officers": "missing", "whats missing": "missing",
    "dont tell them": "help",
}  # fmt: skip
SAID = {
    "yes": "yes", "y": "yes", "yeah": "yes", "yep": "yes", "no": "no", "n": "no", "nope": "no",
    "i dont know": "unsure", "dont know": "unsure", "dunno": "unsure", "not sure": "unsure", "unsure": "unsure",
}  # fmt: skip
LONGEST_CHOICE = 80


def typed_choice(text: str, context: Context, house: House) -> str | None:
    """The id of the choice these words mean, or None when they are something to read."""
    if len(text) > LONGEST_CHOICE:
        return None
    said = plainly(text)
    offered = context.conversation.offered
    return (
        _in_flow(text, context, house)
        or _told(said, offered)
        or _numbered(said, offered)
        or _labelled(said, offered)
        or COMMANDS.get(said)
    )


def _in_flow(text: str, context: Context, house: House) -> str | None:
    """A choice of the step now shown."""
    if not any(each.startswith(PREFIX) for each in context.conversation.offered):
        return None
    decoded = engine.decode(house.flows, context.conversation.flow)
    if isinstance(decoded, engine.Unreadable):
        return None
    found = chosen(engine.view(house.flows, decoded.state), text)
    return f"{PREFIX}{found}" if found else None


def _told(said: str, offered: tuple[str, ...]) -> str | None:
    """Yes, no or "I don't know" to the question that was asked."""
    answer = SAID.get(said)
    if answer == "yes" and any(each.startswith(f"told:{SAFE}:") for each in offered):
        return "danger"
    return next((each for each in offered if answer and each.startswith("told:") and each.endswith(f":{answer}")), None)


def _labelled(said: str, offered: tuple[str, ...]) -> str | None:
    """What was missing, by the words on its button."""
    return next((each for each in offered if (label := label_of(each)) and plainly(label) == said), None)


def _numbered(said: str, offered: tuple[str, ...]) -> str | None:
    number = said.removeprefix("option ").removeprefix("number ")
    if not number.isdecimal() or len(number) > 2 or not 1 <= int(number) <= len(offered):
        return None
    return offered[int(number) - 1]
