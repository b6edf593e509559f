"""From every step, one move leads to the exit for immediate danger.

PASS: `danger:` names an outcome whose time is `now` and whose first contact is `emergency`.
FAIL: a flow whose danger exit is a question, waits until tomorrow, or begins with somebody other than 999.

    Step 'exshire.early-help/ring-999': the danger exit must be an outcome, with 'when: now' and 'emergency' first.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library, Where
from flows.proofs.said import fault_at
from flows.schema import Outcome
from knowledge.errors import Fault

RULE = "danger-exit"
WHAT = "the danger exit must be an outcome, with 'when: now' and 'emergency' first."
WHY = "A child in danger must be one press away from help, wherever somebody is."


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each flow whose danger exit is no exit, and for each step that lacks one."""
    for flow in library.flows.values():
        if not _is_exit(library, library.danger(flow.id)):
            see = f"See 'danger' in '{flow.id}'."
            yield fault_at(library, library.danger(flow.id), RULE, WHAT, why=WHY, instead=see)
    for where in library.steps:
        exits = {where, *(link.to for link in library.links(where) if link.kind == "danger")}
        if library.danger(where.flow) not in exits:
            yield fault_at(library, where, RULE, "the danger exit cannot be reached from here in one move.", why=WHY)


def _is_exit(library: Library, where: Where) -> bool:
    step = library.steps.get(where)
    return isinstance(step, Outcome) and step.when == "now" and step.contacts[0] == "emergency"
