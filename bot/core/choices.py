"""What each choice does. A choice is an id, pressed or typed; an old or unknown one answers sensibly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.core import noting
from bot.core.answers import other
from bot.core.answers.context import Context
from bot.core.answers.note import note_reply
from bot.core.answers.put_right import put_right
from bot.core.answers.special import special_flow
from bot.core.answers.walk import calendar_reply, step_reply
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import Reply
from bot.core.turn import Answered, Count
from flows import engine
from flows.schema import DANGER
from flows.state import State, encode
from flows.views import OutcomeView, View
from knowledge.pack import Pack
from knowledge.schema.common import Band
from nlp.findings import Decision, Finding
from nlp.understanding import Heard

Again = Callable[[Conversation, Context, House], Answered]
DISPUTED_FLOW = "shared.decision-disputed"


def press(choice: str, context: Context, house: House, *, again: Again) -> Answered:
    """The answer to a choice. `again` weighs what was heard once more."""
    verb, _, rest = choice.partition(":")
    if verb != "not-names":
        context = _with(context, noting=())
    if verb in noting.VERBS:
        return noting.press(verb, rest, context)
    if verb in {"told", "restore", "drop"}:
        return again(_put_right(verb, rest, context.conversation), context, house)
    if verb == "authority":
        return _at_authority(rest, context, house, again)
    if verb == "step":
        return _step(rest, context, house)
    if verb == "not-names":
        words = frozenset([*context.conversation.not_names, *rest.split(",")]) - {""}
        return Answered(other.names_are_words(_with(context, not_names=tuple(sorted(words)))))
    return _plain(verb, context, house)


def _plain(verb: str, context: Context, house: House) -> Answered:
    """Choices that are a single word."""
    if verb == "walk":
        return _walk(context, house)
    if verb == "dispute":
        return _begin(DISPUTED_FLOW, None, context, house)
    if verb == "danger":
        return _danger(context, house)
    return Answered(_told_back(verb, context, house))


def _told_back(verb: str, context: Context, house: House) -> Reply:
    if verb == "note":
        return note_reply(_decision(context, house), context)
    if verb == "calls":
        return other.calls(context)
    if verb == "wrong":
        return put_right(context)
    if verb == "calendar":
        return calendar_reply(_view(context, house), context)
    if verb == "authorities":
        return other.ask_authority(house.names(), context)
    if verb == "new":
        context = replace(context, conversation=context.conversation.without_worry())
    return other.help_text(context)


def _put_right(verb: str, rest: str, conversation: Conversation) -> Conversation:
    """The conversation after a question was answered, or a sign that was misread was turned round."""
    if verb == "told":
        return _told(rest, conversation)
    return _with_status(conversation, rest, "present" if verb == "restore" else "negated")


def _told(rest: str, conversation: Conversation) -> Conversation:
    """A question answered: "yes" makes its indicator present, "no" and "I don't know" are remembered as such."""
    indicator, _, said = rest.rpartition(":")
    conversation = conversation.telling(indicator, said)
    if said == "yes":
        return _with_status(conversation, indicator, "present")
    return conversation


def _with_status(conversation: Conversation, indicator: str, status: str) -> Conversation:
    others = tuple(each for each in conversation.heard if each.indicator != indicator)
    before = next((each for each in conversation.heard if each.indicator == indicator), None)
    kept = before.circumstances if before else ()
    now = Heard(indicator, "present" if status == "present" else "negated", "child", kept, "told")
    return replace(conversation, heard=(*others, now))


def _at_authority(authority: str, context: Context, house: House, again: Again) -> Answered:
    if authority not in house.served:
        return Answered(other.ask_authority(house.names(), context))
    conversation = replace(context.conversation, authority=authority, area="", setting="", flow="")
    context = replace(context, conversation=conversation, pack=house.pack_of(conversation))
    if conversation.heard:
        return again(conversation, context, house)
    return Answered(other.help_text(context))


def _decision(context: Context, house: House) -> Decision:
    """The level again, of what was heard so far."""
    conversation = context.conversation
    return house.recall(conversation.heard, conversation.shares, context.pack).decision


def flow_for(reasons: Iterable[Finding], pack: Pack, house: House) -> str:
    """The flow of a concern with a process of its own, or else the authority's."""
    signs = pack.indicators
    special = special_flow(signs[each.indicator].route for each in reasons if each.indicator in signs)
    return special if special and special in house.flows.flows else pack.authority.flow


def _walk(context: Context, house: House) -> Answered:
    """The beginning of the walk that fits what was heard."""
    decision = _decision(context, house)
    return _begin(flow_for(decision.reasons, context.pack, house), decision.band, context, house)


def _begin(flow: str, band: Band | None, context: Context, house: House) -> Answered:
    state = engine.start(house.flows, flow, band, authority=context.pack.id)
    return _show(state, context, house)


def _step(choice: str, context: Context, house: House) -> Answered:
    decoded = engine.decode(house.flows, context.conversation.flow)
    if isinstance(decoded, engine.Unreadable):
        return _walk(context, house)
    return _show(engine.step(house.flows, decoded.state, choice), context, house)


def _danger(context: Context, house: House) -> Answered:
    decoded = engine.decode(house.flows, context.conversation.flow)
    if isinstance(decoded, engine.Unreadable):
        return Answered(other.danger(context))
    return _show(engine.step(house.flows, decoded.state, DANGER), context, house)


def _show(state: State, context: Context, house: House) -> Answered:
    view = engine.view(house.flows, state)
    context = _with(context, flow=encode(state))
    reply = step_reply(view, context)
    reached = _reached(view, context) if isinstance(view, OutcomeView) else None
    return Answered(reply, count=reached)


def _view(context: Context, house: House) -> View | None:
    decoded = engine.decode(house.flows, context.conversation.flow)
    return None if isinstance(decoded, engine.Unreadable) else engine.view(house.flows, decoded.state)


def _reached(view: OutcomeView, context: Context) -> Count:
    """The counter row for an outcome reached."""
    return Count(
        authority=context.pack.id,
        area=context.place.area,
        setting_type=context.place.setting_type,
        domain=None,
        band=None,
        flow=view.frame.flow,
        outcome=view.frame.step,
        matched=True,
    )


def _with(context: Context, **changes: object) -> Context:
    return replace(context, conversation=replace(context.conversation, **changes))  # type: ignore[arg-type]
