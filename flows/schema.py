"""The schema of a flow file: flows/<authority>/<name>.yaml, one flow a file.

A flow is a list of steps. A *question* asks one plain thing; an *action* says who does what by when; an *outcome* is
an end, with whom to reach, at what time, what to write down and what to tell the family. A `next` names a step of the
same flow (`agree`), the start of another flow (`shared.lado`) or a step in it (`shared.lado#who`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.schema.common import Band, Identifier, SourceRef, Strict, Words
from knowledge.schema.contact import Role

StepId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
FlowId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$")]
StepRef = Annotated[str, StringConstraints(pattern=r"^(?:[a-z0-9-]+|[a-z0-9-]+\.[a-z0-9-]+(?:#[a-z0-9-]+)?)$")]

BACK = "back"
DANGER = "danger"
DONE = "done"
DISPUTED = "disputed"
NOT_ANSWERED = "not-answered"
LOOK_AGAIN = "look-again"
RESERVED = frozenset({BACK, DANGER, DONE, DISPUTED, NOT_ANSWERED, LOOK_AGAIN})
"""Choice ids that mean the same in every flow; no file may use them for a choice of its own."""

Branch = Literal[
    "refused_consent",
    "phone_not_answered",
    "decision_disputed",
    "already_open",
    "not_best_person",
    "plan_working",
    "plan_not_working",
    "look_again",
]


class Choice(Strict):
    """One answer to a question. Its id is stable: buttons pressed weeks later carry it."""

    id: StepId
    says: Words
    next: StepRef
    also_typed: tuple[Words, ...] = Field(default=(), description="Other words people type for this answer.")
    unsure: bool = Field(default=False, description="The choice that means 'I don't know'. Each question has one.")


class StepBase(Strict):
    """What every step carries. `source` only where it differs from the flow's."""

    id: StepId
    covers: tuple[Branch, ...] = Field(default=(), description="The required branches this step answers.")
    source: SourceRef | None = None


class Question(StepBase):
    """One plain question."""

    kind: Literal["question"]
    asks: Words
    help: Words | None = Field(default=None, description="One or two sentences for somebody who hesitates.")
    choices: tuple[Choice, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _choices_have_their_own_ids(self) -> Self:
        ids = [choice.id for choice in self.choices]
        _refuse_repeats("choice", ids)
        if taken := RESERVED.intersection(ids):
            raise ValueError(f"choice id '{min(taken)}' is kept for the product; use another word")
        return self


class Action(StepBase):
    """Somebody does something by a time, and then the flow goes on."""

    kind: Literal["action"]
    who: Words
    does: Words
    by: Words
    next: StepRef
    wait_days: int | None = Field(default=None, ge=1, le=366, description="Days that pass before the next step.")


class Outcome(StepBase):
    """An end: never without an action, a contact and a time."""

    kind: Literal["outcome"]
    title: Words
    action: Words
    contacts: tuple[Role, ...] = Field(min_length=1)
    when: Words = Field(description="'now', 'today by 17:00', 'within 5 working days', ...")
    review_days: int | None = Field(ge=1, le=366, description="Days until somebody looks again; none only for 'now'.")
    chase: Words | None = Field(default=None, description="When to ask again if nothing is heard; see review_days.")
    record: Words
    tell_family: Words
    tell_family_not: Words | None = Field(default=None, description="When not to tell the family.")
    disputed: StepRef | None = Field(default=None, description="Where to go when the other side says no.")
    not_answered: StepRef | None = Field(default=None, description="Where to go when nobody picks up.")
    look_again: StepRef | None = Field(default=None, description="Where to carry on when the day has come.")


Step = Annotated[Question | Action | Outcome, Field(discriminator="kind")]


class Entry(Strict):
    """The step where 'Walk me through it' begins, for each band."""

    universal: StepRef
    early_help: StepRef
    child_in_need: StepRef
    child_protection: StepRef

    def at(self, band: Band) -> str:
        """The step for one band."""
        return {
            Band.UNIVERSAL: self.universal,
            Band.EARLY_HELP: self.early_help,
            Band.CHILD_IN_NEED: self.child_in_need,
            Band.CHILD_PROTECTION: self.child_protection,
        }[band]


class Flow(Strict):
    """One flow. `authority` is a pack's id, or `shared` for a flow that every authority may continue in."""

    id: FlowId
    title: Words
    authority: Identifier
    owner: Words = Field(description="The role that keeps it current. Never a person's name.")
    source: SourceRef
    review_by: dt.date
    start: StepId
    entry: Entry | None = Field(default=None, description="None: every band begins at `start`.")
    danger: StepRef = Field(description="The outcome for immediate danger, offered at every step.")
    covers: tuple[Branch, ...] = Field(default=(), description="The required branches this whole flow answers.")
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _steps_have_their_own_ids(self) -> Self:
        _refuse_repeats("step", (step.id for step in self.steps))
        return self

    @property
    def shared(self) -> bool:
        """Whether every authority may continue in this flow."""
        return self.authority == "shared"


def _refuse_repeats(kind: str, ids: Iterable[str]) -> None:
    repeated = [name for name, count in Counter(ids).items() if count > 1]
    if repeated:
        raise ValueError(f"{kind} id '{repeated[0]}' is used twice; each needs its own")
