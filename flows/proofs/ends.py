"""Every path ends in an outcome.

PASS: each choice leads, through whatever it takes, to at least one outcome.
FAIL: a choice whose way goes round for ever. (The danger exit does not count as the end of a path.)

    Step 'exshire.early-help/wait': no outcome can be reached from here.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library, Where
from flows.proofs.said import fault_at, outcomes
from knowledge.errors import Fault

RULE = "ends"
WHY = "Every path must end in an action, a contact and a time."


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each step from which no outcome can be reached."""
    ended = {where for where, _ in outcomes(library)}
    while more := {where for where in library.steps if where not in ended and _leads_into(library, where, ended)}:
        ended |= more
    for where in library.steps:
        if where not in ended:
            what = "no outcome can be reached from here."
            yield fault_at(library, where, RULE, what, why=WHY, instead="Lead one choice to an outcome.")


def _leads_into(library: Library, where: Where, ended: set[Where]) -> bool:
    return any(link.to in ended for link in library.way_on(where))
