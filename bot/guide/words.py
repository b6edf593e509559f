"""Reads guide.yaml: the sentences on every guide, and the settings there are guides for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knowledge.errors import UnknownName
from knowledge.schema.common import Identifier, Strict, Words
from knowledge.strict_yaml import parse, read

FILE = Path(__file__).parent / "guide.yaml"


class GuideSetting(Strict):
    """A kind of setting, the ages it works with, the domains its staff see most, and the signs to print first."""

    id: Identifier
    name: Words
    also_called: tuple[Words, ...]
    youngest: int
    oldest: int
    domains: tuple[Identifier, ...]
    signs: tuple[Identifier, ...]


class GuideWords(Strict):
    """guide.yaml."""

    title: Words
    danger: Words
    danger_next: Words
    no_number: Words
    never: Words
    who_decides: Words
    no_signs: Words
    same_signs: Words
    one_agency: Words
    several_agencies: Words
    ring_now: Words
    ring_now_for_any: Words
    domains: tuple[Identifier, ...]
    signs: tuple[Identifier, ...]
    settings: tuple[GuideSetting, ...]

    def setting(self, typed: str) -> GuideSetting:
        """The setting called so. Raises UnknownName."""
        wanted = typed.strip().casefold()
        for each in self.settings:
            if wanted in {each.id, each.name, *each.also_called}:
                return each
        raise UnknownName(
            "setting or role", typed, [name for each in self.settings for name in (each.id, *each.also_called)]
        )


@cache
def guide_words() -> GuideWords:
    """The words, read once."""
    return parse(read(FILE), GuideWords)
