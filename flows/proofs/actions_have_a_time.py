"""Every action says by when.

PASS: `by: today`; `by: within 5 working days`; `by: before you ring`; `by: the day you agree with the family`.
FAIL: `by: soon`; `by: as appropriate`.

    Step 'exshire.early-help/ask-family': 'soon' is no time that a person could keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.library import Library
from flows.proofs.said import fault_at
from flows.proofs.whole_outcomes import TIME
from flows.schema import Action
from knowledge.errors import Fault

RULE = "actions-have-a-time"
BEFORE_SOMETHING = re.compile(r"\b(before|while|as soon as|when|after|at the|until|by|the day)\b", re.IGNORECASE)


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each action without a time."""
    for where, step in library.steps.items():
        if isinstance(step, Action) and not (TIME.search(step.by) or BEFORE_SOMETHING.search(step.by)):
            what = f"'{step.by}' is no time that a person could keep."
            instead = "Write 'today', 'within 5 days' or 'before you ring'."
            yield fault_at(library, where, RULE, what, at=("by",), instead=instead)
