"""Packs and flows as they were read, with the places to point at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.schema import Flow, Outcome
from knowledge.load import Read
from knowledge.pack import Knowledge
from knowledge.schema.contact import Role
from knowledge.strict_yaml import Document


@dataclass(frozen=True)
class Whole:
    """A tree in which every file can be read."""

    files: Read
    knowledge: Knowledge
    flows: Mapping[str, tuple[Flow, Document]]

    @classmethod
    def of(cls, files: Read, knowledge: Knowledge, flows: tuple[tuple[Flow, Document], ...]) -> Whole:
        return cls(files, knowledge, {flow.id: (flow, document) for flow, document in flows})

    def flows_of(self, authority: str) -> tuple[tuple[Flow, Document], ...]:
        """The authority's own flows and the shared ones."""
        return tuple(each for each in self.flows.values() if each[0].shared or each[0].authority == authority)

    def roles_in_flows(self, authority: str) -> frozenset[Role]:
        """The roles that somebody who walks through one of its flows may be sent to."""
        steps = (step for flow, _ in self.flows_of(authority) for step in flow.steps)
        return frozenset(role for step in steps if isinstance(step, Outcome) for role in step.contacts)
