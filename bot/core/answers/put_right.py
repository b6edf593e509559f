""" "That's not right": the person says what was misread, and is believed."""

from __future__ import annotations

from bot.core.answers.context import CALLS, DANGER, DUTY, Context
from bot.core.answers.missing import tell_choice
from bot.core.answers.reasons import COUNTED
from bot.core.reply import Choice, Kind, Question, Reply

MOST = 8


def put_right(context: Context) -> Reply:
    """Which of the signs was misread? Each can be turned round with one press."""
    signs = context.pack.indicators
    known = [each for each in context.conversation.heard if each.indicator in signs]
    choices = tuple(
        Choice(f"drop:{each.indicator}", f"Not happening: {signs[each.indicator].says}")
        if each.status in COUNTED and each.whose != "fiction"
        else Choice(f"restore:{each.indicator}", f"It is happening: {signs[each.indicator].says}")
        for each in known[:MOST]
    )
    return context.finish(
        Reply(
            kind=Kind.ASK,
            headline="Thank you. What did I get wrong?",
            question=Question("Pick one, or say it again in other words.", choices) if choices else None,
            paragraphs=() if choices else ("Say it again in other words: what you saw or heard, how often, how old.",),
            contacts=context.ring_now(*DUTY),
            choices=(CALLS, DANGER, *tell_choice(context)),
        )
    )
