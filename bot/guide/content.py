"""Chooses what stands on the page: levels in the authority's words, a few signs each, next steps, and who to ring when.

Everything comes from the pack and from guide.yaml; nothing is made up here. A fact that nobody has confirmed says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.contact_lines import dialled
from bot.guide.signs import main_level, signs_of
from bot.guide.words import GuideSetting, guide_words
from knowledge.directory import Place, offers, whom_to_call
from knowledge.exchange.hours import hours_in_words
from knowledge.pack import Pack
from knowledge.schema.common import Band, SourceRef
from knowledge.schema.contact import Contact, Role
from knowledge.schema.indicator import Indicator
from knowledge.schema.level import Level

ALWAYS_THERE: tuple[Role, ...] = ("duty", "out_of_hours")
SIGNS_OF_EACH = 3
SIGNS_OF_ONE = 8
STANDING = {"confirmed": "", "as_published": "As published; not confirmed since.", "unconfirmed": "Not confirmed."}


@dataclass(frozen=True)
class Number:
    """One row of the list of whom to ring. Without a number, `how` says what to do."""

    name: str
    number: str | None
    tel: str | None
    hours: str
    purpose: str
    how: str | None
    standing: str


@dataclass(frozen=True)
class Row:
    """One level. `signs_note` introduces its signs, or says why there are none of its own."""

    heading: str
    definition: str
    signs: tuple[str, ...]
    signs_note: str
    next_step: str
    agreement: str
    notes: tuple[str, ...]
    unconfirmed: bool


@dataclass(frozen=True)
class Neighbour:
    """The level below or above the one the guide is about."""

    says: str
    heading: str
    definition: str


@dataclass(frozen=True)
class Guide:
    """Everything on one page."""

    authority: str
    partnership: str
    title: str
    for_whom: str
    danger: str
    danger_next: str
    rows: tuple[Row, ...]
    neighbours: tuple[Neighbour, ...]
    numbers: tuple[Number, ...]
    ring_now: tuple[Number, ...]
    no_number: str
    never: str
    who_decides: str
    sources: tuple[str, ...]
    version: str
    printed: dt.date
    review_by: dt.date

    @property
    def about_one_level(self) -> bool:
        return bool(self.neighbours)


def guide(pack: Pack, *, level: str | None, role: str | None, version: str, now: dt.datetime) -> Guide:
    """The guide of an authority: all its levels, or one. Raises UnknownName for a level or role it does not have."""
    words = guide_words()
    setting = words.setting(role) if role else None
    chosen = [pack.level(level)] if level else list(pack.levels)
    count = SIGNS_OF_ONE if level else SIGNS_OF_EACH
    signs = {each.id: signs_of(pack, each, setting, count) for each in chosen}
    contacts = _contacts(pack, chosen, setting, now)
    ring_now = tuple(_number(each, pack) for each in contacts if each.role in ALWAYS_THERE and each.phones)
    dates = [*(each.review_by for each in chosen), *(each.review_by for each in contacts)]
    return Guide(
        authority=pack.authority.name,
        partnership=pack.authority.partnership,
        title=pack.heading(chosen[0]) if level else words.title,
        for_whom=f"For {setting.name}" if setting else "For everybody who works with children",
        danger=words.danger,
        danger_next=words.danger_next,
        rows=tuple(_row(pack, each, signs[each.id], one=bool(level)) for each in chosen),
        neighbours=tuple(_neighbours(pack, chosen[0])) if level else (),
        numbers=tuple(_together(contacts, pack)),
        ring_now=ring_now,
        no_number="" if any(each.number for each in ring_now) else words.no_number,
        never=words.never,
        who_decides=words.who_decides,
        sources=tuple(_sources(pack, chosen, [sign for each in signs.values() for sign in each], contacts)),
        version=version,
        printed=now.date(),
        review_by=min(dates),
    )


def bands_of(pack: Pack, level: Level) -> tuple[Band, ...]:
    """The bands that mean this level here, lowest first."""
    return tuple(dict.fromkeys(each.band for each in pack.bands if each.level == level.id))


def _row(pack: Pack, level: Level, signs: Sequence[Indicator], *, one: bool) -> Row:
    notes = dict.fromkeys(each.note for each in pack.bands if each.level == level.id and each.note)
    once = [note for note in notes if not any(note != other and note in other for other in notes)]
    all_now = all(each.report_now for each in signs)
    return Row(
        heading=pack.heading(level),
        definition=level.definition,
        signs=tuple(each.says if all_now else _said(each) for each in signs),
        signs_note=(guide_words().ring_now_for_any if all_now else "") if signs else _why_no_signs(pack, level),
        next_step=level.next_step,
        agreement=level.consent,
        notes=(level.process, *once) if one else (),
        unconfirmed=level.status == "unconfirmed",
    )


def _said(sign: Indicator) -> str:
    return f"{sign.says} {guide_words().ring_now}" if sign.report_now else sign.says


def _why_no_signs(pack: Pack, level: Level) -> str:
    """A level that shares its band with another points there."""
    words = guide_words()
    mapping = next((each for each in pack.bands if each.level == level.id), None)
    if mapping is None:
        return words.no_signs
    main = pack.level(main_level(pack, mapping.band))
    agencies = words.one_agency if mapping.agencies == "one" else words.several_agencies
    return words.same_signs.format(level=pack.heading(main), agencies=agencies)


def _neighbours(pack: Pack, level: Level) -> Iterable[Neighbour]:
    place = pack.levels.index(level)
    if place > 0:
        below = pack.levels[place - 1]
        yield Neighbour("If it is less than this", pack.heading(below), below.definition)
    if place + 1 < len(pack.levels):
        above = pack.levels[place + 1]
        yield Neighbour("If it is more than this", pack.heading(above), above.definition)


def _contacts(pack: Pack, levels: Sequence[Level], setting: GuideSetting | None, now: dt.datetime) -> list[Contact]:
    """Who answers at these levels, in the authority's order; the duty team and the night team always, and first."""
    place = Place(setting_type=setting.id if setting else None)
    bands = [band for each in levels for band in bands_of(pack, each)] or [Band.EARLY_HELP]
    found = [*offers(pack, ALWAYS_THERE, now=now, place=place)]
    for band in sorted(set(bands), key=lambda each: -each.rank):
        found += whom_to_call(pack, band, now=now, place=place)
    contacts = {each.contact.id: each.contact for each in found}
    wanted = {level.id for level in levels}
    return [each for each in contacts.values() if not each.serves.levels or wanted & set(each.serves.levels)]


