"""The rules that only packs and flows together can break, one a file. A rule's module docstring documents it.

A rule is a function `check(whole) -> faults`. Rules about packs alone stand in `knowledge.checks`, proofs about flows
alone in `flows.proofs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from bot.officers.rules import cases_name_what_is_there, flows_are_there, nobody_is_named_in_flows, nothing_is_unused
from bot.officers.rules.whole import Whole
from knowledge.errors import Fault


class Rule(Protocol):
    """What a rule's module offers."""

    __doc__: str | None
    __name__: str

    def check(self, whole: Whole) -> Iterator[Fault]: ...


WHOLE_TREE: tuple[Rule, ...] = (
    flows_are_there,
    cases_name_what_is_there,
    nobody_is_named_in_flows,
    nothing_is_unused,
)
