"""Each question has one way to say "I don't know".

PASS: one choice with `unsure: true`, which leads somewhere like any other.
FAIL: a question with only yes and no; a question with two such choices.

    Step 'exshire.early-help/agree': no choice means "I don't know".
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library
from flows.proofs.said import fault_at, questions
from knowledge.errors import Fault

RULE = "unsure-choice"


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each question with no such choice, or with several."""
    for where, question in questions(library):
        count = sum(choice.unsure for choice in question.choices)
        if count == 0:
            what = 'no choice means "I don\'t know".'
            yield fault_at(library, where, RULE, what, at=("choices",), instead="Mark one choice 'unsure: true'.")
        if count > 1:
            what = f"{count} choices are marked 'unsure'."
            yield fault_at(library, where, RULE, what, at=("choices",), instead="Mark only one.")
