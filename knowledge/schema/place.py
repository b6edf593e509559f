"""Places: an authority's areas, their towns, and its settings. Ask, don't guess: what is not published is not here."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from knowledge.schema.common import Identifier, SourceRef, Status, Strict, Words


class Area(Strict):
    """A district, neighbourhood or locality, with the towns its authority publishes for it."""

    id: Identifier
    name: Words
    towns: tuple[Words, ...] = ()
    status: Status
    source: SourceRef


class Setting(Strict):
    """A school, nursery or practice. `area` only where the authority publishes it."""

    id: Identifier
    name: Words
    also_called: tuple[Words, ...] = ()
    type: Identifier = Field(description="school, nursery, college, gp, hospital, ...")
    urn: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")] | None = Field(
        default=None, description="Its number in the national register, Get Information about Schools; in quotes."
    )
    area: Identifier | None = None
    contact: Identifier | None = None
    source: SourceRef


class PlaceFile(Strict):
    """knowledge/<authority>/places.yaml."""

    area_word: Words = Field(description="What this authority calls an area: district, neighbourhood, locality.")
    how_to_find_yours: Words = Field(description="What to do when you do not know your area.")
    areas: tuple[Area, ...]
    settings: tuple[Setting, ...] = ()
    not_served: tuple[Words, ...] = Field(
        default=(), description="Towns people ask about that belong to another authority."
    )
