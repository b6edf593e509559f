"""A question asks one thing.

PASS: "Does the family agree to an assessment?"
FAIL: "Have you talked with mum, and is the plan working?"; two question marks; a sentence that asks nothing.

    Step 'exshire.early-help/talked': this asks two things at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.library import Library
from flows.proofs.said import fault_at, questions
from knowledge.errors import Fault

RULE = "one-question"
ASKING = "is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|should|who|what|when|where|why|how|which"
JOINED = re.compile(rf"\b(?:and|or|but)\s+(?:if\s+so,?\s+)?(?:{ASKING})\b", re.IGNORECASE)


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each question that asks more or less than one thing."""
    for where, question in questions(library):
        if question.asks.count("?") != 1 or not question.asks.endswith("?"):
            what = "a question ends with its only question mark."
            yield fault_at(
                library, where, RULE, what, at=("asks",), instead="Put the rest into 'help', or into a step of its own."
            )
        elif JOINED.search(question.asks):
            what = "this asks two things at once."
            yield fault_at(library, where, RULE, what, at=("asks",), instead="Make two steps of it.")
