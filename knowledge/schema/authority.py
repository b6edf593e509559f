"""An authority's own words: its name, its forms and meetings, how it wants levels shown, and what no-names is here."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from knowledge.schema.common import Identifier, Source, SourceRef, Status, Strict, Words
from knowledge.schema.contact import ContactOnDay, Opening, Route


class Term(Strict):
    """The local name of a form, meeting or service, and what it is."""

    id: Identifier
    name: Words
    means: Words
    also_called: tuple[Words, ...] = ()
    formerly: tuple[Words, ...] = Field(default=(), description="Names still heard, and replaced.")
    status: Status
    source: SourceRef


class Wording(Strict):
    """How this authority wants a level to be shown."""

    level_heading: Words = Field(
        description="With {name} and, where levels have one, {number}: 'Level {number}: {name}'."
    )
    show_numbers: bool
    comes_closest: Words = Field(description="The sentence that introduces the level, with {level}.")


class NoNames(Strict):
    """What is offered to somebody who wants advice without naming the child."""

    published: bool = Field(description="Whether this authority publishes a no-names consultation service.")
    says: Words = Field(description="One or two sentences shown with the contact.")
    not_for: tuple[Words, ...] = ()
    source: SourceRef | None = None


class Authority(Strict):
    """knowledge/<authority>/authority.yaml."""

    id: Identifier
    name: Words
    partnership: Words
    wording: Wording
    no_names: NoNames
    terms: tuple[Term, ...]
    routes: tuple[Route, ...]
    special_days: tuple[ContactOnDay, ...] = ()
    assumed_office_hours: tuple[Opening, ...] = Field(
        description="Only for ordering two numbers when the day team's hours are unpublished; both are always shown."
    )
    flow: Identifier = Field(description="The flow that 'Walk me through it' enters.")
    region: Literal["England"] = "England"


class SourceFile(Strict):
    """knowledge/<authority>/sources.yaml."""

    sources: tuple[Source, ...]
