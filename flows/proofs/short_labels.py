"""Choices fit on a button, and on a phone.

PASS: up to six choices, each of at most 60 characters, no two alike.
FAIL: a label that a button would cut off; a list that needs scrolling.

    Step 'exshire.early-help/agree': a choice has 83 characters; a button holds 60.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library
from flows.proofs.said import fault_at, questions
from flows.schema import Question
from knowledge.errors import Fault

RULE = "short-labels"
LONGEST = 60
MOST = 6


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each label that is too long or said twice, and for each list that is."""
    for where, question in questions(library):
        for at, what in _wrong(question):
            yield fault_at(library, where, RULE, what, at=at, instead="Say it shorter; 'help' holds the rest.")


def _wrong(question: Question) -> Iterator[tuple[tuple[str | int, ...], str]]:
    labels = [choice.says for choice in question.choices]
    if len(labels) > MOST:
        yield ("choices",), f"there are {len(labels)} choices; {MOST} is the most."
    if len({label.casefold() for label in labels}) < len(labels):
        yield ("choices",), "two choices say the same."
    for index, label in enumerate(labels):
        if len(label) > LONGEST:
            yield ("choices", index), f"a choice has {len(label)} characters; a button holds {LONGEST}."
