"""At every hour of the week, bank holidays too, each band's contacts include a number that may be picked up.

It holds for the whole authority, and for each of its areas and settings: a team that serves only the north reaches
nobody in the south.

PASS  routes: {band: early_help, roles: [ehpo, duty, out_of_hours]}, where out_of_hours answers outside duty's hours
FAIL  the same without out_of_hours: Saturday 00:00 reaches nobody
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from knowledge.clock import DAYS, LONDON, at
from knowledge.directory import Place, offer
from knowledge.errors import Fault
from knowledge.load import Read, assemble
from knowledge.pack import Pack
from knowledge.schema.authority import Authority
from knowledge.schema.contact import Contact, Role

RULE = "nobody-answers"
PLAIN_WEEK = dt.date(2026, 11, 2)
BANK_HOLIDAY = dt.datetime(2026, 12, 25, 11, 0, tzinfo=LONDON)
MIDNIGHT = "00:00"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each route with an hour at which nobody answers, somewhere."""
    knowledge = assemble(files)
    for pack_id, authority, document in files.of(Authority):
        silences = Silences(knowledge.packs[pack_id])
        for index, route in enumerate(authority.routes):
            for where, place in places_of(knowledge.packs[pack_id]):
                silent = silences.first(route.roles, place)
                if silent:
                    what = f"On {silent:%A at %H:%M} nobody answers for the band '{route.band}'{where}."
                    position = document.position(("routes", index))
                    yield Fault(position, RULE, what, "", "Add a role that answers then, such as out_of_hours.")
                    break


def places_of(pack: Pack) -> Iterator[tuple[str, Place]]:
    """The authority as a whole, then each area, then each kind of setting, with the words for it."""
    yield "", Place()
    for area in pack.places.areas:
        yield f" in the area '{area.id}'", Place(area=area.id)
    kinds = {(setting.type, setting.area) for setting in pack.places.settings}
    for kind, of_area in sorted(kinds, key=str):
        yield f" for a {kind}" + (f" in the area '{of_area}'" if of_area else ""), Place(of_area, None, kind)


class Silences:
    """When nobody answers. Who answers only changes when somebody opens or closes: only those moments are looked at.

    What is found out about a contact is kept, so that many routes and outcomes of one pack cost little.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._moments = (*_turns(pack), BANK_HOLIDAY)
        self._all = frozenset(self._moments)
        self._answered: dict[str, frozenset[dt.datetime]] = {}

    def first(self, roles: Iterable[Role], place: Place = Place()) -> dt.datetime | None:
        """The first moment of a plain week, or of a bank holiday, at which no number for `roles` may be picked up."""
        answered: set[dt.datetime] = set()
        for contact in (each for role in roles for each in self._pack.with_role(role) if serves(each, place)):
            answered |= self._when(contact)
            if len(answered) == len(self._all):
                return None
        return next(moment for moment in self._moments if moment not in answered)

    def _when(self, contact: Contact) -> frozenset[dt.datetime]:
        if contact.id not in self._answered:
            self._answered[contact.id] = self._worked_out(contact)
        return self._answered[contact.id]

    def _worked_out(self, contact: Contact) -> frozenset[dt.datetime]:
        if not contact.phones:
            return frozenset()
        if contact.hours.kind in {"always", "unpublished"}:
            return self._all
        return frozenset(moment for moment in self._moments if offer(contact, self._pack, now=moment).rings_now)


def serves(contact: Contact, place: Place) -> bool:
    """Whether the contact is for this place; what is not known of the place rules nobody out."""
    in_area = not contact.serves.areas or place.area is None or place.area in contact.serves.areas
    kinds = contact.serves.setting_types
    return in_area and (not kinds or place.setting_type is None or place.setting_type in kinds)


def _turns(pack: Pack) -> tuple[dt.datetime, ...]:
    """Every moment of a plain week at which somebody's day begins or ends, in order; midnights too."""
    weekly = [opening for contact in pack.contacts for opening in contact.hours.weekly]
    clocks = {MIDNIGHT, *(time for opening in weekly for time in (opening.opens, opening.closes))}
    days = [PLAIN_WEEK + dt.timedelta(days=ahead) for ahead in range(len(DAYS))]
    return tuple(sorted({at(day, clock) for day in days for clock in clocks}))
