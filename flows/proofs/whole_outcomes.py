"""Every outcome has an action, a contact, a time, and something to write down.

The schema already refuses an outcome that leaves one of them out. This proof reads what is written.

PASS: `when: today by 17:00` with `review_days: 7`; `when: now` with `chase: If you hear nothing by tomorrow 10:00 ...`.
FAIL: `when: soon`; no day to look again although the time is not `now`; `now` without a time to chase.

    Step 'exshire.early-help/refused': 'soon' is no time that a person could keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.library import Library
from flows.proofs.said import fault_at, outcomes
from flows.schema import Outcome
from knowledge.errors import Fault

RULE = "whole-outcomes"
TIME = re.compile(
    r"\b(now|today|tonight|tomorrow|same (working )?day|\d{1,2}:\d\d|this week|next week|"
    r"within (one|two|three|four|five|six|\d+) (working |school )?(hours?|days?|weeks?)|"
    r"in (one|two|three|four|five|six|\d+) (working |school )?(days?|weeks?)|on the day|by the day)\b",
    re.IGNORECASE,
)


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each thing an outcome lacks."""
    for where, outcome in outcomes(library):
        for key, what, instead in _lacks(outcome):
            yield fault_at(library, where, RULE, what, at=(key,), why="An end without it is a shrug.", instead=instead)


def _lacks(outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    if not TIME.search(outcome.when):
        yield (
            "when",
            f"'{outcome.when}' is no time that a person could keep.",
            "Write 'now', 'today' or 'within 5 days'.",
        )
    if outcome.review_days is None and outcome.when != "now":
        yield "review_days", "there is no day to look again, although the time is not 'now'.", "Give 'review_days'."
    if outcome.review_days is None and not (outcome.chase and TIME.search(outcome.chase)):
        yield "chase", "nobody is told when to chase.", "Give 'chase' with a time in it."
    if outcome.look_again and outcome.review_days is None:
        yield "look_again", "'look_again' needs a day on which it comes.", "Give 'review_days'."
