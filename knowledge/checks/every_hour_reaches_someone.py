"""At every hour of the week, bank holidays too, each band's contacts include a number that may be picked up.

PASS  routes: {band: early_help, roles: [ehpo, duty, out_of_hours]}, where out_of_hours answers outside duty's hours
FAIL  the same without out_of_hours: Saturday 00:00 reaches nobody
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.clock import LONDON
from knowledge.directory import hours_of_a_week, someone_answers
from knowledge.errors import Fault
from knowledge.load import Read, assemble
from knowledge.pack import Pack
from knowledge.schema.authority import Authority
from knowledge.schema.contact import Role

RULE = "nobody-answers"
PLAIN_WEEK = dt.date(2026, 11, 2)
BANK_HOLIDAY = dt.datetime(2026, 12, 25, 11, 0, tzinfo=LONDON)


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each route with an hour at which nobody answers."""
    knowledge = assemble(files)
    for pack_id, authority, document in files.of(Authority):
        for index, route in enumerate(authority.routes):
            silent = first_silence(knowledge.packs[pack_id], route.roles)
            if silent:
                what = f"On {silent:%A at %H:%M} nobody answers for the band '{route.band}'."
                position = document.position(("routes", index))
                yield Fault(position, RULE, what, "", "Add a role that answers then, such as out_of_hours.")


def first_silence(pack: Pack, roles: tuple[Role, ...]) -> dt.datetime | None:
    """The first half hour of a plain week, or of a bank holiday, at which no number for `roles` may be picked up."""
    moments = (*hours_of_a_week(PLAIN_WEEK), BANK_HOLIDAY)
    return next((moment for moment in moments if not someone_answers(pack, roles, now=moment)), None)
