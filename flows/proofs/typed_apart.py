"""Every answer can be typed, and means one choice only.

PASS: `also_typed: [yes, she agrees]` on one choice and `also_typed: [no, she refuses]` on another.
FAIL: `also_typed: [ok]` on two choices of one question: whoever types it is asked again, for ever. A word that means
danger, or going back.

    Step 'exshire.early-help/agree': 'ok' means more than one choice.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine import DANGER_CHOICE
from flows.library import Library
from flows.proofs.said import fault_at, questions
from flows.schema import BACK, Question
from flows.typed import SAME_ANSWER, match_typed, plain
from flows.views import ChoiceView
from knowledge.errors import Fault

RULE = "typed-apart"
INSTEAD = "Let each word stand under one choice."
TAKEN = {plain(word) for word in (DANGER_CHOICE.id, *DANGER_CHOICE.also_typed, *SAME_ANSWER[BACK])}


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each word that cannot be told which choice it means."""
    for where, question in questions(library):
        for index, what in _unclear(question):
            yield fault_at(library, where, RULE, what, at=("choices", index), instead=INSTEAD)


def _unclear(question: Question) -> Iterator[tuple[int, str]]:
    views = [ChoiceView(each.id, each.says, each.also_typed, each.unsure) for each in question.choices]
    for index, choice in enumerate(question.choices):
        for word in (choice.says, *choice.also_typed):
            if plain(word) in TAKEN:
                yield index, f"'{word}' means danger, or going back, at every step."
            elif match_typed(word, views) != choice.id:
                yield index, f"'{word}' means more than one choice."
