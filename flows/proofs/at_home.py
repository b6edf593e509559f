"""A flow stays with its own authority.

PASS: an authority's flow continues in another of its own flows, or in a shared one.
FAIL: one council's flow that continues in another council's; a shared flow that continues in a council's.

    Step 'exshire.early-help/agree': the answer 'no' leads into a flow of another authority.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library
from flows.proofs.said import fault_at
from knowledge.errors import Fault

RULE = "at-home"
WHY = "Its forms, meetings and numbers are not the same ones."


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each link that crosses from one authority to another."""
    for where in library.steps:
        for link in library.links(where):
            target = library.flows.get(link.to.flow)
            if target and not target.shared and target.authority != library.flows[where.flow].authority:
                what = f"the answer '{link.choice}' leads into a flow of another authority."
                yield fault_at(library, where, RULE, what, why=WHY, instead="Stay at home, or lead to a shared flow.")
