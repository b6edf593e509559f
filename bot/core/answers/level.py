"""The answer to a worry that is not an emergency: the level in the authority's own words, what to do next, and why."""

from __future__ import annotations

from bot.core.answers.context import CALLS, DUTY, NOTE, WALK, WRONG, Context
from bot.core.answers.reasons import routes_of, set_aside, why
from bot.core.answers.special import special_paragraphs, special_roles
from bot.core.answers.urgent import published
from bot.core.answers.warnings import warnings
from bot.core.contact_lines import when_in_words
from bot.core.reply import Choice, ContactLine, Kind, Question, Reply
from knowledge import clock
from knowledge.directory import Offer, ring_first
from knowledge.schema.common import Band
from knowledge.schema.level import Agencies, Level
from nlp.findings import Finding
from nlp.understanding import Understanding

DOUBTFUL = frozenset({"uncertain", "historical", "hypothetical"})
SAFE = "safe"
MOST_HELPING = 2
MORE_SERIOUS = "If so, it is more serious."
DANGER_CHOICES = (
    Choice("danger", "Yes"),
    Choice(f"told:{SAFE}:no", "No"),
    Choice(f"told:{SAFE}:unsure", "I don't know"),
)
IN_DANGER = "Is the child hurt, afraid to go home, or in danger now?"
YES_NO_UNSURE = (("yes", "Yes"), ("no", "No"), ("unsure", "I don't know"))


def level_answer(understood: Understanding, context: Context) -> Reply:
    """The level this comes closest to. `understood.decision.band` is given."""
    band = understood.decision.band
    assert band is not None, "a message without a band is answered by nothing_matched or not_a_worry"
    reasons = understood.decision.reasons
    level, _ = context.pack.level_for(band, agencies(reasons))
    routes = routes_of(reasons, context)
    found = (*context.offers_of(*special_roles(routes)), *context.offers_for(band))
    return context.finish(
        Reply(
            kind=Kind.LEVEL,
            headline=context.pack.authority.wording.comes_closest.format(level=context.pack.heading(level)),
            paragraphs=(*special_paragraphs(routes), f"Next: {level.next_step}"),
            contacts=_best_now(found, context),
            reasons=why(reasons, understood, context),
            set_aside=set_aside(understood, context),
            question=next_question(understood, context),
            choices=(WALK, NOTE, CALLS, WRONG),
            more=(
                *would_help(understood),
                *who_else_helps(reasons, context),
                *about_the_level(band, agencies(reasons), context),
            ),
            small_print=(cannot_see(context), *warnings(understood), published(level, context)),
        )
    )


def _best_now(found: tuple[Offer, ...], context: Context) -> tuple[ContactLine, ...]:
    """The first contact of the route, and the one to dial at this hour where that is another."""
    first = ring_first(found)
    return context.lines(tuple(each for each in (*found[:1], first) if each))


def agencies(reasons: tuple[Finding, ...]) -> Agencies:
    """Whether the signs point to one agency or to several: needs in two domains are more than one agency's."""
    domains = {each.domain for each in reasons}
    if not domains:
        return "any"
    return "several" if len(domains) > 1 else "one"


def next_question(understood: Understanding, context: Context) -> Question | None:
    """The one question whose "yes" would raise the level: a doubtful sign, one that came near, or danger itself."""
    band = understood.decision.band
    if band is None or band is Band.CHILD_PROTECTION:
        return None
    told = {indicator for indicator, _ in context.conversation.told}
    doubtful = [
        each.indicator for each in understood.findings if each.status in DOUBTFUL and each.band.rank > band.rank
    ]
    for indicator in (*doubtful, *understood.near):
        sign = context.pack.indicators.get(indicator)
        if sign and indicator not in told and sign.band.rank > band.rank:
            choices = tuple(Choice(f"told:{indicator}:{answer}", says) for answer, says in YES_NO_UNSURE)
            return Question(f"Is this happening too? {sign.says}", choices, MORE_SERIOUS)
    return None if SAFE in told else Question(IN_DANGER, DANGER_CHOICES)


def would_help(understood: Understanding) -> tuple[str, ...]:
    """What else an adviser would ask; the answer is typed, and the level looked at again."""
    asked = understood.decision.questions
    return (f"It would help to know: {' '.join(asked)} Tell me, and I'll look again.",) if asked else ()


def who_else_helps(reasons: tuple[Finding, ...], context: Context) -> tuple[str, ...]:
    """Services for this kind of worry, its own before national ones: beside the next step, never instead."""
    domains = dict.fromkeys(finding.domain for finding in reasons)
    roles = dict.fromkeys(role for domain in domains for role in context.pack.also_helps.get(domain, ()))
    found = context.lines(context.offers_of(*roles)[:MOST_HELPING])
    return tuple(f"Can also help: {helping(line)}" for line in found)


def helping(line: ContactLine) -> str:
    """'NHS 111, option 2: 111 (hours not published). A mental health crisis where nobody is in danger this minute.'"""
    reached = f"{line.name}: {line.number} ({line.when})." if line.number else f"{line.name}. {line.how or ''}"
    return f"{reached} {line.purpose}".strip()


def cannot_see(context: Context) -> str:
    """What no machine can know, and who can (promise P5)."""
    first = ring_first(context.offers_of(*DUTY))
    if first is None or not first.contact.phones:
        return "I can't see the child's history. Your council's children's team can."
    when = when_in_words(first, clock.in_london(context.now))
    return f"I can't see the child's history. {first.contact.name} can: {first.contact.phones[0].number} ({when})."


def about_the_level(band: Band, needed: Agencies, context: Context) -> tuple[str, ...]:
    """What the level means here and whose agreement it takes: worth knowing, and not before the next step."""
    level, mapping = context.pack.level_for(band, needed)
    more_agencies = _if_more_agencies(level, context) if band is Band.EARLY_HELP and needed == "one" else ""
    no_names = context.pack.authority.no_names.says if band.rank >= Band.CHILD_IN_NEED.rank else ""
    said = (
        f"What {context.pack.heading(level)} means: {level.definition}",
        mapping.note or "",
        more_agencies,
        f"Agreement: {level.consent}",
        no_names,
    )
    return tuple(each for each in said if each)


def _if_more_agencies(level: Level, context: Context) -> str:
    higher, _ = context.pack.level_for(Band.EARLY_HELP, "several")
    if higher.id == level.id:
        return ""
    return f"If one agency can't meet the need: {context.pack.heading(higher)}."
