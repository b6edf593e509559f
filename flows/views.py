"""What a person is shown at one step. Channels draw these; they hold words and ids, and no layout."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.schema.contact import Role


@dataclass(frozen=True)
class ChoiceView:
    """One thing to press, or to type."""

    id: str
    says: str
    also_typed: tuple[str, ...] = ()
    unsure: bool = False


@dataclass(frozen=True)
class Frame:
    """What stands around every step. `authority` is whose contacts to show, also inside a shared flow."""

    authority: str
    flow: str
    flow_title: str
    step: str
    number: int
    about: int
    can_go_back: bool
    danger: ChoiceView
    at_danger_exit: bool

    @property
    def progress(self) -> str:
        """'Step 3 of about 6'."""
        return f"Step {self.number} of about {self.about}"


@dataclass(frozen=True)
class QuestionView:
    """A question and its choices."""

    frame: Frame
    asks: str
    help: str | None
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True)
class ActionView:
    """Who does what by when; the one choice is that it is done."""

    frame: Frame
    who: str
    does: str
    by: str
    wait_days: int | None
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True)
class OutcomeView:
    """An end. The choices are what may still happen: nobody answers, they say no, the day has come."""

    frame: Frame
    title: str
    action: str
    contacts: tuple[Role, ...]
    when: str
    review_days: int | None
    chase: str | None
    record: str
    tell_family: str
    tell_family_not: str | None
    choices: tuple[ChoiceView, ...]


View = QuestionView | ActionView | OutcomeView
