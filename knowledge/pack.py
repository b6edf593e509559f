"""A pack is everything one authority has published: read-only, complete, and with no other authority's words in it.

`national` is a pack like the others, whose levels are the bands themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.errors import UnknownName
from knowledge.schema.authority import Authority
from knowledge.schema.common import Band, Source
from knowledge.schema.contact import Contact, Role
from knowledge.schema.indicator import Indicator, Override
from knowledge.schema.level import Agencies, BandLevel, Level
from knowledge.schema.place import PlaceFile

NATIONAL = "national"


@dataclass(frozen=True)
class Pack:
    """One authority's knowledge. `indicators` are the national bank with this authority's overrides and own signs."""

    authority: Authority
    levels: tuple[Level, ...]
    bands: tuple[BandLevel, ...]
    contacts: tuple[Contact, ...]
    places: PlaceFile
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    also_helps: Mapping[str, tuple[Role, ...]] = field(default_factory=dict)
    """By domain: the roles of contacts that help with such worries, beside those of the route."""

    @property
    def id(self) -> str:
        return self.authority.id

    @cached_property
    def contacts_by_id(self) -> Mapping[str, Contact]:
        """This authority's contacts and the national ones."""
        return {contact.id: contact for contact in self.contacts}

    def with_role(self, role: Role) -> tuple[Contact, ...]:
        """Contacts that fill `role`, in escalation order; national ones only where the authority has none."""
        found = [contact for contact in self.contacts if contact.role == role]
        own = [contact for contact in found if not contact.id.startswith(f"{NATIONAL}.")]
        return tuple(sorted(own or found, key=lambda contact: contact.escalation_order))

    def level_for(self, band: Band, agencies: Agencies = "any") -> tuple[Level, BandLevel]:
        """What a band means here. Falls back to the band's first mapping when agencies are not told apart."""
        mappings = [mapping for mapping in self.bands if mapping.band == band]
        exact = [mapping for mapping in mappings if mapping.agencies == agencies]
        chosen = (exact or mappings)[0]
        return self.level(chosen.level), chosen

    def level(self, level_id: str) -> Level:
        """The level with this id. Raises UnknownName."""
        for level in self.levels:
            if level.id == level_id:
                return level
        raise UnknownName("level", level_id, [level.id for level in self.levels])

    def heading(self, level: Level) -> str:
        """The level as this authority writes it: 'Level 3: Complex', or 'Universal Plus' where there are no numbers."""
        return self.authority.wording.level_heading.format(name=level.name, number=level.number)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Lower-case names of this authority's places, teams and forms: known words, never anybody's name."""
        return frozenset(word.lower() for word in self._own_names())

    def _own_names(self) -> Iterable[str]:
        yield from (self.authority.name, self.authority.partnership)
        for area in self.places.areas:
            yield from (area.name, *area.towns)
        yield from self.places.not_served
        for term in self.authority.terms:
            yield from (term.name, *term.also_called, *term.formerly)
        for contact in self.contacts:
            yield from (contact.name, *contact.also_called)
        for level in self.levels:
            yield from (level.name, *level.also_called)


@dataclass(frozen=True)
class Knowledge:
    """Every pack, as of one version. Frozen: a reload makes a new one and swaps it in."""

    version: str
    packs: Mapping[str, Pack]
    phrases: Mapping[str, Indicator]
    """Every indicator of the bank and of every pack by id, as written before overrides: what the readers listen for."""

    def pack(self, authority: str) -> Pack:
        """The pack of an authority, by id. Raises UnknownName."""
        try:
            return self.packs[authority]
        except KeyError:
            raise UnknownName("authority", authority, self.packs) from None


def override(indicator: Indicator, words: Override) -> Indicator:
    """The indicator as this authority grades and words it."""
    changes = {name: getattr(words, name) for name in ("band", "says", "report_now", "escalates")}
    given = {name: value for name, value in changes.items() if value is not None}
    return indicator.model_copy(update={**given, "source": words.source})
