"""A number that is not answered, and a front door that says no, are never the end.

PASS: each outcome that sends somebody to the duty team offers `not_answered` and `disputed`; the exit for immediate
danger, the flow about unanswered phones and the flow about disputed decisions are that second chance, and need none.
FAIL: "Ring the duty team" and nothing else.

    Step 'exshire.early-help/ring-duty': nobody is told what to do when the phone is not answered.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library, Where
from flows.proofs.said import fault_at, outcomes
from knowledge.errors import Fault

RULE = "second-chance"
LACKS = {
    "not-answered": ("nobody is told what to do when the phone is not answered.", "not_answered"),
    "disputed": ("nobody is told what to do when the decision is no.", "disputed"),
}
SECOND_CHANCES = frozenset({"phone_not_answered", "decision_disputed"})


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each second chance that an outcome lacks."""
    for where, outcome in outcomes(library):
        if outcome.contacts[0] != "duty" or _is_second_chance(library, where):
            continue
        offered = {link.kind for link in library.links(where)}
        for kind, (what, key) in LACKS.items():
            if kind not in offered:
                yield fault_at(library, where, RULE, what, instead=f"Give '{key}'.")


def _is_second_chance(library: Library, where: Where) -> bool:
    covered = {*library.steps[where].covers, *library.flows[where.flow].covers}
    return bool(covered & SECOND_CHANCES) or library.danger(where.flow) == where
