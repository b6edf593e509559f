"""Asks one worry of a house as a practitioner would, and tells what came of it as a small value that can be compared.

The same door for cases, for examples and for what changes between two trees: `bot.core.consultation.answer`, turn by
turn. Nothing that is asked here is counted, kept or logged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.answers.level import agencies
from bot.core.answers.walk import PREFIX
from bot.core.choices import flow_for
from bot.core.consultation import answer
from bot.core.house import House
from bot.core.reply import Reply
from bot.core.turn import Answered, Turn
from knowledge.pack import Pack
from knowledge.schema.common import Band
from nlp.understanding import Refused, Understanding

ALWAYS_PRESSED = frozenset({"walk", "dispute", "danger"})
"""What may be typed at any time, whether or not a button for it is shown."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One worry with its surroundings. `adds` are typed after it, then `choices` are pressed. `now` has its zone."""

    worry: str
    authority: str
    now: dt.datetime
    adds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    area: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that was heard: how, and in which words."""

    id: str
    status: str
    band: Band
    says: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one worry. `contacts` are those of the last answer shown; all else is of the worry itself."""

    answer: str
    """The kind of answer: urgent, level, nothing_matched, not_a_worry, or why the message was not read."""
    refused: Refused | None = None
    identifiers: tuple[str, ...] = ()
    """The types of what may identify somebody, never the words."""
    band: Band | None = None
    level: str | None = None
    heading: str = ""
    urgent: bool = False
    signs: tuple[Sign, ...] = ()
    reasons: tuple[str, ...] = ()
    """Ids of the signs that the level rests on, the weightiest first."""
    rule: str = ""
    """The rule of `nlp/level/rules.yaml` that decided."""
    contacts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """The number of each of the contacts as it is written; empty where none is published."""
    flow: str | None = None
    outcome: str | None = None
    """'shared.lado#ring-lado': the end that was reached."""
    not_offered: str | None = None
    """A choice that could not be pressed; what follows it was not pressed either."""
    offered: tuple[str, ...] = ()
    """What could have been pressed instead."""

    @property
    def present(self) -> frozenset[str]:
        """Signs that were read as happening."""
        return frozenset(sign.id for sign in self.signs if sign.status == "present")

    @property
    def named(self) -> str:
        """The level as the authority writes it, or that there is none."""
        return self.heading or "no level"


def see(asking: Asking, house: House) -> Seen:
    """Asks, presses, and tells what came of it."""
    pack = house.knowledge.pack(asking.authority)
    answers = list(_typed(asking, house))
    pressed = _pressed(answers[-1], asking, house)
    answers += pressed.answers
    understood = next((each.understanding for each in reversed(answers) if each.understanding), Understanding(""))
    reached = pressed.answers[-1].count if pressed.answers else None
    last = answers[-1].reply
    lines = (*last.ring_now, *last.contacts)
    return Seen(
        answer=str(_worded(answers).reply.kind),
        refused=understood.refused,
        identifiers=tuple(sorted({each.type for each in understood.identifiers if each.stops})),
        band=understood.decision.band,
        level=_level(understood, pack)[0],
        heading=_level(understood, pack)[1],
        urgent=understood.decision.urgent,
        signs=_signs(understood, pack),
        reasons=tuple(each.indicator for each in understood.decision.reasons),
        rule=next(iter(understood.decision.rules), ""),
        contacts=tuple(line.id for line in lines),
        numbers=tuple(line.number or "" for line in lines),
        flow=flow_for(understood.decision.reasons, pack, house) if not understood.refused else None,
        outcome=f"{reached.flow}#{reached.outcome}" if reached and reached.outcome else None,
        not_offered=pressed.not_offered,
        offered=pressed.offered,
    )


def pressable(reply: Reply) -> tuple[str, ...]:
    """The ids as a case writes them: a step's answers without the word that leads to steps."""
    return tuple(choice.id.removeprefix(PREFIX) for choice in reply.all_choices)


def as_pressed(choice: str, reply: Reply) -> str | None:
    """The id to press for what a case writes; None when the answer shows no such choice."""
    ids = [each.id for each in reply.all_choices]
    for wanted in (f"{PREFIX}{choice}", choice):
        if wanted in ids:
            return wanted
    return choice if choice in ALWAYS_PRESSED else None


@dataclass(frozen=True, slots=True)
class _Pressed:
    answers: tuple[Answered, ...]
    not_offered: str | None = None
    offered: tuple[str, ...] = ()


def _typed(asking: Asking, house: House) -> Iterator[Answered]:
    state = ""
    for text in (asking.worry, *asking.adds):
        turn = Turn(typed=text, state=state, authority=asking.authority, area=asking.area, school=asking.school)
        answered = answer(turn, house, now=asking.now)
        yield answered
        state = answered.reply.state


def _pressed(worded: Answered, asking: Asking, house: House) -> _Pressed:
    answers: list[Answered] = []
    reply = worded.reply
    for choice in asking.choices:
        wanted = as_pressed(choice, reply)
        if wanted is None:
            return _Pressed(tuple(answers), choice, pressable(reply))
        answered = answer(Turn(choice=wanted, state=reply.state), house, now=asking.now)
        answers.append(answered)
        reply = answered.reply
    return _Pressed(tuple(answers))


def _worded(answers: list[Answered]) -> Answered:
    """The last answer that weighs what was heard."""
    return next((each for each in reversed(answers) if each.understanding), answers[0])


def _level(understood: Understanding, pack: Pack) -> tuple[str | None, str]:
    decision = understood.decision
    if decision.band is None:
        return None, ""
    level, _ = pack.level_for(decision.band, agencies(decision.reasons))
    return level.id, pack.heading(level)


def _signs(understood: Understanding, pack: Pack) -> tuple[Sign, ...]:
    return tuple(
        Sign(
            id=each.indicator,
            status=each.status,
            band=each.band,
            says=pack.indicators[each.indicator].says,
            quotes=tuple(understood.text[span.start : span.end] for span in each.evidence),
        )
        for each in understood.findings
    )
