"""How a proof says what it found: the step's line, what is wrong, why it matters, what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library, Where, part
from flows.schema import Action, Outcome, Question, Step
from knowledge.errors import Fault


def fault_at(
    library: Library,
    where: Where,
    rule: str,
    what: str,
    *,
    at: tuple[str | int, ...] = (),
    why: str = "",
    instead: str = "",
) -> Fault:
    """A fault at a step, which is named in the sentence, or `at` a part of it, such as ("choices", 1, "next")."""
    return Fault(library.position(part(where, *at)), f"flow-{rule}", f"Step '{where}': {what}", why, instead)


def questions(library: Library) -> Iterator[tuple[Where, Question]]:
    """Every question of every flow."""
    return ((where, step) for where, step in library.steps.items() if isinstance(step, Question))


def outcomes(library: Library) -> Iterator[tuple[Where, Outcome]]:
    """Every outcome of every flow."""
    return ((where, step) for where, step in library.steps.items() if isinstance(step, Outcome))


def words_of(step: Step) -> tuple[str, ...]:
    """Every sentence of a step that a person reads."""
    if isinstance(step, Question):
        given = [step.asks, step.help, *(choice.says for choice in step.choices)]
    elif isinstance(step, Action):
        given = [step.who, step.does, step.by]
    else:
        given = [step.title, step.action, step.when, step.chase, step.record, step.tell_family, step.tell_family_not]
    return tuple(text for text in given if text)
