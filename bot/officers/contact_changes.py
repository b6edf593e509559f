"""What changes in the contacts, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from bot.officers.change import Change, Severity
from bot.officers.said import by_id, fields_changed, pairs, said
from knowledge.pack import NATIONAL, Pack
from knowledge.schema.contact import Contact

DUTY = frozenset({"duty", "out_of_hours", "emergency", "police"})
HOW_REACHED = ("phones", "hours", "serves", "role", "escalation_order", "email", "url", "how")
TRUST = ("unconfirmed", "as_published", "confirmed")


def contact_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Contacts that were added, taken out or changed in one pack. National ones are told with the national pack."""
    for name, before, after in pairs(by_id(own_contacts(old)), by_id(own_contacts(new))):
        if before is None:
            assert after is not None, "a pair has at least one side"
            yield _told(new, name, after, f"{after.name} is new: {_reach(after)}.", "look")
        elif after is None:
            severity: Severity = "worse" if before.role in DUTY else "look"
            yield _told(new, name, before, f"{before.name} ({_reach(before)}) is given to nobody any more.", severity)
        else:
            yield _changed(new, name, before, after)


def own_contacts(pack: Pack) -> tuple[Contact, ...]:
    """The contacts of the pack's own file."""
    national = f"{NATIONAL}."
    return tuple(each for each in pack.contacts if pack.id == NATIONAL or not each.id.startswith(national))


def _changed(pack: Pack, name: str, before: Contact, after: Contact) -> Change:
    rows = fields_changed(before, after)
    changed = [each for each in type(before).model_fields if getattr(before, each) != getattr(after, each)]
    lost = before.role in DUTY and bool(before.phones) and not after.phones
    severity: Severity = "worse" if lost else "look" if set(changed) & set(HOW_REACHED) else "plain"
    told = [_field(each, before, after) for each in changed if each in (*HOW_REACHED, "status", "checked_on", "name")]
    sentence = f"{before.name}: {'; '.join(told) or 'other words or dates'}."
    return Change("contacts", pack.id, after.name, sentence, severity, rows, id=name)


def _field(field: str, before: Contact, after: Contact) -> str:
    old, new = said(getattr(before, field)) or "nothing", said(getattr(after, field)) or "nothing"
    if field == "status":
        way = "less" if TRUST.index(after.status) < TRUST.index(before.status) else "more"
        return f"{way} certain than before, {new.replace('_', ' ')} instead of {old.replace('_', ' ')}"
    words = {"phones": "the number", "checked_on": "checked on", "escalation_order": "its place in the order"}
    return f"{words.get(field, field)} is {new} instead of {old}"


def _reach(contact: Contact) -> str:
    return said(contact.phones) or contact.email or contact.how or contact.url or "no number published"


def _told(pack: Pack, name: str, contact: Contact, sentence: str, severity: Severity) -> Change:
    return Change("contacts", pack.id, contact.name, sentence, severity, id=name)
