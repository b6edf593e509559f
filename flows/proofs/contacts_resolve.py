"""Somebody can be reached at every hour of the week.

The proof does not know the directory. It is given `resolves(authority, roles)`, which says whether these roles together
reach somebody at every hour: the duty team by day and the out-of-hours team by night are one answer, not two halves.

PASS: the contacts of each outcome resolve in every authority whose people can come to it. People of every authority can
come to a shared flow.
FAIL: an outcome whose only contact is a team with no number, or one that is closed at night with nothing behind it.

    Step 'shared.lado/report': in 'exshire' nobody can be reached at every hour through: lado.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flows.library import Library, Where
from flows.proofs.said import fault_at, outcomes
from knowledge.errors import Fault
from knowledge.schema.contact import Role

RULE = "contacts-resolve"
Resolves = Callable[[str, tuple[Role, ...]], bool]


def faults(library: Library, *, resolves: Resolves) -> Iterator[Fault]:
    """One fault for each outcome and authority without anybody to reach."""
    for where, outcome in outcomes(library):
        for authority in _whose(library, where):
            if not resolves(authority, outcome.contacts):
                roles = ", ".join(outcome.contacts)
                what = f"in '{authority}' nobody can be reached at every hour through: {roles}."
                yield fault_at(
                    library, where, RULE, what, at=("contacts",), instead="Add a role that answers at night."
                )


def _whose(library: Library, where: Where) -> tuple[str, ...]:
    flow = library.flows[where.flow]
    return library.authorities if flow.shared else (flow.authority,)
