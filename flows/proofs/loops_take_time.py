"""A loop has a time in it.

PASS: an action with `wait_days`, or an outcome with `review_days` and `look_again`, somewhere on every loop.
FAIL: `talked` -> `agree` -> `talked` with no day in between: a person could press round and round and nothing happens.

    Step 'exshire.early-help/agree': one can come back here without any time having passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.library import Library, Where
from flows.proofs.said import fault_at
from knowledge.errors import Fault

RULE = "loops-take-time"
INSTEAD = "Put an action with 'wait_days' on the loop, or end it in an outcome with 'look_again'."


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each loop without time, at its first step."""
    onward = {where: _at_once(library, where) for where in library.steps}
    ahead = {where: _ahead_at_once(onward, where) for where in library.steps}
    for where, reached in ahead.items():
        loop = {other for other in reached if where in ahead[other]}
        if where in reached and where == min(loop):
            what = "one can come back here without any time having passed."
            yield fault_at(library, where, RULE, what, instead=INSTEAD)


def _at_once(library: Library, here: Where) -> frozenset[Where]:
    """The steps that come next on the same day."""
    onward = {link.to for link in library.links(here) if not link.waits and link.kind != "danger"}
    return frozenset(onward & library.steps.keys())


def _ahead_at_once(onward: Mapping[Where, frozenset[Where]], start: Where) -> frozenset[Where]:
    """The steps that can be reached from `start` on one day. `start` is among them only if it lies on a loop."""
    seen: set[Where] = set()
    waiting = [start]
    while waiting:
        fresh = onward[waiting.pop()] - seen
        seen |= fresh
        waiting.extend(fresh)
    return frozenset(seen)
