"""Levels of need: an authority's own names, numbers (or none), definitions, process and consent rule."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from knowledge.schema.common import Band, Identifier, Provenance, Strict, Words

Agencies = Literal["one", "several", "any"]


class Level(Provenance):
    """One level of an authority's threshold document, as of `valid_from`."""

    id: Identifier
    number: int | None = Field(default=None, description="None where the authority uses no numbers.")
    name: Words
    also_called: tuple[Words, ...] = ()
    definition: Words
    process: Words = Field(
        description="What happens at this level, with the authority's own names of forms and meetings."
    )
    next_step: Words = Field(description="What the practitioner does next, and by when, in one or two sentences.")
    legal_basis: Words
    consent: Words
    consent_needed: Literal["yes", "no", "to_the_service"]
    edition: Words
    valid_from: dt.date
    valid_from_status: Literal["published", "first_seen"] = Field(
        description="published: the document gives the date. first_seen: only the day this pack recorded it is known."
    )


class BandLevel(Strict):
    """Which local level a band means here. Early help may differ for one agency and for several."""

    band: Band
    agencies: Agencies = "any"
    level: Identifier
    note: Words | None = Field(default=None, description="Shown with the level where the mapping is less than certain.")


class LevelFile(Strict):
    """knowledge/<authority>/levels.yaml: the levels from lowest to highest, and what each band means here."""

    levels: tuple[Level, ...]
    bands: tuple[BandLevel, ...]
