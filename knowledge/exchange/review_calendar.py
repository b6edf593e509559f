"""What must be looked at again, as a calendar: an all-day entry on the day, the same one on every export.

An entry's id never changes, and its sequence number grows with its date, so that a calendar program that reads the file
again moves the entry instead of adding another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event

from knowledge.pack import NATIONAL, Pack
from knowledge.schema.contact import Contact

FIRST_DAY = dt.date(2026, 1, 1)
SAYS = {
    "confirmed": "Confirmed by its owner.",
    "as_published": "As published; nobody has confirmed it.",
    "unconfirmed": "Not confirmed.",
}


@dataclass(frozen=True)
class Due:
    """One thing to look at again. `uid` is its own for ever; `tells` are lines for whoever opens the entry."""

    uid: str
    title: str
    day: dt.date
    tells: tuple[str, ...]


def due_in_pack(pack: Pack) -> Iterable[Due]:
    """The pack's own contacts and levels. National contacts belong to the national pack."""
    for contact in pack.contacts:
        if pack.id == NATIONAL or not contact.id.startswith(f"{NATIONAL}."):
            yield _contact(contact, pack)
    for level in pack.levels:
        heading = f"{pack.heading(level)} ({pack.authority.name})"
        tells = (SAYS[level.status], f"From: {level.edition}.", f"Kept by: {level.owner}.")
        yield Due(f"level.{pack.id}.{level.id}", f"Check the level: {heading}", level.review_by, tells)


def _contact(contact: Contact, pack: Pack) -> Due:
    numbers = ", ".join(phone.number for phone in contact.phones)
    checked = f"Last checked on {contact.checked_on:%d.%m.%Y}." if contact.checked_on else "Never checked."
    tells = (
        f"Number: {numbers}." if numbers else "No number is published.",
        f"{SAYS[contact.status]} {checked}",
        f"Kept by: {contact.owner}.",
    )
    return Due(f"contact.{contact.id}", f"Check: {contact.name} ({pack.authority.name})", contact.review_by, tells)


def calendar_of(due: Iterable[Due], *, now: dt.datetime) -> bytes:
    """The .ics file. `now` is when it was written, which calendar programs use to tell the newer of two."""
    calendar = Calendar()
    calendar.add("prodid", "-//earlyhelp//knowledge to check//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Early help knowledge to check")
    for each in sorted(due, key=lambda each: (each.day, each.uid)):
        calendar.add_component(_entry(each, now))
    return bytes(calendar.to_ical())


def _entry(due: Due, now: dt.datetime) -> Event:
    entry = Event()
    entry.add("uid", f"{due.uid}@earlyhelp")
    entry.add("dtstamp", now.astimezone(dt.UTC))
    entry.add("sequence", max(0, (due.day - FIRST_DAY).days))
    entry.add("dtstart", due.day)
    entry.add("dtend", due.day + dt.timedelta(days=1))
    entry.add("summary", due.title)
    entry.add("description", "\n".join(due.tells))
    entry.add("transp", "TRANSPARENT")
    return entry
