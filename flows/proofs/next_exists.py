"""Every choice leads to a step that exists.

PASS: `next: agree` where the flow has a step `agree`; `next: shared.lado#who` where that flow has a step `who`.
FAIL: `next: agreee`; `next: shared.ladoo`; a `start`, an `entry`, a `danger` or a `look_again` that names no step.

    Step 'exshire.early-help/talked': the answer 'yes' leads to 'exshire.early-help/agreee', which does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library, Link, Where, part
from flows.proofs.said import fault_at
from flows.schema import Flow, Question
from knowledge.errors import Fault, did_you_mean

RULE = "next-exists"
WRITTEN = {"done": "next", "disputed": "disputed", "not-answered": "not_answered", "look-again": "look_again"}
WHY = "A person who chooses this would be left with nothing."


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each way that leads nowhere."""
    for where in library.steps:
        for link in library.links(where):
            if link.to not in library.steps and link.kind != "danger":
                what = f"the answer '{link.choice}' leads to '{link.to}', which does not exist."
                at = _written(library, where, link)
                yield fault_at(library, where, RULE, what, at=at, why=WHY, instead=_nearest(library, link.to))
    for flow in library.flows.values():
        for path, ref in _named(flow):
            to = library.target(ref, flow.id)
            if to not in library.steps:
                position = library.position(part(Where(flow.id, ""), *path))
                what = f"Flow '{flow.id}': '{path[-1]}' leads to '{to}', which does not exist."
                yield Fault(position, f"flow-{RULE}", what, WHY, _nearest(library, to))


def _named(flow: Flow) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where the flow itself names a step, and which."""
    yield ("start",), flow.start
    yield ("danger",), flow.danger
    if flow.entry:
        yield from ((("entry", band), ref) for band, ref in flow.entry.model_dump().items())


def _written(library: Library, where: Where, link: Link) -> tuple[str | int, ...]:
    """Where in the step the link is written."""
    step = library.steps[where]
    if not isinstance(step, Question):
        return (WRITTEN[link.kind],)
    return "choices", [choice.id for choice in step.choices].index(link.choice), "next"


def _nearest(library: Library, missing: Where) -> str:
    same_flow = {where.step for where in library.steps if where.flow == missing.flow}
    return did_you_mean(missing.step, same_flow) if same_flow else did_you_mean(missing.flow, library.flows)
