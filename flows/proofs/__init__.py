"""What is proved about the whole graph of flows before it may be used (promise P1). One proof a file.

Nothing is sampled: each proof looks at every step, every choice and every way. A proof's module docstring is its
documentation. `earlyhelp check` prints what they find.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator

from flows.library import Library
from flows.proofs import (
    actions_have_a_time,
    at_home,
    branches,
    contacts_resolve,
    danger_exit,
    ends,
    few_answers,
    loops_take_time,
    next_exists,
    one_question,
    plain_words,
    reachable,
    second_chance,
    short_labels,
    sources_exist,
    typed_apart,
    unsure_choice,
    whole_outcomes,
)
from flows.proofs.contacts_resolve import Resolves
from flows.schema import Flow
from knowledge.errors import Fault
from knowledge.strict_yaml import Document

Proof = Callable[[Library], Iterator[Fault]]

PROOFS: tuple[Proof, ...] = (
    next_exists.faults,
    reachable.faults,
    ends.faults,
    few_answers.faults,
    loops_take_time.faults,
    whole_outcomes.faults,
    danger_exit.faults,
    second_chance.faults,
    branches.faults,
    at_home.faults,
    unsure_choice.faults,
    one_question.faults,
    short_labels.faults,
    typed_apart.faults,
    actions_have_a_time.faults,
    plain_words.faults,
)


def prove(library: Library, *, resolves: Resolves, sources: Collection[str] | None = None) -> tuple[Fault, ...]:
    """Every fault of every proof, in the order of files and lines; empty when the library may be used.

    `resolves` and `sources` come from the knowledge; without `sources` where steps come from is not proved.
    """
    found = {fault for proof in PROOFS for fault in proof(library)}
    found.update(contacts_resolve.faults(library, resolves=resolves))
    if sources is not None:
        found.update(sources_exist.faults(library, sources=sources))
    return tuple(sorted(found))


def overdue(flows: Iterable[tuple[Flow, Document]], today: dt.date) -> Iterator[Fault]:
    """A warning at each flow that was to be looked at again before today."""
    for flow, document in flows:
        if flow.review_by < today:
            what = f"This flow was to be looked at again by {flow.review_by}."
            instead = "Read it again with those who use it, then set the next date."
            yield Fault(document.position(("review_by",)), "overdue", what, "", instead, "warning")
