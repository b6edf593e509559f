"""Answers where no level is given. Each is kind, short, and has a route to a human (promises P1 and P6)."""

from __future__ import annotations

from bot.core.answers.context import CALLS, DANGER, DUTY, NEW, NOTE, WALK, Context
from bot.core.answers.missing import tell_choice
from bot.core.answers.reasons import set_aside
from bot.core.answers.warnings import warnings
from bot.core.conversation import fingerprint
from bot.core.reply import Choice, Kind, Question, Reply
from knowledge.schema.common import Band
from nlp.guard import GUESSED
from nlp.understanding import Understanding

ADVISER_QUESTIONS = (
    "Four questions an adviser would ask: How old is the child? What exactly was seen or heard? How often? "
    "What is it like for the child?"
)
ONE_OTHER_PERSON = "Talk to one other person today who knows the family, or to your safeguarding lead."
OR_NOW = f"Or don't wait for me. {ONE_OTHER_PERSON}"
SHOWN_IDENTIFIERS = 8
MOST_MARKS = 40


def nothing_matched(understood: Understanding, context: Context) -> Reply:
    """No published sign was near. That is not "no concern"."""
    return context.finish(
        Reply(
            kind=Kind.NOTHING_MATCHED,
            headline="I couldn't match that to a published sign. You noticed something, so it is worth a talk.",
            paragraphs=(ADVISER_QUESTIONS, OR_NOW, "Tell me more in a few plain words, without names."),
            set_aside=set_aside(understood, context),
            contacts=context.lines(context.offers_for(Band.EARLY_HELP))[:3],
            choices=(DANGER, WALK, CALLS, *tell_choice(context)),
            small_print=("I can't see the child's history. A person decides.", *warnings(understood)),
        )
    )


def not_a_worry(understood: Understanding, context: Context) -> Reply:
    """It reads like something other than a worry about a child; a route is given all the same."""
    return context.finish(
        Reply(
            kind=Kind.NOT_A_WORRY,
            headline="That doesn't read like a worry about a child, so I have no level for it.",
            paragraphs=("If a child is behind it, tell me what you saw or heard, and how old the child is.",),
            set_aside=set_aside(understood, context),
            contacts=context.ring_now(*DUTY),
            choices=(DANGER, CALLS, *tell_choice(context)),
        )
    )


def identifiers(understood: Understanding, context: Context, *, reworded: str | None) -> Reply:
    """The message was not read further: which words, why, and how to say it instead (promise P2)."""
    stopping = tuple(each for each in understood.identifiers if each.stops)
    shown = [f"{_masked(understood.text[each.start : each.end])} ({each.why})" for each in stopping[:SHOWN_IDENTIFIERS]]
    return context.finish(
        Reply(
            kind=Kind.IDENTIFIERS,
            headline="I stopped reading: some words may tell somebody who this is. Nothing was kept.",
            ring_now=(),
            paragraphs=(
                f"The words: {'; '.join(shown)}.",
                "Say it without them: \u201ca Year 4 boy at my school\u201d, \u201cher mum\u201d, \u201ca street "
                "near here\u201d. If you typed it in a chat that keeps messages, please delete it there.",
            ),
            contacts=(*context.ring_now(*DUTY), *context.emergency()),
            resend=reworded,
            choices=(*_not_names(understood), DANGER),
            small_print=("If a child is in danger now, don't wait for me: ring.",),
        )
    )


def names_are_words(context: Context) -> Reply:
    """After "those aren't names": for this conversation the words are read as ordinary ones."""
    return context.finish(
        Reply(
            kind=Kind.IDENTIFIERS,
            headline="All right: send your message again, and I will read those words as ordinary words.",
            paragraphs=("Only for this conversation. If one of them does name somebody, please take it out.",),
            contacts=context.ring_now(*DUTY),
        )
    )


def empty(context: Context) -> Reply:
    return context.finish(
        Reply(
            kind=Kind.EMPTY,
            headline="I got no words to read. Tell me what worries you, without names.",
            paragraphs=("For example: \u201cYear 4 boy, always hungry, wears the same jumper all week\u201d.",),
            contacts=context.ring_now(*DUTY),
            choices=(DANGER, CALLS),
        )
    )


