"""Where a role is split by area, no area and no setting is left out.

PASS  an ehpo with serves: {areas: [north]} and one with serves: {areas: [south]}, in an authority of these two areas
PASS  an ehpo without `areas`: that one serves everybody
FAIL  only the first: whoever works in the south is sent to nobody
FAIL  a setting with neither an area nor a contact, where teams are split by area
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from knowledge.errors import Fault
from knowledge.load import Read
from knowledge.schema.authority import Authority
from knowledge.schema.contact import Contact, ContactFile, Role
from knowledge.schema.place import PlaceFile

RULE = "no-contact"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault at each area, and each setting, that a role leaves out."""
    for pack, places, document in files.of(PlaceFile):
        contacts = files.get(pack, "contacts.yaml", ContactFile)
        split = _split_by_area(contacts.contacts if contacts else ())
        for index, area in enumerate(places.areas):
            for role, served in split.items():
                if area.id not in served:
                    what = f"No contact with the role '{role}' serves the area '{area.id}', though others are served."
                    instead = f"Add '{area.id}' to the areas of one, or a contact for it."
                    yield Fault(document.position(("areas", index)), RULE, what, "", instead)
        routed = split.keys() & _routed(files, pack)
        for index, setting in enumerate(places.settings):
            if routed and not setting.area and not setting.contact:
                what = f"'{setting.name}' has neither an area nor a contact."
                why = f"The role '{min(routed)}' is split by area, so nobody knows whom to ring."
                yield Fault(document.position(("settings", index)), RULE, what, why, "Give one of them.", "warning")


def _split_by_area(contacts: tuple[Contact, ...]) -> Mapping[Role, set[str]]:
    """The areas that each role serves, for the roles in which nobody serves everywhere."""
    by_role: dict[Role, list[Contact]] = {}
    for contact in contacts:
        by_role.setdefault(contact.role, []).append(contact)
    return {
        role: {area for contact in filling for area in contact.serves.areas}
        for role, filling in by_role.items()
        if all(contact.serves.areas for contact in filling)
    }


def _routed(files: Read, pack: str) -> set[Role]:
    authority = files.get(pack, "authority.yaml", Authority)
    return {role for route in authority.routes for role in route.roles} if authority else set()
