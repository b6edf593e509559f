"""A contact that answers outside another's hours names a contact of its own pack, and not itself.

PASS  hours: {kind: outside, outside: exshire.mash}
FAIL  hours: {kind: outside, outside: exshire.masch}
FAIL  hours: {kind: weekly} with no openings, or openings that overlap or end before they begin
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault, did_you_mean
from knowledge.load import Read
from knowledge.schema.contact import Contact, ContactFile, Opening
from knowledge.strict_yaml import Document

RULE = "hours"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """Faults in how hours are said."""
    for _, file, document in files.of(ContactFile):
        weekly_or_known = {each.id for each in file.contacts if each.hours.kind != "outside"}
        for index, contact in enumerate(file.contacts):
            yield from _hours(contact, document, index, weekly_or_known)


def _hours(contact: Contact, document: Document, index: int, others: set[str]) -> Iterator[Fault]:
    path = ("contacts", index, "hours")
    hours = contact.hours
    if hours.kind == "outside" and hours.outside not in others:
        what = f"'{contact.id}' answers outside the hours of '{hours.outside}', which is no contact with hours here."
        yield Fault(document.position((*path, "outside")), RULE, what, "", did_you_mean(str(hours.outside), others))
    if (hours.kind == "weekly") != bool(hours.weekly):
        what = f"'{contact.id}' has kind '{hours.kind}' and {len(hours.weekly)} openings."
        yield Fault(document.position(path), RULE, what, "", "Openings go with 'kind: weekly', and only with it.")
    for number, opening in enumerate(hours.weekly):
        if wrong := _wrong(opening, hours.weekly[:number]):
            yield Fault(document.position((*path, "weekly", number)), RULE, wrong)


def _wrong(opening: Opening, before: tuple[Opening, ...]) -> str | None:
    if opening.closes <= opening.opens:
        return f"It closes at {opening.closes}, before it opens at {opening.opens}."
    for other in before:
        shared = set(other.days) & set(opening.days)
        if shared and other.opens < opening.closes and opening.opens < other.closes:
            return f"Two openings overlap on {min(shared)}."
    return None
