"""The sentences of the board's report. They are the same on paper and on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WHAT_THIS_IS = (
    "How often practitioners brought each kind of worry to the early help assistant, and where its guided walks ended. "
    "It counts worries, not children: nobody's words, names or times are kept."
)
CANNOT = (
    "A rise can mean more worries, or only more practitioners who use the assistant. A worry may be brought twice, and "
    "most are never brought. The level is the one that the assistant came closest to; what people then decided is not "
    "known. These are asked for by the partnership's strategies and cannot be read here:"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the figures."""

    held_back: str
    protection: tuple[str, ...]
    made_from: str
    what_this_is: str = WHAT_THIS_IS
    measures_title: str = "What the measures mean"
    cannot_title: str = "What these figures cannot say"
    cannot: str = CANNOT
    protection_title: str = "How small numbers are protected"


def words_of(about: Mapping[str, str]) -> Words:
    """The sentences that depend on the publication."""
    closed, version = about.get("made_at_closed_week", ""), about.get("knowledge_version", "")
    told = ("how_numbers_are_protected", "what_is_counted")
    return Words(
        held_back=how_to_read(about),
        protection=tuple(about[key] for key in told if about.get(key)),
        made_from=f"Made from counters up to week {closed}, with knowledge {version}.",
    )


def how_to_read(about: Mapping[str, str]) -> str:
    """What the symbols in place of numbers mean."""
    return f"{about.get('symbol', 'c')} means {about.get('symbol_means', 'held back, to protect people')}."
