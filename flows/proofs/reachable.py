"""Every step can be reached.

PASS: a step that the start, an entry, or any step of any flow leads to.
FAIL: a step that nothing leads to any more, because the choice that led there was changed.

    Step 'exshire.early-help/old-form': nothing leads here.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library
from flows.proofs.said import fault_at
from knowledge.errors import Fault

RULE = "reachable"


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each step that no walk comes to."""
    reached = frozenset().union(*library.walks.values())
    for where in library.steps:
        if where not in reached:
            yield fault_at(library, where, RULE, "nothing leads here.", instead="Lead to it, or delete it.")
