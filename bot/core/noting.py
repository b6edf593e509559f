"""Telling the officers what was missing: the presses that lead there, and the typed message that is kept.

    "missing"            the list            "missing:KIND"   kept at once, or the question which part of it
    "missing-words:KIND" words are asked for; the conversation then says that the next message is the note
    "missing-sure:KIND"  the same, after a note was answered as a worry

A note that reads like serious harm is answered as the worry it may be, and not kept (promise P3); who is sure that it
is for the officers sends it again: it is answered as a worry all the same, and kept. What may point at a person stops
a note, also where it would only be warned of in a worry: a worry is forgotten, and this is not (promise P2).
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.answers import missing, other
from bot.core.answers.context import Context
from bot.core.conversation import Conversation
from bot.core.reply import Choice
from bot.core.turn import Answered, Telling
from knowledge.schema.common import Band
from nlp.understanding import Understanding
from trends.missing import Note, plain_words
from trends.missing_kinds import kinds

VERBS = (missing.ABOUT, missing.WORDS, missing.SURE)
IS_SURE = "sure"


def press(verb: str, kind: str, context: Context) -> Answered:
    """The answer to a press that leads to the officers. An unknown kind, or one of another version, gets the list."""
    if not context.missing_days:
        return Answered(other.help_text(context))
    if verb == missing.ABOUT:
        return _picked(kind, context)
    if kind not in kinds().ids:
        return Answered(missing.what_was_missing(kinds(), context))
    marks = (kind, IS_SURE) if verb == missing.SURE else (kind,)
    context = replace(context, conversation=replace(context.conversation, noting=marks))
    return Answered(missing.in_own_words(kinds().meaning(kind), kinds().longest, context))


def _picked(kind: str, context: Context) -> Answered:
    found = kinds().find(kind)
    if found and found.which and kind == found.id:
        return Answered(missing.which_of(found, context))
    if found is None or kind not in kinds().ids:
        return Answered(missing.what_was_missing(kinds(), context))
    more = Choice(f"{missing.WORDS}:{kind}", "Say more in my own words")
    return _told(Note(context.pack.id, kind), context, more=more)


def is_note(conversation: Conversation) -> bool:
    """Whether the next typed message is for the officers."""
    return bool(conversation.noting) and conversation.noting[0] in kinds().ids


def read_strictly(understood: Understanding) -> Understanding:
    """A note as the guard reads it: what is only warned of in a worry stops it."""
    if understood.refused or not understood.identifiers:
        return understood
    stopping = tuple(replace(each, stops=True) for each in understood.identifiers)
    return replace(understood, refused="identifiers", identifiers=stopping)


def may_be_harm(understood: Understanding) -> bool:
    """Whether it reads like serious harm, or may: in doubt a note is a worry."""
    decision = understood.decision
    return decision.urgent or Band.CHILD_PROTECTION in {decision.band, decision.runner_up}


def noted(understood: Understanding, context: Context) -> Answered:
    """The note, kept by whoever shows the answer."""
    kind, text = context.conversation.noting[0], plain_words(understood.text)
    if len(text) > kinds().longest:
        return Answered(missing.too_long_to_keep(kinds().longest, context), understood)
    finished = replace(context, conversation=without_note(context.conversation))
    return replace(_told(Note(context.pack.id, kind, text), finished), understanding=understood)


def answered_as_worry(answered: Answered, text: str, context: Context) -> Answered:
    """The answer to a note that may be a worry: kept too where the person is sure that it is for the officers.

    `context` is that of the note, `answered` the worry's own answer.
    """
    kind, *sure = context.conversation.noting
    if not sure or len(plain_words(text)) > kinds().longest:
        after = Conversation.decode(answered.reply.state)
        reply = missing.with_way_to_officers(answered.reply, kind, replace(context, conversation=after))
        return replace(answered, reply=reply)
    reply = missing.saying(answered.reply, missing.ALSO_KEPT.format(days=context.missing_days))
    otherwise = missing.saying(answered.reply, missing.ALSO_NOT_KEPT)
    return replace(answered, reply=reply, telling=Telling(Note(context.pack.id, kind, plain_words(text)), otherwise))


def label_of(choice: str) -> str | None:
    """What stands on the button of a kind, or of a part of one; None for any other choice."""
    verb, _, kind = choice.partition(":")
    return kinds().label(kind) if verb in VERBS and kind else None


def without_note(conversation: Conversation) -> Conversation:
    return replace(conversation, noting=())


def _told(note: Note, context: Context, *, more: Choice | None = None) -> Answered:
    reply = missing.told(kinds().meaning(note.kind), context, more=more)
    return Answered(reply, telling=Telling(note, missing.not_kept(context)))
