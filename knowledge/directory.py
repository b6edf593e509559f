"""Whom to call, for a band, a place and an hour.

The directory never guesses. A team whose hours nobody publishes is offered with the word "unknown", beside the team
that answers when it does not; a team that is closed is offered with the time it opens. The order is the
authority's own (`routes` in authority.yaml); only for contacts whose hours are unpublished do the assumed office
hours decide which number stands first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge import clock
from knowledge.pack import Pack
from knowledge.schema.authority import Authority
from knowledge.schema.common import Band
from knowledge.schema.contact import Contact, Opening, Role

Answering = Literal["open", "closed", "unknown"]
LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True)
class Place:
    """Where the child's setting is, as far as the person said. All parts may be unknown."""

    area: str | None = None
    setting: str | None = None
    setting_type: str | None = None


@dataclass(frozen=True)
class Offer:
    """A contact as it is at one moment. Times are London's; None where nobody publishes hours."""

    contact: Contact
    answering: Answering
    closes: dt.datetime | None = None
    opens: dt.datetime | None = None
    likely: bool = False
    """For unknown hours: whether the moment lies in the assumed office hours (or outside, for the night team)."""

    @property
    def rings_now(self) -> bool:
        """Somebody may pick up: it has a number and is not known to be closed."""
        return bool(self.contact.phones) and self.answering != "closed"


def whom_to_call(pack: Pack, band: Band, *, now: dt.datetime, place: Place = Place()) -> tuple[Offer, ...]:
    """The contacts for this band in the authority's order, those that serve another area left out."""
    roles = next((route.roles for route in pack.authority.routes if route.band == band), ())
    return offers(pack, roles, now=now, place=place)


def offers(pack: Pack, roles: Iterable[Role], *, now: dt.datetime, place: Place = Place()) -> tuple[Offer, ...]:
    """The contacts that fill `roles`, in order."""
    found: list[Offer] = []
    for role in roles:
        serving = [contact for contact in pack.with_role(role) if _serves(contact, place)]
        found += [offer(contact, pack, now=now) for contact in serving]
    return tuple(found)


def ring_first(found: Iterable[Offer]) -> Offer | None:
    """The best number to dial at this moment: surely open, then likely, then possible."""
    dialable = [each for each in found if each.rings_now]
    ranked = sorted(dialable, key=lambda each: 0 if each.answering == "open" else 1 if each.likely else 2)
    return ranked[0] if ranked else None


def offer(contact: Contact, pack: Pack, *, now: dt.datetime) -> Offer:
    """The contact as it is at `now`."""
    moment = clock.in_london(now)
    kind = contact.hours.kind
    if kind == "always":
        return Offer(contact, "open")
    if kind == "outside":
        return _outside(contact, pack, moment)
    if kind == "unpublished":
        return Offer(contact, "unknown", likely=_within(pack.authority.assumed_office_hours, moment))
    return _weekly(contact, pack.authority, moment)


def _serves(contact: Contact, place: Place) -> bool:
    serves = contact.serves
    in_area = not serves.areas or place.area is None or place.area in serves.areas
    in_type = not serves.setting_types or place.setting_type is None or place.setting_type in serves.setting_types
    return in_area and in_type


def _outside(contact: Contact, pack: Pack, moment: dt.datetime) -> Offer:
    """A team that answers whenever another is closed."""
    named = pack.contacts_by_id.get(str(contact.hours.outside))
    if named is None or named.hours.kind == "outside":
        return Offer(contact, "unknown", likely=True)
    day_team = offer(named, pack, now=moment)
    if day_team.answering == "closed":
        return Offer(contact, "open", closes=day_team.opens)
    if day_team.answering == "open":
        return Offer(contact, "closed", opens=day_team.closes)
    return Offer(contact, "unknown", likely=not day_team.likely)


def _weekly(contact: Contact, authority: Authority, moment: dt.datetime) -> Offer:
    for opens, closes in _openings(contact, authority, moment.date()):
        if closes <= moment:
            continue
        if opens <= moment:
            return Offer(contact, "open", closes=closes)
        return Offer(contact, "closed", opens=opens)
    return Offer(contact, "closed")


def _openings(contact: Contact, authority: Authority, first: dt.date) -> Iterable[tuple[dt.datetime, dt.datetime]]:
    for ahead in range(LOOK_AHEAD_DAYS):
        day = first + dt.timedelta(days=ahead)
        yield from _openings_on(contact, authority, day)


def _openings_on(contact: Contact, authority: Authority, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
    special = next((each for each in authority.special_days if each.contact == contact.id and each.day == day), None)
    if special and special.opens and special.closes:
        return [(clock.at(day, special.opens), clock.at(day, special.closes))]
    if special:
        return []
    if clock.is_bank_holiday(day) and contact.hours.bank_holidays != "open":
        return []
    return clock.openings_on(day, contact.hours.weekly)


def _within(weekly: tuple[Opening, ...], moment: dt.datetime) -> bool:
    if clock.is_bank_holiday(moment.date()):
        return False
    return any(opens <= moment < closes for opens, closes in clock.openings_on(moment.date(), weekly))


def hours_of_a_week(start: dt.date) -> Iterable[dt.datetime]:
    """Every half hour of the week that begins on `start`: what "at every hour" is proved over."""
    first = dt.datetime.combine(start, dt.time(), clock.LONDON)
    return (first + dt.timedelta(minutes=30 * step) for step in range(7 * 48))


def someone_answers(pack: Pack, roles: Iterable[Role], *, now: dt.datetime) -> bool:
    """Whether at least one number for `roles` may be picked up at `now`."""
    return ring_first(offers(pack, tuple(roles), now=now)) is not None
