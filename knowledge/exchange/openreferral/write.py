"""Contacts as a page of Open Referral UK services."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.exchange.hours import BANK_HOLIDAYS
from knowledge.pack import Pack
from knowledge.schema.contact import Contact, Day, Opening

OURS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:earlyhelp")
TAXONOMY = "earlyhelp contact"
BYDAY: Mapping[Day, str] = {day: day[:2].upper() for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
ALERTS = {
    "confirmed": None,
    "as_published": "As last published; nobody has confirmed it since.",
    "unconfirmed": "Not confirmed: check it before you rely on it.",
}
NOT_HELD = {
    "source": "where the fact is published",
    "status": "how far it may be trusted (told in words, as an alert)",
    "owner": "who keeps it current",
    "review_by": "when it must be looked at again",
}
"""What the format has no place for. Each is said when contacts are exported, and asked for again on import."""

Json = dict[str, Any]


def page_of(pack: Pack, contacts: Iterable[Contact]) -> Json:
    """The contacts as the one page of a list of services."""
    services = [service(each, pack) for each in contacts]
    return {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": services,
    }


def service(contact: Contact, pack: Pack) -> Json:
    """One contact as a service."""
    own = _id("service", contact.id)
    areas = {area.id: area.name for area in pack.places.areas}
    written: Json = {
        "id": own,
        "name": contact.name,
        "description": "\n\n".join(each for each in (contact.purpose, contact.how) if each),
        "status": "active",
        "url": contact.url,
        "email": contact.email,
        "alert": ALERTS[contact.status],
        "assured_date": contact.checked_on.isoformat() if contact.checked_on else None,
        "organization": _organization(pack),
        "contacts": [_point(contact, own)],
        "schedules": [_schedule(each, contact, own, number) for number, each in enumerate(_openings(contact))],
        "service_areas": [
            {"id": _id("area", contact.id, area), "service_id": own, "name": areas.get(area, area)}
            for area in contact.serves.areas
        ],
        "attributes": [
            _attribute(contact, own, kind, value, number) for number, (kind, value) in enumerate(_own_words(contact))
        ],
    }
    return {key: value for key, value in written.items() if value not in (None, [])}


def _id(*parts: str) -> str:
    """The same for the same thing on every export, so that a directory updates instead of doubling."""
    return str(uuid.uuid5(OURS, "/".join(parts)))


def _organization(pack: Pack) -> Json:
    said = f"Publishes these contacts for people who work with children: {pack.authority.name}."
    return {
        "id": _id("organization", pack.id),
        "name": pack.authority.partnership,
        "description": said,
    }


def _point(contact: Contact, service_id: str) -> Json:
    """The team as a contact point. `name` is for a person's name, so it stays out."""
    own = _id("contact", contact.id)
    phones = [
        {
            "id": _id("phone", contact.id, each.number),
            "contact_id": own,
            "number": each.number,
            "description": each.label,
        }
        for each in contact.phones
    ]
    found: Json = {
        "id": own,
        "service_id": service_id,
        "title": contact.name,
        "department": contact.department,
        "email": contact.email,
        "phones": [{key: value for key, value in each.items() if value} for each in phones],
    }
    return {key: value for key, value in found.items() if value}


def _openings(contact: Contact) -> tuple[Opening, ...]:
    if contact.hours.kind == "always":
        return (Opening(days=tuple(BYDAY), opens="00:00", closes="24:00"),)
    return contact.hours.weekly


def _schedule(opening: Opening, contact: Contact, service_id: str, number: int) -> Json:
    holidays = BANK_HOLIDAYS[contact.hours.bank_holidays]
    return {
        "id": _id("schedule", contact.id, str(number)),
        "service_id": service_id,
        "freq": "WEEKLY",
        "interval": 1,
        "byday": ",".join(BYDAY[day] for day in opening.days),
        "opens_at": opening.opens,
        "closes_at": opening.closes,
        **({"description": holidays.capitalize()} if holidays else {}),
    }


def _own_words(contact: Contact) -> Iterable[tuple[str, str]]:
    """What the format has no field for, and we need back: (kind, value)."""
    yield "id", contact.id
    yield "role", contact.role
    yield "hours", contact.hours.kind
    yield "bank_holidays", contact.hours.bank_holidays
    yield "asks_for_name", contact.asks_for_name
    yield "escalation_order", str(contact.escalation_order)
    optional = {"outside": contact.hours.outside, "how": contact.how, "respond_within": contact.respond_within}
    yield from ((kind, value) for kind, value in optional.items() if value)
    yield from (("also_called", each) for each in contact.also_called)
    yield from (("serves_level", each) for each in contact.serves.levels)
    yield from (("serves_setting_type", each) for each in contact.serves.setting_types)


def _attribute(contact: Contact, service_id: str, kind: str, value: str, number: int) -> Json:
    return {
        "id": _id("attribute", contact.id, str(number)),
        "link_id": service_id,
        "link_entity": "service",
        "link_type": kind,
        "value": value,
        "taxonomy_term": {
            "id": _id("term", kind),
            "name": kind,
            "description": f"What earlyhelp knows about a contact as '{kind}'.",
            "taxonomy": TAXONOMY,
        },
    }
