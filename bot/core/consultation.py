"""One turn in, one reply out: the way every channel asks.

    Turn -> conversation -> (a choice? press it : read the message) -> Reply

Pure: the clock, the knowledge and the readers come in as arguments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from bot.core import noting
from bot.core.answers import other
from bot.core.answers.context import Context
from bot.core.answers.level import level_answer
from bot.core.answers.urgent import urgent
from bot.core.choices import press
from bot.core.conversation import PRECISION, Conversation, fingerprint
from bot.core.house import House
from bot.core.reply import Reply
from bot.core.turn import Answered, Count, Turn
from bot.core.typed import typed_choice
from knowledge.directory import Place
from knowledge.pack import Pack
from knowledge.settings import find_area, find_setting
from nlp.circumstances import circumstances_of_stage
from nlp.findings import STRENGTH, Finding
from nlp.understanding import Heard, Understanding


def answer(turn: Turn, house: House, *, now: dt.datetime, missing_days: int = 0) -> Answered:
    """The reply to one turn. Always a reply; see `bot.core.safely` for what happens when this raises.

    `missing_days`: how long a note to the officers is kept; 0 where none is taken.
    """
    conversation = at_place(Conversation.decode(turn.state), turn, house)
    context = replace(context_of(conversation, house, now), missing_days=missing_days)
    choice = turn.choice or typed_choice(turn.typed, context, house)
    if choice:
        return press(choice, context, house, again=weighed)
    return message(turn.typed, context, house)


def message(text: str, context: Context, house: House) -> Answered:
    """The answer to a worry in the person's own words, added to what they said before."""
    before = context.conversation
    understood = house.read(text, context.pack, lambda word: fingerprint(word) in before.not_names)
    if context.missing_days and noting.is_note(before):
        return note(understood, context, house)
    if understood.refused:
        return Answered(refusal(understood, context, house), understood)
    return worry(understood, replace(context, conversation=noting.without_note(before)), house)


def note(understood: Understanding, context: Context, house: House) -> Answered:
    """The answer to a message for the officers; first to the worry in it, where it may be one (promise P3)."""
    understood = noting.read_strictly(understood)
    if understood.refused:
        return Answered(refusal(understood, context, house), understood)
    if not noting.may_be_harm(understood):
        return noting.noted(understood, context)
    without = replace(context, conversation=noting.without_note(context.conversation))
    return noting.answered_as_worry(worry(understood, without, house), understood.text, context)


def worry(understood: Understanding, context: Context, house: House) -> Answered:
    """The answer to a worry that was read, together with what was heard before."""
    before = context.conversation
    if before.heard:
        understood = added_to(before, understood, context, house)
    context = replace(context, conversation=remembering(understood, before))
    return Answered(reply_to(understood, context), understood, count_of(understood, context))


def remembering(understood: Understanding, before: Conversation) -> Conversation:
    """The conversation with what was just heard, as ids."""
    return replace(
        before,
        heard=understood.heard(),
        near=understood.near,
        voiced=tuple(round(PRECISION * each) for each in understood.voiced),
        flow="",
    )


def added_to(before: Conversation, understood: Understanding, context: Context, house: House) -> Understanding:
    """What was heard earlier still counts: a detail added later must not make a worry smaller (promise P3)."""
    age = circumstances_of_stage(understood.stage)
    earlier = (replace(each, circumstances=tuple(sorted({*each.circumstances, *age}))) for each in before.heard)
    voiced = max(understood.voiced, before.shares, key=lambda each: sum(n * share for n, share in enumerate(each)))
    together = house.recall(stronger_of((*understood.heard(), *earlier)), voiced, context.pack)
    said_now = {(each.indicator, each.status): each for each in understood.findings}

    def quoted(finding: Finding) -> Finding:
        return replace(finding, evidence=said_now.get((finding.indicator, finding.status), finding).evidence)

    decision = replace(together.decision, reasons=tuple(map(quoted, together.decision.reasons)))
    return replace(understood, findings=tuple(map(quoted, together.findings)), voiced=voiced, decision=decision)


