"""Every authority's flow answers what goes wrong in life.

Somebody says no, nobody answers, the front door disagrees, the family is already known, you are not the best person,
the plan works, the plan does not work, the day to look again comes.

PASS: each of these is in `covers:` of a step, or of a shared flow, that a walk through the authority's flow comes to.
FAIL: a flow that assumes the family agrees.

    Step 'exshire.early-help/safe-today': no step of this flow covers 'refused_consent'.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from flows.library import Library, Where
from flows.proofs.said import fault_at
from flows.schema import Branch, Flow
from knowledge.errors import Fault

RULE = "branches"
REQUIRED: tuple[str, ...] = get_args(Branch)


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each branch that an authority's flow lacks. A start that is no step is told by `next_exists`."""
    for flow in library.flows.values():
        if flow.shared:
            continue
        if Where(flow.id, flow.start) not in library.steps:
            continue
        covered = _covered(library, flow)
        for branch in REQUIRED:
            if branch not in covered:
                what = f"no step of this flow covers '{branch}'."
                instead = f"Add the branch, and 'covers: [{branch}]' on its step."
                yield fault_at(library, Where(flow.id, flow.start), RULE, what, instead=instead)


def _covered(library: Library, flow: Flow) -> frozenset[str]:
    reached = library.reachable(Where(flow.id, flow.start), danger=False)
    by_steps = {branch for where in reached for branch in library.steps[where].covers}
    by_flows = {branch for where in reached for branch in library.flows[where.flow].covers}
    return frozenset(by_steps | by_flows)
