"""Dates could be true: nothing was checked tomorrow, and what is confirmed was checked on some day.

PASS  status: confirmed, checked_on: 2026-11-20, review_by: 2027-02-20
FAIL  status: confirmed             without checked_on
FAIL  checked_on: a day that has not come yet, or one after review_by
FAIL  special_days that are over, or that name no contact
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault, did_you_mean
from knowledge.load import Read
from knowledge.schema.authority import Authority
from knowledge.schema.common import Provenance
from knowledge.schema.contact import ContactFile
from knowledge.schema.level import LevelFile
from knowledge.strict_yaml import Document, Path_

RULE = "date"


def check(files: Read, today: dt.date) -> Iterator[Fault]:
    """A fault for each date that cannot be true, and a warning for each special day that is over."""
    for model, part in ((ContactFile, "contacts"), (LevelFile, "levels")):
        for _, file, document in files.of(model):
            for index, each in enumerate(getattr(file, part)):
                yield from _provenance(each, document, (part, index), today)
    for pack, authority, document in files.of(Authority):
        contacts = files.get(pack, "contacts.yaml", ContactFile)
        yield from _special_days(
            authority, document, {each.id for each in contacts.contacts} if contacts else set(), today
        )


def _provenance(fact: Provenance, document: Document, path: Path_, today: dt.date) -> Iterator[Fault]:
    checked = fact.checked_on
    if fact.status == "confirmed" and checked is None:
        what = "This is 'confirmed', and no day is given on which its owner confirmed it."
        instead = "Add 'checked_on: ...', or write 'as_published'."
        yield Fault(document.position((*path, "status")), RULE, what, "", instead)
    if checked and checked > today and today != dt.date.min:
        what = f"{checked} has not come yet."
        yield Fault(document.position((*path, "checked_on")), RULE, what, "", "Write the day it was checked.")
    if checked and checked > fact.review_by:
        what = f"It was checked on {checked}, after the day it had to be looked at again."
        yield Fault(document.position((*path, "review_by")), RULE, what, "", "Set the next day.")


def _special_days(authority: Authority, document: Document, known: set[str], today: dt.date) -> Iterator[Fault]:
    for index, special in enumerate(authority.special_days):
        path: Path_ = ("special_days", index)
        if special.contact not in known:
            what = f"No contact is called '{special.contact}'."
            yield Fault(document.position((*path, "contact")), RULE, what, "", did_you_mean(special.contact, known))
        if special.day < today:
            what = f"{special.day} is over."
            yield Fault(document.position((*path, "day")), RULE, what, "", "Delete the line.", "warning")
        if (special.opens is None) != (special.closes is None):
            what = "An opening needs the hour it begins and the hour it ends."
            yield Fault(document.position(path), RULE, what, "", "Give both, or neither for a day that is closed.")
