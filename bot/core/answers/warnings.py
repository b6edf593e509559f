"""The small print about the message itself: what was read otherwise than typed, and what might tell who it is."""

from __future__ import annotations

from nlp.understanding import Understanding

MOST_SHOWN = 3
LONGEST_SHOWN = 60


def warnings(understood: Understanding) -> tuple[str, ...]:
    """At most two sentences; none for most messages."""
    read_as = [f"'{each.typed}' as '{each.read_as}'" for each in understood.corrections]
    said = [f"I read {', '.join(read_as)}."] if read_as else []
    return (*said, *_take_care(understood))


def _take_care(understood: Understanding) -> tuple[str, ...]:
    """Details that name nobody and yet narrow down to one child: a warning, not a stop (promise P2)."""
    found = (understood.text[each.start : each.end] for each in understood.identifiers if not each.stops)
    words = tuple(dict.fromkeys(_short(word) for word in found))[:MOST_SHOWN]
    if not words:
        return ()
    quoted = " and ".join(f"\u201c{word}\u201d" for word in words)
    return (f"Take care: {quoted} could tell who this is without a name. Leave out what the worry doesn't need.",)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else words[:LONGEST_SHOWN].rsplit(" ", 1)[0] + " \u2026"
