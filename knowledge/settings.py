"""Finds the school, nursery or area a person typed. Unsure means asking, never guessing."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from knowledge.directory import Place
from knowledge.pack import Pack

SURE = 93
WORTH_ASKING = 70
CLEAR_LEAD = 5


@dataclass(frozen=True)
class Found:
    """`place` when sure; otherwise the `candidates` to ask about, best first (none: nothing near)."""

    place: Place | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Name:
    """One way a place may be typed, the place it means, and how to show it when asking."""

    typed: str
    place: Place
    shown: str


def find_setting(pack: Pack, typed: str) -> Found:
    """The setting called `typed`, by its id, name or another name it goes by."""
    names = [
        _Name(name, Place(area=each.area, setting=each.id, setting_type=each.type), each.name)
        for each in pack.places.settings
        for name in (each.id, each.name, *each.also_called)
    ]
    return _decide(typed, names)


def find_area(pack: Pack, typed: str) -> Found:
    """The area called `typed`, or that has a town so called."""
    names = [
        _Name(name, Place(area=each.id), each.name)
        for each in pack.places.areas
        for name in (each.id, each.name, *each.towns)
    ]
    return _decide(typed, names)


def _decide(typed: str, names: list[_Name]) -> Found:
    scored = _nearest(typed, names)
    if not scored:
        return Found(None)
    best, score = scored[0]
    rivals = [other for name, other in scored if name.place != best.place]
    if score >= SURE and (not rivals or score - rivals[0] >= CLEAR_LEAD):
        return Found(best.place)
    return Found(None, tuple(dict.fromkeys(name.shown for name, _ in scored)))


def _nearest(typed: str, names: list[_Name]) -> list[tuple[_Name, float]]:
    """Names near enough to ask about, best first."""
    found = process.extract(
        typed,
        [name.typed for name in names],
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=WORTH_ASKING,
    )
    return [(names[index], score) for _, score, index in found]
