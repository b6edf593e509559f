"""Every step says where it comes from, and that source is one of ours.

The proof does not know the packs. It is given the ids of all their sources.

PASS: `source: {ref: earlyhelp-own}` where a pack's sources.yaml has that id.
FAIL: a source that was renamed, or taken out of the pack.

    Step 'exshire.early-help/agree': the source 'exshire-strategie' is in no pack's sources.yaml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flows.library import Library
from flows.proofs.said import fault_at
from knowledge.errors import Fault, did_you_mean

RULE = "sources-exist"


def faults(library: Library, *, sources: Collection[str]) -> Iterator[Fault]:
    """One fault for each step whose source nobody knows."""
    for where, step in library.steps.items():
        source = step.source or library.flows[where.flow].source
        if source.ref not in sources:
            what = f"the source '{source.ref}' is in no pack's sources.yaml."
            instead = did_you_mean(source.ref, sources)
            yield fault_at(library, where, RULE, what, at=("source", "ref"), instead=instead)
