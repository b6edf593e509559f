"""A few signs for a level: those that guide.yaml names first, the authority's own in their place, then by domain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.guide.words import GuideSetting, guide_words
from knowledge.pack import Pack
from knowledge.schema.common import Band
from knowledge.schema.indicator import Indicator
from knowledge.schema.level import Level

LONGEST = 110


def signs_of(pack: Pack, level: Level, setting: GuideSetting | None, count: int) -> tuple[Indicator, ...]:
    """Up to `count` signs of this level, one from a domain as far as that goes. None where another level has them."""
    own = [
        band for band in Band if any(each.band == band for each in pack.bands) and main_level(pack, band) == level.id
    ]
    if not own:
        return ()
    fitting = list(_fitting(pack, setting))
    shares = [_share(pack, [each for each in fitting if each.band == band], setting) for band in own]
    return tuple(_in_turn(shares, count))


def main_level(pack: Pack, band: Band) -> str:
    """The level that a band's signs are printed with: the one it means in any case, else the lowest it can mean."""
    mapped = [each for each in pack.bands if each.band == band]
    order = [level.id for level in pack.levels]
    return next(
        (each.level for each in mapped if each.agencies == "any"),
        min((each.level for each in mapped), key=order.index),
    )


def _fitting(pack: Pack, setting: GuideSetting | None) -> Iterable[Indicator]:
    """Signs of the ages this setting works with, short enough to be read on paper."""
    for each in pack.indicators.values():
        if len(each.says) <= LONGEST and (not setting or _meets(each, setting)):
            yield each


def _meets(sign: Indicator, setting: GuideSetting) -> bool:
    return sign.ages.youngest <= setting.oldest and sign.ages.oldest >= setting.youngest


def _share(pack: Pack, signs: Sequence[Indicator], setting: GuideSetting | None) -> list[Indicator]:
    """One band's signs in the order to print them: the named ones, then each domain's best, then each domain's next."""
    words = guide_words()
    domains = dict.fromkeys((*(setting.domains if setting else ()), *words.domains))
    best = sorted(signs, key=lambda each: (not _is_own(pack, each), not each.report_now))
    named = dict.fromkeys((*(setting.signs if setting else ()), *words.signs))
    first = [found for name in named if (found := _named(name, pack, best))]
    rounds = _rounds([[each for each in best if each.in_domain == domain] for domain in domains])
    return list({each.id: each for each in (*first, *rounds)}.values())


def _named(name: str, pack: Pack, signs: Sequence[Indicator]) -> Indicator | None:
    """The sign of this id, or the authority's own sign of the same domain."""
    found = next((each for each in signs if each.id == name), None)
    return found and next((each for each in signs if each.in_domain == found.in_domain and _is_own(pack, each)), found)


def _is_own(pack: Pack, sign: Indicator) -> bool:
    """Whether the authority itself publishes the sign."""
    return sign.source.ref.startswith(f"{pack.id}-")


def _rounds(lists: Sequence[Sequence[Indicator]]) -> Iterable[Indicator]:
    for place in range(max((len(each) for each in lists), default=0)):
        yield from (each[place] for each in lists if place < len(each))


def _in_turn(shares: Sequence[Sequence[Indicator]], count: int) -> list[Indicator]:
    """From each band in turn, the highest last, so that a level of two bands shows both."""
    chosen = list(_rounds(shares))[:count]
    return sorted(chosen, key=lambda each: each.band.rank)
