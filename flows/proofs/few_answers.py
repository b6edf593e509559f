"""An outcome is never more than 12 answers away, and no walk asks more than 16 questions.

PASS: the shortest way from where a walk begins to each outcome it can come to has at most 12 questions, and the longest
way that never turns round has at most 16. Actions are not answers. Past an outcome, and past a wait of days, the count
begins again.
FAIL: a thirteenth question before somebody is told what to do.

    Step 'exshire.early-help/close': the shortest way from 'safe-today' asks 13 questions; 12 is the most.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from flows.library import Library, Where
from flows.proofs.said import fault_at
from flows.schema import Outcome, Question
from knowledge.errors import Fault

RULE = "few-answers"
SHORTEST = 12
LONGEST = 16
INSTEAD = "Ask less, or give an outcome earlier."


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each outcome too far away, and for each beginning of a walk that can grow too long."""
    for flow in library.flows.values():
        for entry in sorted(library.entries(flow)):
            yield from _too_far(library, entry)
            yield from _too_long(library, entry)


def _too_far(library: Library, entry: Where) -> Iterator[Fault]:
    for where, asked in questions_before(library, entry).items():
        if asked > SHORTEST and isinstance(library.steps[where], Outcome):
            what = f"the shortest way from '{entry.step}' asks {asked} questions; {SHORTEST} is the most."
            yield fault_at(library, where, RULE, what, instead=INSTEAD)


def _too_long(library: Library, entry: Where) -> Iterator[Fault]:
    longest = library.remaining(entry).longest
    if longest > LONGEST:
        what = f"a walk that begins here can ask {longest} questions; {LONGEST} is the most."
        yield fault_at(library, entry, RULE, what, instead=INSTEAD)


def questions_before(library: Library, entry: Where) -> Mapping[Where, int]:
    """For each step that the walk from `entry` can come to, the fewest questions answered before it."""
    fewest: dict[Where, int] = {entry: 0} if entry in library.steps else {}
    waiting = deque(fewest)
    while waiting:
        here = waiting.popleft()
        asked = fewest[here] + isinstance(library.steps[here], Question)
        for link in library.way_on(here):
            if link.to in library.steps and asked < fewest.get(link.to, len(library.steps) + 1):
                fewest[link.to] = asked
                waiting.append(link.to)
    return fewest