def _together(contacts: Sequence[Contact], pack: Pack) -> Iterable[Number]:
    """One row for contacts that are reached in the same way, as the link workers of three areas are."""
    shown: set[str] = set()
    for contact in contacts:
        if contact.id in shown:
            continue
        same = [each for each in contacts if each is contact or _reached_alike(each, contact)]
        shown |= {each.id for each in same}
        yield _number(contact, pack, names=[each.name for each in same])


def _reached_alike(one: Contact, other: Contact) -> bool:
    return not one.phones and not other.phones and (one.role, one.how) == (other.role, other.how)


def _number(contact: Contact, pack: Pack, *, names: Sequence[str] = ()) -> Number:
    phone = contact.phones[0] if contact.phones else None
    return Number(
        name="; ".join(names) or contact.name,
        number=phone.number if phone else None,
        tel=dialled(phone.number) if phone else None,
        hours=hours_in_words(contact.hours, pack.contacts_by_id) if phone else "",
        purpose=contact.purpose,
        how=None if phone else contact.how or contact.email or contact.url,
        standing=STANDING[contact.status],
    )


def _sources(
    pack: Pack, levels: Iterable[Level], signs: Iterable[Indicator], contacts: Iterable[Contact]
) -> Iterable[str]:
    """'Levels: title (date).', and the same for signs and numbers."""
    for what, refs in (
        ("Levels", [each.source for each in levels]),
        ("Signs", [each.source for each in signs]),
        ("Numbers", [each.source for each in contacts]),
    ):
        titles = dict.fromkeys(_title(pack, ref) for ref in refs)
        if titles:
            yield f"{what}: {'; '.join(titles)}."


def _title(pack: Pack, ref: SourceRef) -> str:
    source = pack.sources[ref.ref]
    return f"{source.title} ({source.dated})"
