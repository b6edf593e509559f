"""All flows together, as one graph: where a step stands, where its links lead, how long the rest of the way is.

A `Library` is frozen and pure. It trusts nothing about its flows (a link may lead nowhere, a loop may have no end):
finding that out is the work of `flows.proofs`, and the engine must stay polite until then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from flows.schema import DANGER, DISPUTED, DONE, LOOK_AGAIN, NOT_ANSWERED, Action, Flow, Outcome, Question, Step
from knowledge.errors import Position, UnknownName

LinkKind = Literal["choice", "done", "danger", "disputed", "not-answered", "look-again"]
NOWHERE = Position(Path("flows"))


class Where(NamedTuple):
    """A step of a flow; written `exshire.early-help/agree`."""

    flow: str
    step: str

    def __str__(self) -> str:
        return f"{self.flow}/{self.step}"


def part(where: Where, *path: str | int) -> Where:
    """A part of a step, for those who point at lines: `exshire.early-help/agree.choices.1.next`."""
    return Where(where.flow, ".".join((where.step, *map(str, path))))


class Link(NamedTuple):
    """A way on from a step. `waits` is true where days pass before the next step."""

    choice: str
    to: Where
    kind: LinkKind
    waits: bool = False


class Remaining(NamedTuple):
    """How many questions lie ahead on the shortest and on the longest way to an outcome."""

    shortest: int
    longest: int


@dataclass(frozen=True)
class Library:
    """Every flow by its id, and the position of every step for those who point at lines."""

    flows: Mapping[str, Flow]
    positions: Mapping[Where, Position] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, flows: Iterable[Flow], positions: Mapping[Where, Position] | None = None) -> Library:
        """A library of these flows; the last of two with one id wins (the loader refuses that)."""
        return cls(MappingProxyType({flow.id: flow for flow in flows}), MappingProxyType(dict(positions or {})))

    @cached_property
    def steps(self) -> Mapping[Where, Step]:
        """Every step by where it stands, in the order of the files."""
        return {Where(flow.id, step.id): step for flow in self.flows.values() for step in flow.steps}

    @cached_property
    def authorities(self) -> tuple[str, ...]:
        """The authorities that have a flow of their own, in order."""
        return tuple(sorted({flow.authority for flow in self.flows.values() if not flow.shared}))

    def flow(self, flow_id: str) -> Flow:
        """One flow. Raises UnknownName with the nearest known id."""
        if flow_id not in self.flows:
            raise UnknownName("flow", flow_id, self.flows)
        return self.flows[flow_id]

    def position(self, where: Where) -> Position:
        """File, line and column of a step or of its part, or the nearest thing known."""
        if "." in where.step and where not in self.positions:
            return self.position(Where(where.flow, where.step.rpartition(".")[0]))
        return self.positions.get(where) or self.positions.get(Where(where.flow, "")) or NOWHERE

    def target(self, ref: str, home: str) -> Where:
        """Where `ref`, written in the flow `home`, leads; it may be a step that does not exist."""
        if "." not in ref:
            return Where(home, ref)
        flow_id, _, step_id = ref.partition("#")
        flow = self.flows.get(flow_id)
        return Where(flow_id, step_id or (flow.start if flow else ""))

    def danger(self, flow_id: str) -> Where:
        """The step for immediate danger that the flow names."""
        return self.target(self.flow(flow_id).danger, flow_id)

    def links(self, where: Where) -> tuple[Link, ...]:
        """Every way on from a step, the danger exit last. Empty for a step that does not exist."""
        step = self.steps.get(where)
        if step is None:
            return ()
        danger = Link(DANGER, self.danger(where.flow), "danger")
        own = tuple(self._own_links(step, where.flow))
        return own if danger.to == where else (*own, danger)

    def _own_links(self, step: Step, home: str) -> Iterator[Link]:
        if isinstance(step, Question):
            yield from (Link(choice.id, self.target(choice.next, home), "choice") for choice in step.choices)
        elif isinstance(step, Action):
            yield Link(DONE, self.target(step.next, home), "done", waits=step.wait_days is not None)
        else:
            yield from self._onward(step, home)

    def _onward(self, step: Outcome, home: str) -> Iterator[Link]:
        if step.not_answered:
            yield Link(NOT_ANSWERED, self.target(step.not_answered, home), "not-answered")
        if step.disputed:
            yield Link(DISPUTED, self.target(step.disputed, home), "disputed")
        if step.look_again:
            yield Link(LOOK_AGAIN, self.target(step.look_again, home), "look-again", waits=step.review_days is not None)

    def way_on(self, where: Where) -> tuple[Link, ...]:
        """The links that carry the same walk on: no danger exit, and nothing beyond an outcome."""
        return tuple(link for link in self.links(where) if link.kind in {"choice", "done"})

    def reachable(self, start: Where, *, danger: bool = True) -> frozenset[Where]:
        """Every existing step that can be reached from `start`, itself included."""
        seen: set[Where] = set()
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here in seen or here not in self.steps:
                continue
            seen.add(here)
            waiting.extend(link.to for link in self.links(here) if danger or link.kind != "danger")
        return frozenset(seen)

    def entries(self, flow: Flow) -> frozenset[Where]:
        """The steps where a walk through the flow can begin."""
        refs = [flow.start, *(flow.entry.model_dump().values() if flow.entry else ())]
        return frozenset(self.target(ref, flow.id) for ref in refs)

    def version(self, flow_id: str) -> str:
        """A short fingerprint of the flow and of every flow it can continue in. Raises UnknownName."""
        self.flow(flow_id)
        return self._versions[flow_id]

    @cached_property
    def _versions(self) -> Mapping[str, str]:
        return {flow_id: self._fingerprint(flow_id) for flow_id in self.flows}

    def _fingerprint(self, flow_id: str) -> str:
        reached = {where.flow for where in self.walks[flow_id]} | {flow_id}
        digest = hashlib.sha256()
        for each in sorted(reached):
            digest.update(self.flows[each].model_dump_json().encode())
        return digest.hexdigest()[:8]

    @cached_property
    def walks(self) -> Mapping[str, frozenset[Where]]:
        """For each flow, every step that a walk through it can come to."""
        reached = {flow.id: [self.reachable(entry) for entry in self.entries(flow)] for flow in self.flows.values()}
        return {flow_id: frozenset().union(*sets) for flow_id, sets in reached.items()}

    def remaining(self, where: Where) -> Remaining:
        """The questions still ahead from a step, itself included; a loop counts once."""
        return self._remaining.get(where, Remaining(0, 0))

    @cached_property
    def _remaining(self) -> Mapping[Where, Remaining]:
        found: dict[Where, Remaining] = {}
        for where in self.steps:
            self._measure(where, found, frozenset())
        return found

    def _measure(self, where: Where, found: dict[Where, Remaining], walked: frozenset[Where]) -> Remaining:
        if where in found:
            return found[where]
        own = 1 if isinstance(self.steps.get(where), Question) else 0
        inside = walked | {where}
        ahead = [self._measure(link.to, found, inside) for link in self.way_on(where) if link.to not in inside]
        shortest = min((each.shortest for each in ahead), default=0)
        longest = max((each.longest for each in ahead), default=0)
        found[where] = Remaining(own + shortest, own + longest)
        return found[where]
