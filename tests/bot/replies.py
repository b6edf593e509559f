"""A corpus of replies: every kind, made by the core from the real knowledge, and some that are larger than life.

Every channel's builders are tested with these, and `test_channels_say_the_same` lays the channels side by side.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from bot.core.answers import missing, not_read, other
from bot.core.consultation import answer, context_of
from bot.core.conversation import Conversation
from bot.core.reply import Choice, ContactLine, Evidence, Kind, Question, Reply
from bot.core.turn import Turn
from knowledge.clock import LONDON

from .web.fake_house import NAME, house

TUESDAY = dt.datetime(2026, 11, 24, 17, 40, tzinfo=LONDON)
SATURDAY = dt.datetime(2026, 11, 28, 3, 5, tzinfo=LONDON)
TYPED = {
    "urgent": "baby not rolling yet, bruise on the cheek, always hungry",
    "level": "brings broth to share, y4",
    "level with something set aside": "no bruise, always hungry",
    "identifiers": f"{NAME} is always hungry",
    "empty": "   ",
    "too long": "hungry " * 2000,
    "unreadable": "!!!! ????",
    "nothing matched": "he seems a bit off since half term",
    "not a worry": "what is on the lunch menu",
    "help": "help",
    "calls": "call list",
    "which council": "change council",
    "danger": "999",
}
MISSING_DAYS = 90
AUTHORITIES = ("bury", "oldham", "oxfordshire", "tameside", "national", "")
QUOTES = (
    "see *this* _and_ [that](https://example.org), `code`",
    "<at>Somebody</at> & <!channel> <script>alert(1)</script>",
    "- a list\n# a heading\n1. a number",
)


@lru_cache(maxsize=1)
def replies() -> dict[str, Reply]:
    """Every reply by a name that tells what it is."""
    found = {
        f"{authority or 'no council'}: {name}": reply for authority in AUTHORITIES for name, reply in _of(authority)
    }
    return found | _missing() | _walked() | _larger_than_life()


def _of(authority: str) -> list[tuple[str, Reply]]:
    """What the core says to each of the messages above, and to what can be pressed on a level."""
    said = [(name, _say(typed, authority)) for name, typed in TYPED.items()]
    level = _say(TYPED["level with something set aside"], authority)
    pressed = [(choice.id, _press(choice.id, level)) for choice in level.all_choices]
    return [
        *said,
        *pressed,
        ("failed", other.failed(_context(authority))),
        ("busy", not_read.busy(_context(authority))),
        ("too often", not_read.too_often(_context(authority))),
        ("too slow", not_read.too_slow(_context(authority))),
        ("at night", _say(TYPED["urgent"], authority, SATURDAY)),
    ]


def _missing() -> dict[str, Reply]:
    """What leads to the officers, and what is said there."""
    listed = _press("missing", _say(TYPED["nothing matched"], "oldham"))
    asked = _press("missing-words:in-own-words", listed)
    harm = _type(TYPED["urgent"], asked)
    return {
        "missing: the list": listed,
        "missing: which worry": _press("missing:worry-not-known", listed),
        "missing: picked": _press("missing:wrong-level", listed),
        "missing: in own words": asked,
        "missing: told": _type("there is a nurture group at our school", asked),
        "missing: too long": _type("a group " * 100, asked),
        "missing: a name": _type(TYPED["identifiers"], asked),
        "missing: reads like harm": harm,
        "missing: sure": _type(TYPED["urgent"], _press(harm.all_choices[-1].id, harm)),
        "missing: not kept": missing.not_kept(_context("oldham")),
    }


def _type(typed: str, after: Reply) -> Reply:
    return answer(Turn(typed=typed, state=after.state), house(), now=TUESDAY, missing_days=MISSING_DAYS).reply


def _walked() -> dict[str, Reply]:
    """A walk by its first choices, to an outcome and what can be pressed there."""
    found = {}
    for authority in AUTHORITIES[:-1]:
        reply = _press("walk", _say(TYPED["level"], authority))
        for step in range(6):
            found[f"{authority}: step {step}"] = reply
            reply = _press(reply.all_choices[0].id, reply)
        found[f"{authority}: after the walk"] = reply
    return found


def _larger_than_life() -> dict[str, Reply]:
    """Longer than anything the knowledge holds, and words that some platform reads as more than words."""
    plain = _say(TYPED["level"], "oldham")
    calls = _say(TYPED["calls"], "oldham")
    hostile = tuple(Evidence("i", "A child is hungry.", (quote,), "A source, 2026", heard_as="") for quote in QUOTES)
    line = ContactLine("x", "A team with a rather long name", "0161 496 0000", "+441614960000", "open until 17:00")
    many = tuple(
        replace(line, id=f"x{n}", name=f"{line.name} {n}", purpose="For what it is there. " * 12) for n in range(60)
    )
    long_choices = tuple(
        Choice(f"step:choice-{n}", f"A choice that takes quite some words to say, {n}") for n in range(11)
    )
    return {
        "words that look like markup": replace(plain, reasons=hostile, set_aside=hostile, resend=" ".join(QUOTES)),
        "sixty contacts": replace(calls, contacts=many),
        "sixty contacts and an urgent box": replace(calls, kind=Kind.URGENT, ring_now=(line,), contacts=many),
        "long paragraphs": replace(
            plain, paragraphs=tuple("A sentence of ten words that says nothing at all here. " * 40 for _ in range(8))
        ),
        "eleven long choices": replace(plain, question=Question("Which of these?", long_choices, "Pick one. " * 30)),
        "nothing but a headline": Reply(Kind.HELP, "Nothing but a headline."),
        "a long note": replace(
            _press("note", plain), note="\n".join(f"A line of the note: {n} ________" for n in range(150))
        ),
    }


def _context(authority: str) -> other.Context:
    return context_of(Conversation(authority=authority), house(), TUESDAY)


def _say(typed: str, authority: str, now: dt.datetime = TUESDAY) -> Reply:
    return answer(Turn(typed=typed, authority=authority), house(), now=now, missing_days=MISSING_DAYS).reply


def _press(choice: str, reply: Reply) -> Reply:
    return answer(Turn(choice=choice, state=reply.state), house(), now=TUESDAY, missing_days=MISSING_DAYS).reply
