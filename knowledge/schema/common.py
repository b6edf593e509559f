"""What every knowledge file is made of: the strict base model, plain words, dates and where a fact comes from.

A file that breaks the schema is refused with the line it breaks on; see `knowledge.strict_yaml` for the positions.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")]


class Strict(BaseModel):
    """A frozen record that accepts no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Band(StrEnum):
    """The product's own four-step scale, on which indicators are graded (DESIGN section 4)."""

    UNIVERSAL = "universal"
    EARLY_HELP = "early_help"
    CHILD_IN_NEED = "child_in_need"
    CHILD_PROTECTION = "child_protection"

    @property
    def rank(self) -> int:
        """0 for universal to 3 for child protection: bands compare by it, never by their spelling."""
        return list(Band).index(self)


Status = Literal["confirmed", "as_published", "unconfirmed"]
"""How far a fact may be trusted: confirmed by its owner, printed by its owner, or neither."""


class Source(Strict):
    """A published document or page that facts are taken from."""

    id: Identifier
    title: Words
    publisher: Words
    dated: Words = Field(description="When it was published, in words: '2023', 'July 2021', 'undated'.")
    url: Words | None = None
    standing: Literal["current", "undated", "old", "general"] = Field(
        description="general: widely published national guidance whose text was not re-read for this project."
    )


class SourceRef(Strict):
    """Points at a `Source` by id, and at the place in it."""

    ref: Identifier
    section: Words | None = None


class Provenance(Strict):
    """Dates and ownership that every kind of fact carries."""

    source: SourceRef
    status: Status
    checked_on: dt.date | None = Field(default=None, description="The day its owner last confirmed it; none if never.")
    review_by: dt.date
    owner: Words = Field(description="The role that keeps it current. Never a person's name.")
