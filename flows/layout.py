"""Where each step of a drawn flow stands: in rows, each step one row below the lowest step that leads to it.

Ways that take time (a wait, a day to look again) do not push a step down; neither does the danger exit, which is the
same everywhere and is not drawn. What lies in another flow is drawn as a door with that flow's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.library import Library, Link, Where
from flows.schema import Action, Flow, Outcome, Question

DRAWN = frozenset({"choice", "done", "look-again"})


@dataclass(frozen=True)
class Edge:
    """A drawn way between two places, with the words on it."""

    start: Where
    end: Where
    says: str
    waits: bool


@dataclass(frozen=True)
class Placed:
    """The rows of a flow from top to bottom, and the ways between their places."""

    rows: tuple[tuple[Where, ...], ...]
    edges: tuple[Edge, ...]


def place(library: Library, flow: Flow) -> Placed:
    """The rows and ways of one flow."""
    edges = tuple(_edges(library, flow))
    depths = _depths([Where(flow.id, step.id) for step in flow.steps], edges)
    rows: dict[int, list[Where]] = {}
    for where, depth in depths.items():
        rows.setdefault(depth, []).append(where)
    return Placed(tuple(tuple(rows[depth]) for depth in sorted(rows)), edges)


def _edges(library: Library, flow: Flow) -> Iterable[Edge]:
    for step in flow.steps:
        here = Where(flow.id, step.id)
        for link in library.links(here):
            if link.kind in DRAWN:
                end = link.to if link.to.flow == flow.id else Where(link.to.flow, "")
                yield Edge(here, end, label(library, here, link), link.waits)


def label(library: Library, where: Where, link: Link) -> str:
    """The words on a way: the choice as it is said, or the days it takes."""
    step = library.steps[where]
    if isinstance(step, Question):
        return next(choice.says for choice in step.choices if choice.id == link.choice)
    if isinstance(step, Action):
        return f"after {step.wait_days} days" if step.wait_days else ""
    return f"after {step.review_days} days"


def _depths(steps: list[Where], edges: tuple[Edge, ...]) -> Mapping[Where, int]:
    """The longest way down to each place; a loop ends the way where it closes."""
    onward: dict[Where, list[Where]] = {}
    for edge in edges:
        if not edge.waits:
            onward.setdefault(edge.start, []).append(edge.end)
    depths = dict.fromkeys([*steps, *(edge.end for edge in edges)], 0)
    for _ in range(len(depths)):
        before = dict(depths)
        for start, ends in onward.items():
            for end in ends:
                depths[end] = max(depths[end], min(depths[start] + 1, len(depths)))
        if depths == before:
            break
    return depths


def summary(library: Library, where: Where) -> str:
    """What is written in a step's box."""
    step = library.steps.get(where)
    if step is None:
        flow = library.flows.get(where.flow)
        return f"go on in: {flow.title if flow else where.flow}"
    if isinstance(step, Question):
        return step.asks
    if isinstance(step, Outcome):
        return f"{step.title} ({step.when})"
    return f"{step.who}: {step.does}"