def _with_numbers(kind: Kind, headline: str, paragraphs: tuple[str, ...], context: Context) -> Reply:
    """A reply without a level: what to do instead, the duty team for this hour, and 999."""
    return context.finish(
        Reply(
            kind=kind,
            headline=headline,
            paragraphs=paragraphs,
            contacts=(*context.ring_now(*DUTY), *context.emergency()),
            choices=(DANGER, CALLS),
        )
    )


def too_long(context: Context) -> Reply:
    return _with_numbers(
        Kind.TOO_LONG,
        "That is too long for me to read safely. Nothing was kept.",
        ("Tell me in a few sentences what you saw or heard, how often, and how old the child is.",),
        context,
    )


def unreadable(context: Context) -> Reply:
    return _with_numbers(
        Kind.UNREADABLE,
        "I can only read English, and I could not read that. Nothing was kept.",
        (
            "Please write it in simple English, or ring: the teams below can find an interpreter.",
            OR_NOW,
        ),
        context,
    )


def failed(context: Context) -> Reply:
    """Something broke on our side. The numbers stand all the same (promise P6)."""
    return _with_numbers(
        Kind.FAILED,
        "Something went wrong on my side. Nothing was kept. Don't wait for me.",
        (ONE_OTHER_PERSON,),
        context,
    )


def help_text(context: Context) -> Reply:
    """What this is, what it keeps, what it cannot do."""
    return _with_numbers(
        Kind.HELP,
        "Tell me about a worry for a child, without names. I'll say what comes closest and who to call.",
        (
            "For example: \u201cYear 4 boy, always hungry, wears the same jumper all week, mum has stopped "
            "answering the phone\u201d.",
            f"I know what {context.pack.authority.name} has published. I can't see anybody's history, and a "
            "person decides, not me.",
            "Nothing you type is kept. I count only which kind of worry it was, by week.",
            *_but_for_the_officers(context),
        ),
        context,
    )


def _but_for_the_officers(context: Context) -> tuple[str, ...]:
    """The one exception, said wherever it is said that nothing is kept."""
    if not context.missing_days:
        return ()
    return (
        "One exception, if you ask for it: you can tell the officers what was missing. A person reads that, and it is "
        f"kept for at most {context.missing_days} days.",
    )


def ask_authority(names: tuple[tuple[str, str], ...], context: Context) -> Reply:
    """Which authority's levels and numbers? `names` are (id, name) pairs."""
    return context.finish(
        Reply(
            kind=Kind.ASK,
            headline="Which council is the child's home or school in?",
            question=Question("Pick one.", tuple(Choice(f"authority:{each}", name) for each, name in names)),
            contacts=context.emergency(),
            choices=(DANGER,),
        )
    )


def calls(context: Context) -> Reply:
    """Every contact of the authority that can be reached, the duty numbers first."""
    order = (*DUTY, *dict.fromkeys(each.role for each in context.pack.contacts))
    emergency = context.emergency()
    said = {line.tel for line in emergency}
    lines = [line for line in context.lines(context.offers_of(*dict.fromkeys(order))) if line.tel not in said]
    return context.finish(
        Reply(
            kind=Kind.CALLS,
            headline=f"Who to call: {context.pack.authority.name}",
            contacts=(*emergency, *lines),
            choices=(NEW,),
            small_print=(context.pack.authority.no_names.says,),
        )
    )


def danger(context: Context) -> Reply:
    """The child is in danger now."""
    ring = context.ring_now(*DUTY)
    return context.finish(
        Reply(
            kind=Kind.URGENT,
            headline="If the child is in danger this minute, ring 999 now. Then ring the duty team.",
            ring_now=(*context.emergency(), *ring),
            paragraphs=(
                "Stay with the child if that is safe. Give the child's name: this is not one for a no-names talk.",
                "Then write down what you saw and heard, where and when, in the words used.",
            ),
            choices=(NOTE, NEW),
        )
    )


def _not_names(understood: Understanding) -> tuple[Choice, ...]:
    """A choice that carries one-way marks of the guessed words, so that none of them need be kept."""
    guessed = (each for each in understood.identifiers if each.stops and each.type in GUESSED)
    marks = dict.fromkeys(fingerprint(understood.text[each.start : each.end]) for each in guessed)
    return (Choice(f"not-names:{','.join(tuple(marks)[:MOST_MARKS])}", "Those aren't names"),) if marks else ()


def _masked(word: str) -> str:
    """The first letter only: enough to find the word, not enough to spread it."""
    return f"\u201c{word.strip()[:1]}\u2026\u201d"
