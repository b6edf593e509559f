"""The release: which version of the knowledge this is, who reviewed it, and when it must be looked at again."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import StringConstraints

from knowledge.schema.common import Strict, Words


class Release(Strict):
    """knowledge/release.yaml. `version` is the day and the number of the release on that day: 2026.11.22-1."""

    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d{2}\.\d{2}-\d+$")]
    note: Words
    reviewed_by: Words | None = None
    review_by: dt.date
