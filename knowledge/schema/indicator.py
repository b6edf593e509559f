"""Indicators: the signs that a published threshold document grades, and how practitioners say them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from knowledge.schema.common import Band, Identifier, SourceRef, Strict, Words
from knowledge.schema.contact import Role

Circumstance = Literal[
    "repeated", "several_weeks", "under_one", "not_mobile", "disabled_child", "young_child", "pregnant"
]


class Ages(Strict):
    """The ages in whole years, both ends included, at which the sign means what it says."""

    youngest: int = Field(default=0, ge=0, le=25, alias="from")
    oldest: int = Field(default=25, ge=0, le=25, alias="to")


class Escalation(Strict):
    """A circumstance that moves the sign to a higher band."""

    when: Circumstance
    to: Band


class Examples(Strict):
    """Whole messages that must, and must not, lead to this indicator. The tests run them."""

    match: tuple[Words, ...] = ()
    not_: tuple[Words, ...] = Field(default=(), alias="not")


class Indicator(Strict):
    """One sign. `id` is `domain.name`; `phrases` are everyday words, never patterns."""

    id: Identifier
    domain: Identifier | None = Field(default=None, description="Only for an authority's own sign.")
    band: Band
    says: Words = Field(description="The sign in one plain sentence, as a practitioner would read it.")
    phrases: tuple[Words, ...] = Field(min_length=1)
    unless: tuple[Words, ...] = Field(default=(), description="Look-alikes: said so, it is not this sign.")
    ages: Ages = Ages()
    escalates: tuple[Escalation, ...] = ()
    report_now: bool = Field(default=False, description="A hard stop: shown first, with the number to ring now.")
    ask: Words | None = Field(default=None, description="The question whose answer would change the level.")
    route: Literal["lado", "fgm_duty", "prevent", "honour_based", "private_fostering"] | None = Field(
        default=None, description="A concern with a process of its own, beside the level."
    )
    source: SourceRef
    examples: Examples = Examples()

    @property
    def in_domain(self) -> str:
        """The domain it is counted under: its own, or the first part of its id."""
        return self.domain or self.id.split(".")[0]


class IndicatorFile(Strict):
    """One domain's indicators: knowledge/national/indicators/<domain>.yaml."""

    domain: Identifier
    title: Words
    also_helps: tuple[Role, ...] = Field(
        default=(), description="Roles of contacts that help with this kind of worry, beside those of the route."
    )
    indicators: tuple[Indicator, ...]


class Override(Strict):
    """An authority's own word on a national indicator: its band, wording or hard stop, with the authority's source."""

    indicator: Identifier
    band: Band | None = None
    says: Words | None = None
    report_now: bool | None = None
    escalates: tuple[Escalation, ...] | None = None
    source: SourceRef


class OverrideFile(Strict):
    """knowledge/<authority>/indicators.yaml: overrides of the bank, and signs that only this authority publishes."""

    overrides: tuple[Override, ...] = ()
    indicators: tuple[Indicator, ...] = ()
