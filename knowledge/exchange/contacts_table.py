"""Contacts as a table for a spreadsheet: one row each, in the words an officer reads."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.exchange.cells import as_csv
from knowledge.exchange.hours import hours_in_words
from knowledge.pack import Pack
from knowledge.schema.contact import Contact

HEADER = ("id", "name", "also called", "role", "department", "phones", "e-mail", "web", "how to reach it", "for",
          "hours", "levels", "areas", "settings", "status", "checked on", "review by", "owner", "source")  # fmt: skip


def contacts_csv(pack: Pack, contacts: Iterable[Contact]) -> str:
    """The contacts in their order."""
    return as_csv(HEADER, [_row(each, pack) for each in contacts])


def _row(contact: Contact, pack: Pack) -> tuple[str, ...]:
    phones = [f"{each.number} ({each.label})" if each.label else each.number for each in contact.phones]
    source = pack.sources.get(contact.source.ref)
    return (
        contact.id,
        contact.name,
        "; ".join(contact.also_called),
        contact.role.replace("_", " "),
        contact.department or "",
        "; ".join(phones),
        contact.email or "",
        contact.url or "",
        contact.how or "",
        contact.purpose,
        hours_in_words(contact.hours, pack.contacts_by_id),
        "; ".join(contact.serves.levels),
        "; ".join(contact.serves.areas),
        "; ".join(contact.serves.setting_types),
        contact.status.replace("_", " "),
        contact.checked_on.isoformat() if contact.checked_on else "never",
        contact.review_by.isoformat(),
        contact.owner,
        f"{source.title}, {source.dated}" if source else contact.source.ref,
    )
