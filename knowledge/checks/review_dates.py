"""Nothing is past the day it must be looked at again.

PASS  review_by: a day that has not come yet
FAIL  review_by: 2025-01-31
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault, Position
from knowledge.load import Read

RULE = "overdue"


def check(files: Read, today: dt.date) -> Iterator[Fault]:
    """A fault at each `review_by` that has passed."""
    if files.release.review_by < today:
        what = f"This release was to be looked at again by {files.release.review_by}."
        yield Fault(Position(files.root / "release.yaml"), RULE, what)
    for _, document in files.files.values():
        for path, position in document.values.items():
            if path and path[-1] == "review_by" and (due := _date(document.data, path)) and due < today:
                yield Fault(
                    position,
                    RULE,
                    f"This was to be looked at again by {due}.",
                    "",
                    "Confirm it, then set the next date.",
                )


def _date(data: object, path: tuple[str | int, ...]) -> dt.date | None:
    for part in path:
        data = data[part]  # type: ignore[index]
    return dt.date.fromisoformat(str(data))
