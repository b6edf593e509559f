"""Each authority has somebody for what every practitioner needs, and for every role that its routes name.

An authority has a duty team, an out-of-hours team, a designated officer (`lado`), and somebody to ask about early help.

PASS  routes: {band: early_help, roles: [ehpo, duty]}      with contacts of both roles, here or in the national pack
FAIL  roles: [ehpo, duty]                                  and nobody is an ehpo
FAIL  contacts.yaml without a contact `role: out_of_hours`
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault
from knowledge.load import Read, assemble
from knowledge.pack import NATIONAL
from knowledge.schema.authority import Authority
from knowledge.schema.contact import ContactFile, Role

RULE = "role"
NEEDED: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("a duty team", ("duty",)),
    ("an out-of-hours team", ("out_of_hours",)),
    ("a designated officer for adults in trust", ("lado",)),
    (
        "somebody to ask about early help",
        (
            "ehpo",
            "link_worker",
            "early_help_advice",
            "team_around_the_school",
            "targeted_early_help",
            "family_hub",
            "family_information",
        ),
    ),
)


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each role that nobody fills."""
    knowledge = assemble(files)
    for pack, authority, document in files.of(Authority):
        for index, route in enumerate(authority.routes):
            for place, role in enumerate(route.roles):
                if not knowledge.packs[pack].with_role(role):
                    position = document.position(("routes", index, "roles", place))
                    yield Fault(position, RULE, f"No contact has the role '{role}'.", "", "Add one, or drop the role.")
    for pack, file, document in files.of(ContactFile):
        filled = {contact.role for contact in file.contacts}
        for thing, roles in NEEDED if pack != NATIONAL else ():
            if not filled.intersection(roles):
                what = f"This authority has no {thing.removeprefix('a ').removeprefix('an ')}."
                instead = f"Add a contact with 'role: {roles[0]}'" + (
                    f" (or {', '.join(roles[1:])})." if roles[1:] else "."
                )
                yield Fault(document.key_position(("contacts",)), RULE, what, "Every practitioner needs one.", instead)
