"""Where somebody is in a flow, and the short text for it that fits into a button.

The text holds the flow, its version, the step the walk began at, the authority and the answers. Nothing a person
typed is in it, and it needs no memory on our side: a restart, a second worker or a week's pause loses nothing.

    1|exshire.early-help|3f2a9c1b|exshire|safe-today|safe-today=worried;already-open=none;shared.refused-consent/why=fear
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from flows.library import Where

FORMAT = "1"
LONGEST = 1800
"""Characters; a Slack button's value holds 2,000."""

_STEP = r"[a-z0-9-]{1,60}"
_FLOW = r"[a-z0-9-]{1,40}\.[a-z0-9-]{1,60}"
_WHERE = re.compile(rf"(?:(?P<flow>{_FLOW})/)?(?P<step>{_STEP})", re.ASCII)
_ANSWER = re.compile(rf"(?P<at>(?:{_FLOW}/)?{_STEP})=(?P<choice>{_STEP})", re.ASCII)
_HEAD = re.compile(rf"(?P<flow>{_FLOW})\|(?P<version>[0-9a-f]{{8}})\|(?P<authority>[a-z0-9-]{{1,40}})", re.ASCII)


class Answer(NamedTuple):
    """At this step, this choice."""

    at: Where
    choice: str


@dataclass(frozen=True)
class State:
    """A walk through a flow: where it began and each answer since, in order."""

    flow: str
    version: str
    authority: str
    began: Where
    answers: tuple[Answer, ...] = ()


def encode(state: State) -> str:
    """The state as text. `flows.engine.step` keeps it within `LONGEST`."""
    began = _short(state.began, state.flow)
    answers = ";".join(f"{_short(answer.at, state.flow)}={answer.choice}" for answer in state.answers)
    return "|".join([FORMAT, state.flow, state.version, state.authority, began, answers])


def read_text(text: str) -> State | None:
    """What `encode` wrote, or None where it could not have written this."""
    if len(text) > LONGEST:
        return None
    head, began, answers = _three_parts(text)
    named = _HEAD.fullmatch(head)
    if named is None:
        return None
    flow = named["flow"]
    start = _where(began, flow)
    given = [_answer(each, flow) for each in answers.split(";") if each]
    known = tuple(answer for answer in given if answer)
    if start is None or len(known) != len(given):
        return None
    return State(flow, named["version"], named["authority"], start, known)


def _three_parts(text: str) -> tuple[str, str, str]:
    parts = text.split("|")
    if len(parts) != 6 or parts[0] != FORMAT:
        return "", "", ""
    return "|".join(parts[1:4]), parts[4], parts[5]


def _short(where: Where, home: str) -> str:
    return where.step if where.flow == home else str(where)


def _where(text: str, home: str) -> Where | None:
    found = _WHERE.fullmatch(text)
    return Where(found["flow"] or home, found["step"]) if found else None


def _answer(text: str, home: str) -> Answer | None:
    found = _ANSWER.fullmatch(text)
    at = _where(found["at"], home) if found else None
    return Answer(at, found["choice"]) if found and at else None
