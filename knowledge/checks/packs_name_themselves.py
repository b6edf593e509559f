"""A pack's id is the name of its folder, and the national pack has the numbers for immediate danger.

PASS  id: exshire             in knowledge/exshire/authority.yaml
FAIL  id: exeshire            in knowledge/exshire/authority.yaml
FAIL  knowledge/ without a folder `national`, or a national pack without a contact `role: emergency`
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault, Position
from knowledge.load import Read
from knowledge.pack import NATIONAL
from knowledge.schema.authority import Authority
from knowledge.schema.contact import ContactFile

RULE = "pack"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault at each id that is not the folder's name, and where 999 is missing."""
    for pack, authority, document in files.of(Authority):
        if authority.id != pack:
            what = f"The pack calls itself '{authority.id}', and its folder is '{pack}'."
            yield Fault(document.position(("id",)), RULE, what, "", f"Write 'id: {pack}'.")
    if NATIONAL not in files.pack_ids:
        what = "There is no folder 'national'."
        yield Fault(Position(files.root), RULE, what, "Every pack builds on its signs and numbers.", "Put it back.")
    for pack, file, document in files.of(ContactFile):
        if pack == NATIONAL and not any(contact.role == "emergency" for contact in file.contacts):
            what = "No contact has the role 'emergency'."
            why = "A child in danger must be one call away from help."
            yield Fault(document.key_position(("contacts",)), RULE, what, why, "Give 999 the role 'emergency'.")
