"""Cases: invented worries, without names, with what the answer to them must be. They stand beside the knowledge.

An officer who changes a sign, a contact or a flow sees at once which of the answers that were agreed would change.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from knowledge.schema.common import Band, Identifier, Strict, Words

TUESDAY_AT_TEN = "2026-11-24T10:00"
"""When a case is asked that says nothing else: an ordinary working morning."""

OutcomeRef = Annotated[str, StringConstraints(pattern=r"^(?:[a-z0-9-]+|[a-z0-9-]+\.[a-z0-9-]+#[a-z0-9-]+)$")]


def _a_real_moment(written: str) -> str:
    dt.datetime.fromisoformat(written)
    return written


Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"), AfterValidator(_a_real_moment)]
"""A time on London's clock, to the minute: 2026-11-24T17:40."""


class Expected(Strict):
    """What must hold of the answer. Only what is written is looked at.

    Band, level, signs and urgency are those of the worry. Contacts are those of the last answer shown.
    """

    answer: Literal["urgent", "level", "nothing_matched", "not_a_worry"] | None = Field(
        default=None, description="What kind of answer the worry gets."
    )
    band: Band | None = None
    level: Identifier | None = Field(default=None, description="The id of the authority's level.")
    urgent: bool | None = Field(default=None, description="Whether the answer is the urgent one.")
    indicators: tuple[Identifier, ...] = Field(default=(), description="Signs that must be read as present.")
    not_indicators: tuple[Identifier, ...] = Field(default=(), description="Signs that must not be read as present.")
    first: Identifier | None = Field(default=None, description="The contact that must stand first.")
    contacts: tuple[Identifier, ...] = Field(default=(), description="Contacts that must be given.")
    not_contacts: tuple[Identifier, ...] = Field(default=(), description="Contacts that must not be given.")
    flow: Identifier | None = Field(default=None, description="The flow that is offered.")
    outcome: OutcomeRef | None = Field(
        default=None,
        description="Where the flow ends after the choices: a step's id, or 'shared.refused-consent#raise' elsewhere.",
    )
    refused: Literal["identifiers", "empty", "too_long", "unreadable"] | None = Field(
        default=None, description="Why the message must not be read."
    )


class Case(Strict):
    """One worry and what must be answered. The worry is typed first, then `adds`, then `choices` are pressed."""

    id: Identifier
    worry: Words
    adds: tuple[Words, ...] = Field(default=(), description="What is typed after the worry, one message each.")
    choices: tuple[Words, ...] = Field(
        default=(), description="What is pressed then, in order: walk, dispute or danger, and the answers' ids."
    )
    authority: Identifier | None = Field(default=None, description="Default: the pack that the file stands in.")
    area: Identifier | None = None
    school: Words | None = None
    at: Moment | None = Field(default=None, description="On London's clock, 2026-11-24T17:40. Default: the file's.")
    expect: Expected


class CaseFile(Strict):
    """knowledge/<authority>/cases.yaml."""

    at: Moment = Field(
        default=TUESDAY_AT_TEN, description="When the cases that say nothing else are asked. A Tuesday at ten."
    )
    cases: tuple[Case, ...] = ()
