"""The note for the practitioner's own record: made here, pasted there, kept nowhere by us."""

from __future__ import annotations

from bot.core.answers.context import NEW, WALK, Context
from bot.core.answers.level import agencies
from bot.core.answers.reasons import COUNTED
from bot.core.reply import Kind, Reply
from knowledge import clock
from nlp.findings import Decision

BLANK = "________"


def note_reply(decision: Decision, context: Context) -> Reply:
    """A note to paste into the child's file, with blanks for what only the practitioner may write."""
    return context.finish(
        Reply(
            kind=Kind.NOTE,
            headline="Copy this into your own record, then fill the gaps. I keep nothing.",
            note="\n".join(_lines(decision, context)),
            choices=(WALK, NEW),
        )
    )


def _lines(decision: Decision, context: Context) -> list[str]:
    now = clock.in_london(context.now)
    return [
        f"Date and time: {now:%d %B %Y, %H:%M}",
        f"Child: {BLANK}",
        f"What I saw or heard, in the words used: {BLANK}",
        f"How often, since when: {BLANK}",
        f"What it is like for the child; the child's own words: {BLANK}",
        "",
        f"Advice tool used, without names: earlyhelp, {context.pack.authority.name}, knowledge {context.version}",
        *_heard(context),
        _level(decision, context),
        "The tool cannot see the child's history. A person decides.",
        "",
        f"Who I spoke to (role), and when: {BLANK}",
        f"What was advised: {BLANK}",
        f"What I decided, and why: {BLANK}",
        f"Family told / agreement, or why not: {BLANK}",
        f"I will look again on: {BLANK}",
    ]


def _heard(context: Context) -> list[str]:
    """The signs counted, in the authority's words; the practitioner's words are not ours to keep."""
    signs = context.pack.indicators
    counted = [each.indicator for each in context.conversation.heard if each.status in COUNTED]
    return [f"Sign it matched: {signs[each].says}" for each in dict.fromkeys(counted) if each in signs]


def _level(decision: Decision, context: Context) -> str:
    if decision.band is None:
        return "Level it came closest to: none matched."
    level, _ = context.pack.level_for(decision.band, agencies(decision.reasons))
    source = context.pack.sources[level.source.ref]
    return f"Level it came closest to: {context.pack.heading(level)} ({source.title}, {level.edition})"
