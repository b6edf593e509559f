"""Answers to a message that was not read, because too much waits or it took too long. The numbers come first.

Nobody looked at the words, so they may be those of a child in danger: 999 and the duty team stand before the reason
(promises P3 and P6), and everything that can be pressed works all the same.
"""

from __future__ import annotations

from bot.core.answers.context import CALLS, DANGER, DUTY, WALK, Context
from bot.core.answers.other import ONE_OTHER_PERSON
from bot.core.reply import Kind, Reply

IN_DANGER = "If a child is in danger now: 999."
STILL_YOURS = "Your message was not read and not kept. Send it again in a minute; what you told me before still counts."


def busy(context: Context) -> Reply:
    """More people ask than can be answered soon."""
    return _not_read(
        Kind.BUSY,
        "Many people are asking at once, so I can't read your message this minute.",
        context,
    )


def too_often(context: Context) -> Reply:
    """One person sends more than one person can mean to."""
    return _not_read(
        Kind.TOO_OFTEN,
        "That is a lot of messages in one minute, so I did not read this one.",
        context,
    )


def too_slow(context: Context) -> Reply:
    """The reading did not come to an end in time."""
    return _not_read(
        Kind.FAILED,
        "Reading that took too long, so I stopped. Something may be wrong on my side.",
        context,
    )


def _not_read(kind: Kind, why: str, context: Context) -> Reply:
    return context.finish(
        Reply(
            kind=kind,
            headline=f"{IN_DANGER} {why}",
            ring_now=(*context.emergency(), *context.ring_now(*DUTY)),
            paragraphs=(f"Worried now? Don't wait for me: ring. {ONE_OTHER_PERSON}", STILL_YOURS),
            choices=(DANGER, CALLS, WALK),
            small_print=("The buttons work at once.",),
        )
    )
