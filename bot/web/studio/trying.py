"""A worry tried against the draft beside what is live, and what each stage made of it. Nothing typed is kept or logged.

Both houses read at the desk's own pace, so that an officer who tries things never slows a practitioner by more than a
turn.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.answers.reasons import HEARD_AS
from bot.core.house import House
from bot.core.safely import answer_safely
from bot.core.turn import Turn
from bot.web.studio.checks import Shown, shown
from bot.web.studio.studio import Studio
from knowledge.errors import KnowledgeErrors
from nlp.findings import Finding, Span
from nlp.understanding import Understanding

READERS = {
    "words": "word for word",
    "meaning": "by its meaning",
    "voice": "from the message as a whole",
    "told": "as answered",
}
REFUSED = {
    "identifiers": "something in it may identify somebody, so nothing else read it",
    "empty": "there is nothing to read",
    "too_long": "it is too long",
    "unreadable": "it is not readable English",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage made of the worry."""

    stage: str
    what: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as the answer gives it."""

    name: str
    number: str
    when: str
    caution: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign and the words that led to it."""

    says: str
    quotes: tuple[str, ...]
    source: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Side:
    """One version's answer. `faults` say what keeps a draft from answering."""

    version: str
    ok: bool = True
    headline: str = ""
    kind: str = ""
    level: str = ""
    urgent: bool = False
    paragraphs: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    flow: str = ""
    question: str = ""
    reasons: tuple[Reason, ...] = ()
    explanation: tuple[Stage, ...] = ()
    faults: tuple[Shown, ...] = ()

    def says_the_same_as(self, other: Side) -> bool:
        """Whether a practitioner reads the same."""
        return dataclasses.replace(self, version="", explanation=()) == dataclasses.replace(
            other, version="", explanation=()
        )


def draft_side(studio: Studio, turn: Turn) -> Side:
    """What the draft answers, or what keeps it from answering."""
    draft = studio.houses.prepared(studio.draft.root)
    if isinstance(draft, KnowledgeErrors):
        faults = tuple(shown(each, studio.draft.root) for each in draft.faults)
        return Side("the draft", ok=False, faults=faults)
    return dataclasses.replace(side_of(draft, turn, studio), version="the draft")


def side_of(house: House, turn: Turn, studio: Studio) -> Side:
    """What one house answers."""
    answered = answer_safely(turn, house, now=studio.clock())
    reply, understood = answered.reply, answered.understanding
    pack = house.knowledge.packs.get(turn.authority)
    decision = understood.decision if understood else None
    level = pack.level_for(decision.band)[0] if pack and decision and decision.band else None
    return Side(
        version=house.knowledge.version,
        headline=reply.headline,
        kind=str(reply.kind),
        level=pack.heading(level) if pack and level else "",
        urgent=bool(decision and decision.urgent),
        paragraphs=reply.paragraphs,
        contacts=tuple(
            Contact(each.name, each.number or "", each.when, each.caution or "")
            for each in dict.fromkeys((*reply.ring_now, *reply.contacts))
        ),
        flow=answered.count.flow or "" if answered.count else "",
        question=reply.question.asks if reply.question else "",
        reasons=tuple(Reason(each.says, each.quotes, each.source, each.indicator) for each in reply.reasons),
        explanation=tuple(explained(understood, house)) if understood else (),
    )


def explained(understood: Understanding, house: House) -> Iterator[Stage]:
    """What each stage decided, in the order of the stages."""
    text, decision, stage = understood.text, understood.decision, understood.stage
    if understood.refused:
        yield Stage("Not read", REFUSED[understood.refused])
    for found in understood.identifiers:
        kind = "stops the message" if found.stops else "is only warned of"
        yield Stage("Guard", f"{text[found.start : found.end]!r}: {found.why}; it {kind}")
    for each in understood.corrections:
        yield Stage("Spelling", f"{each.typed!r} was read as {each.read_as!r}")
    if stage.words:
        yield Stage("Age", f"{stage.words!r}: {stage.youngest_years} years")
    for finding in understood.findings:
        yield Stage("Sign", _finding(finding, text))
    for near in understood.near:
        sign = house.knowledge.phrases.get(near)
        yield Stage("Came near", sign.says if sign else near)
    if understood.voiced:
        shares = ", ".join(f"{share:.0%}" for share in understood.voiced)
        yield Stage("The message as a whole", f"from no worry at all up to child protection: {shares}")
    for rule in decision.rules:
        yield Stage("Rule", rule.replace("-", " "))
    band = decision.band.value.replace("_", " ") if decision.band else "nothing matched"
    yield Stage("Level", f"{band}{', urgent' if decision.urgent else ''}")
    if decision.runner_up:
        yield Stage("Next nearest", decision.runner_up.value.replace("_", " "))


def _finding(found: Finding, text: str) -> str:
    words = ", ".join(_words(span, text) for span in found.evidence)
    cue = f", because of {_words(found.cue, text)}" if found.cue else ""
    who = found.whose.replace("_", " ")
    heard = HEARD_AS[found.status]
    return (
        f"{found.indicator} in {words}: {heard}{cue}, about the {who}, read {READERS[found.reader]} ({found.score:.2f})"
    )


def _words(span: Span, text: str) -> str:
    return repr(text[span.start : span.end])
