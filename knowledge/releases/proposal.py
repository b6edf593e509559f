"""What waits for a second person: a copy of the draft, with proposal.json beside its files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pydantic import ValidationError

from knowledge.releases.journal import By
from knowledge.releases.trees import copy_tree, write_whole
from knowledge.schema.common import Strict

PROPOSAL_FILE = "proposal.json"


class Proposal(Strict):
    """A snapshot of the draft that waits for a second person. `based_on` is the version that was live then."""

    id: str
    at: dt.datetime
    by: By
    note: str
    review_by: dt.date
    based_on: str
    fingerprint: str


def copied(tree: Path, proposal: str, target: Path) -> None:
    """A copy of the draft, with what is proposed beside it."""
    copy_tree(tree, target)
    write_whole(target / PROPOSAL_FILE, proposal.encode())


def proposal_in(file: Path) -> Proposal | None:
    """What the file says; None for one that is damaged, or still being put in place under another name."""
    try:
        found = Proposal.model_validate_json(file.read_bytes())
    except (ValidationError, OSError):
        return None
    return found if found.id == file.parent.name else None