def stronger_of(heard: Iterable[Heard]) -> tuple[Heard, ...]:
    """One reading of each sign: the strongest, with every circumstance that was told of it."""
    kept: dict[str, Heard] = {}
    for each in heard:
        other = kept.get(each.indicator, each)
        first = min(each, other, key=lambda one: (one.whose == "fiction", STRENGTH.index(one.status)))
        told = tuple(sorted({*each.circumstances, *other.circumstances}))
        kept[each.indicator] = replace(first, circumstances=told)
    return tuple(kept.values())


def weighed(conversation: Conversation, context: Context, house: House) -> Answered:
    """The answer again, after the person answered a question or put something right."""
    context = replace(context, conversation=conversation)
    understood = house.recall(conversation.heard, conversation.shares, context.pack)
    understood = replace(understood, near=conversation.near)
    return Answered(reply_to(understood, context), understood)


def reply_to(understood: Understanding, context: Context) -> Reply:
    """The reply that fits what was understood: the urgent one before all others (promise P3)."""
    decision = understood.decision
    if decision.urgent:
        return urgent(understood, context)
    if decision.band:
        return level_answer(understood, context)
    if understood.findings or worried(understood):
        return other.nothing_matched(understood, context)
    return other.not_a_worry(understood, context)


def worried(understood: Understanding) -> bool:
    """Whether the message may be about a child: only a clear "no" of the learned voice says it is not."""
    return not understood.voiced or understood.voiced[0] < 0.5


def refusal(understood: Understanding, context: Context, house: House) -> Reply:
    """The reply to a message that was not read."""
    if understood.refused == "identifiers":
        return other.identifiers(understood, context, reworded=house.reword(understood))
    if understood.refused == "empty":
        return other.empty(context)
    if understood.refused == "too_long":
        return other.too_long(context)
    return other.unreadable(context)


def at_place(conversation: Conversation, turn: Turn, house: House) -> Conversation:
    """The conversation with the authority, area and school this turn names; unknown names change nothing."""
    if turn.authority in house.served and turn.authority != conversation.authority:
        conversation = replace(conversation, authority=turn.authority, area="", setting="", flow="")
    conversation = with_known_place(conversation, house)
    pack = house.pack_of(conversation)
    place = place_named(pack, area=turn.area, school=turn.school)
    if place is None:
        return conversation
    return replace(conversation, area=place.area or conversation.area, setting=place.setting or "")


def at_default(turn: Turn, authority: str) -> Turn:
    """The turn at this authority as long as its conversation has chosen none."""
    return turn if Conversation.decode(turn.state).authority else replace(turn, authority=authority)


def with_known_place(conversation: Conversation, house: House) -> Conversation:
    """Without an authority that is not served, an area or a setting that its pack does not have."""
    if conversation.authority and conversation.authority not in house.served:
        return replace(conversation, authority="", area="", setting="", flow="")
    places = house.pack_of(conversation).places
    area = conversation.area if conversation.area in {each.id for each in places.areas} else ""
    setting = conversation.setting if conversation.setting in {each.id for each in places.settings} else ""
    return replace(conversation, area=area, setting=setting)


def place_named(pack: Pack, *, area: str, school: str) -> Place | None:
    """The place when the name given is surely known; a school goes before an area."""
    found = find_setting(pack, school) if school else find_area(pack, area) if area else None
    return found.place if found else None


def context_of(conversation: Conversation, house: House, now: dt.datetime) -> Context:
    pack = house.pack_of(conversation)
    setting = next((each for each in pack.places.settings if each.id == conversation.setting), None)
    place = Place(
        area=conversation.area or None,
        setting=setting.id if setting else None,
        setting_type=setting.type if setting else None,
    )
    return Context(pack=pack, place=place, now=now, conversation=conversation, version=house.knowledge.version)


def count_of(understood: Understanding, context: Context) -> Count:
    """The counter row for a worry: the domain of its weightiest sign and the band, and nothing of its words."""
    first = next(iter(understood.decision.reasons), None)
    return Count(
        authority=context.pack.id,
        area=context.place.area,
        setting_type=context.place.setting_type,
        domain=first.domain if first else None,
        band=str(understood.decision.band) if understood.decision.band else None,
        flow=None,
        outcome=None,
        matched=first is not None,
    )
