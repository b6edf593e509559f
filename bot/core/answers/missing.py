"""What somebody wants to tell the officers was missing: picked from a list, or in their own words.

Before words are asked for it is said that a person reads them and how long they are kept (promise P2); each of these
answers has a route to a human all the same (promises P1 and P6).
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.answers.context import CALLS, DANGER, DUTY, NEW, Context
from bot.core.reply import Choice, Kind, Question, Reply
from trends.missing_kinds import Kind as Missing
from trends.missing_kinds import Kinds

WORDS = "missing-words"
SURE = "missing-sure"
ABOUT = "missing"
TELL_OFFICERS = Choice(ABOUT, "Tell officers what's missing")
PICK = "Pick one. They learn only what you pick, the council and the week."
TOLD_FIRST = (
    "Your next message is for the officers. A person reads it. It is kept for at most {days} days, with the council "
    "and the week, and without who you are, the channel or the time. At most {longest} characters, and no names."
)
WHAT_HELPS = "Say what you looked for, not what happened to a child. A worry about a child is not for them: tell me."
NOT_PASSED_ON = "I read that as a worry about a child, so I answered it and kept nothing for the officers."
ALSO_KEPT = "It is kept for the officers too, for at most {days} days, as you asked. They do not act on it: ring."
ALSO_NOT_KEPT = "It could not be kept for the officers."


def tell_choice(context: Context) -> tuple[Choice, ...]:
    """The choice to press, where such notes are taken."""
    return (TELL_OFFICERS,) if context.missing_days else ()


def what_was_missing(known: Kinds, context: Context) -> Reply:
    """The list."""
    choices = tuple(Choice(f"{WORDS if each.words else ABOUT}:{each.id}", each.says) for each in known.kinds)
    return _asked(Question("What was missing?", choices, PICK), context)


def which_of(kind: Missing, context: Context) -> Reply:
    """Which part of the kind? `kind.which` is given."""
    assert kind.which is not None, "only a kind with parts has a second question"
    choices = tuple(Choice(f"{ABOUT}:{kind.id}.{each.id}", each.says) for each in kind.which.of)
    return _asked(Question(kind.which.asks, choices, PICK), context)


def _asked(question: Question, context: Context) -> Reply:
    return context.finish(
        Reply(
            kind=Kind.MISSING,
            headline="Thank you: this helps the next person who asks.",
            question=question,
            contacts=context.ring_now(*DUTY),
            choices=(CALLS, DANGER),
        )
    )


def in_own_words(meaning: str, longest: int, context: Context) -> Reply:
    """What is said before words are taken; the conversation in `context` says that the next message is the note."""
    return context.finish(
        Reply(
            kind=Kind.MISSING,
            headline="Type what was missing, in a sentence or two.",
            paragraphs=(TOLD_FIRST.format(days=context.missing_days, longest=longest), WHAT_HELPS),
            contacts=context.ring_now(*DUTY),
            choices=(Choice("help", "Don't tell them"), DANGER),
            small_print=(f"For the officers: \u201c{meaning}\u201d.",),
        )
    )


def too_long_to_keep(longest: int, context: Context) -> Reply:
    """More words than are kept. Nothing was; the next message is the note still."""
    return context.finish(
        Reply(
            kind=Kind.MISSING,
            headline=f"That is longer than {longest} characters, so nothing was kept. Say it in a sentence or two.",
            contacts=context.ring_now(*DUTY),
            choices=(Choice("help", "Don't tell them"), DANGER),
        )
    )


def told(meaning: str, context: Context, *, more: Choice | None = None) -> Reply:
    """Kept. `more`: the choice to say it in words too."""
    return context.finish(
        Reply(
            kind=Kind.MISSING,
            headline="Thank you. The officers will read it.",
            paragraphs=(
                f"They see: \u201c{meaning}\u201d, {context.pack.authority.name}, and the week. It is kept for at most "
                f"{context.missing_days} days.",
                "They don't act on a worry about a child. If there is one, tell me what you saw or heard, or ring.",
            ),
            contacts=context.ring_now(*DUTY),
            choices=(*((more,) if more else ()), NEW, CALLS, DANGER),
        )
    )


def not_kept(context: Context) -> Reply:
    """The note could not be kept; said plainly, since the person was told that it would be."""
    return context.finish(
        Reply(
            kind=Kind.MISSING,
            headline="I could not keep that for the officers, and nothing was kept.",
            paragraphs=("Please try again later, or tell your council's early help team.",),
            contacts=context.ring_now(*DUTY),
            choices=(NEW, CALLS, DANGER),
        )
    )


def with_way_to_officers(reply: Reply, kind: str, context: Context) -> Reply:
    """The answer to a worry that was meant as a note: first the answer, and last the way to send it all the same."""
    sure = Choice(f"{SURE}:{kind}", "That was for the officers")
    return context.finish(saying(replace(reply, choices=(*reply.choices, sure)), NOT_PASSED_ON))


def saying(reply: Reply, line: str) -> Reply:
    """The reply with one more line of small print."""
    return replace(reply, small_print=(*reply.small_print, line))
