"""Whether two trees read messages alike, and which messages have to be asked again when they do not.

Reading costs tens of milliseconds a message, and is the same for all authorities save for the signs they have. So each
message is read once a tree with the signs of all packs together; only where that differs, or where it tells of a sign
that an authority now grades otherwise, is that authority asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.house import House
from knowledge.pack import NATIONAL, Knowledge, Pack
from knowledge.schema.indicator import Indicator
from nlp.reader import never
from nlp.understanding import Understanding

WORD = re.compile(r"[a-z][a-z'\u2019-]+")


@dataclass(frozen=True)
class Listening:
    """What differs in how two trees read. All empty: every message is read alike by both."""

    signs: frozenset[str]
    """Signs that are listened for otherwise, in any pack."""
    graded: Mapping[str, frozenset[str]]
    """By authority, the signs that its pack grades otherwise."""
    mapped: frozenset[str]
    """Authorities where a band means another level."""
    words: frozenset[str]
    """Words that are a known name in one tree only: a message with one may now be stopped, or no longer."""
    said: frozenset[str]
    """Phrases that were added or taken out."""

    @property
    def authorities(self) -> frozenset[str]:
        """Whose answers to a worry may differ."""
        return frozenset(self.graded) | self.mapped

    @property
    def is_alike(self) -> bool:
        """Whether no message can be read otherwise."""
        return not (self.signs or self.authorities or self.words)

    def about(self) -> frozenset[str]:
        """Every sign concerned."""
        return self.signs.union(*self.graded.values())


def listening(old: Knowledge, new: Knowledge) -> Listening:
    """Compares what the two listen for. Authorities that only one of them has are left out."""
    both = sorted(set(old.packs) & set(new.packs))
    graded = {each: _differing(old.packs[each].indicators, new.packs[each].indicators) for each in both}
    signs = _differing(old.phrases, new.phrases)
    return Listening(
        signs=signs,
        graded={each: found for each, found in graded.items() if found},
        mapped=frozenset(each for each in both if _mapping(old.packs[each]) != _mapping(new.packs[each])),
        words=_known(old) ^ _known(new),
        said=frozenset(phrase for each in signs for phrase in _phrases(old, each) ^ _phrases(new, each)),
    )


def ask_again(text: str, old: House, new: House, differs: Listening) -> frozenset[str]:
    """The authorities that must be asked about this message. `differs` is not alike."""
    both = frozenset(set(old.knowledge.packs) & set(new.knowledge.packs))
    after = new.read(text, _of_all(new.knowledge), never)
    if differs.signs or _has_any(text, differs.words):
        before = old.read(text, _of_all(old.knowledge), never)
        if _heard(before) != _heard(after):
            return both
    told = {each.indicator for each in after.findings} | set(after.near)
    graded = {each for each, signs in differs.graded.items() if signs & told}
    return frozenset(graded) | differs.mapped


def _of_all(knowledge: Knowledge) -> Pack:
    """The national pack with every sign of every pack."""
    return replace(knowledge.packs[NATIONAL], indicators=knowledge.phrases)


def _heard(understood: Understanding) -> tuple[object, ...]:
    findings = tuple((each.indicator, each.band, each.status, each.whose, each.reader) for each in understood.findings)
    return understood.refused, findings, understood.near, understood.decision.band, understood.decision.urgent


def _differing(old: Mapping[str, Indicator], new: Mapping[str, Indicator]) -> frozenset[str]:
    names = set(old) | set(new)
    return frozenset(each for each in names if _weighs(old.get(each)) != _weighs(new.get(each)))


def _weighs(sign: Indicator | None) -> tuple[object, ...]:
    """What of a sign decides whether and how it is heard; its wording, its source and its examples do not."""
    if sign is None:
        return ()
    heard = (frozenset(sign.phrases), frozenset(sign.unless), sign.ages, sign.in_domain)
    return (*heard, sign.band, frozenset(sign.escalates), sign.report_now, sign.route)


def _mapping(pack: Pack) -> tuple[object, ...]:
    return tuple((each.band, each.agencies, each.level) for each in pack.bands), tuple(each.id for each in pack.levels)


def _known(knowledge: Knowledge) -> frozenset[str]:
    """Words of the names that the guard knows."""
    names = {name for pack in knowledge.packs.values() for name in pack.vocabulary}
    names |= {setting.name for pack in knowledge.packs.values() for setting in pack.places.settings}
    return frozenset(word for name in names for word in WORD.findall(name.lower()))


def _phrases(knowledge: Knowledge, sign: str) -> set[str]:
    found = knowledge.phrases.get(sign)
    return {*found.phrases, *found.unless} if found else set()


def _has_any(text: str, words: frozenset[str]) -> bool:
    return bool(words) and not words.isdisjoint(WORD.findall(text.lower()))
