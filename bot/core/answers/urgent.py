"""The answer to a sign of serious harm: who to ring, first and short. Nothing stands before the number (promise P3)."""

from __future__ import annotations

from bot.core.answers.context import DISPUTE, DUTY, NOTE, WALK, WRONG, Context
from bot.core.answers.reasons import routes_of, set_aside, why
from bot.core.answers.special import special_paragraphs, special_roles
from bot.core.answers.warnings import warnings
from bot.core.reply import ContactLine, Kind, Reply
from knowledge.schema.common import Band
from knowledge.schema.level import Level
from nlp.understanding import Understanding

DO_NOT_WAIT = "Don't investigate or ask anyone to explain it first, and don't wait for tomorrow."
TELL_FAMILY = "Tell the family you are making the call, unless that could put the child at more risk."
GIVE_THE_NAME = "Give the child's name when you ring. This is not one for a no-names talk."
WRITE_DOWN = "Write down now: what you saw, where, when, and what was said, in the words used."


def urgent(understood: Understanding, context: Context) -> Reply:
    """Ring now. `understood` holds at least one present sign that is a hard stop or child protection."""
    reasons = understood.decision.reasons
    routes = routes_of(reasons, context)
    ring = _ring(routes, context)
    level, _ = context.pack.level_for(Band.CHILD_PROTECTION)
    return context.finish(
        Reply(
            kind=Kind.URGENT,
            headline=headline(ring),
            ring_now=(*ring, *context.emergency()),
            paragraphs=(*special_paragraphs(routes), DO_NOT_WAIT, *_tell(routes), GIVE_THE_NAME, WRITE_DOWN),
            reasons=why(reasons, understood, context),
            set_aside=set_aside(understood, context),
            choices=(WALK, DISPUTE, NOTE, WRONG),
            small_print=(*warnings(understood), published(level, context)),
        )
    )


def _ring(routes: frozenset[str], context: Context) -> tuple[ContactLine, ...]:
    """Who takes this sort of concern, where somebody is likely to pick up; then the duty team; then who opens later."""
    special = context.offers_of(*special_roles(routes))
    now = tuple(each for each in special if each.rings_now and (each.answering == "open" or each.likely))
    later = tuple(each for each in special if each not in now)
    return (*context.lines(now), *context.ring_now(*DUTY), *context.lines(later))


def headline(ring: tuple[ContactLine, ...]) -> str:
    """'Ring now: Emergency Duty Team, 0800 833 408. If the child is in danger this minute: 999.'"""
    danger = "If the child is in danger this minute: 999."
    if not ring or not ring[0].number:
        return f"Ring your council's children's duty team now. {danger}"
    return f"Ring now: {ring[0].name}, {ring[0].number}. {danger}"


def _tell(routes: frozenset[str]) -> tuple[str, ...]:
    return () if routes & {"honour_based", "lado"} else (TELL_FAMILY,)


def published(level: Level, context: Context) -> str:
    """The level and the document it is published in, for the small print."""
    source = context.pack.sources[level.source.ref]
    return f"{context.pack.heading(level)}. {source.title}, {level.edition}. A person decides; I advise."
