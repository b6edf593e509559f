"""Nothing is past the day it must be looked at again. It is told as a warning: nobody falls silent for it.

PASS  review_by: a day that has not come yet
FAIL  review_by: 2025-01-31
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault, Position
from knowledge.load import Read

RULE = "overdue"
INSTEAD = "Confirm it, then set the next date."


def check(files: Read, today: dt.date) -> Iterator[Fault]:
    """A warning at each `review_by` that has passed."""
    if files.release.review_by < today:
        what = f"This release was to be looked at again by {files.release.review_by}."
        yield Fault(Position(files.root / "release.yaml"), RULE, what, "", "Publish a new one.", "warning")
    for _, document in files.files.values():
        for path, text in document.texts_under("review_by"):
            if dt.date.fromisoformat(text) < today:
                what = f"This was to be looked at again by {text}."
                yield Fault(document.position(path), RULE, what, "", INSTEAD, "warning")
