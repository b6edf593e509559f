"""Each of the four bands means a level here, each mapping names a level that exists, and each band has contacts.

PASS  bands: universal, early_help, child_in_need and child_protection, each with a level of this file
FAIL  no line for child_in_need, or `level: complexx`
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault, did_you_mean
from knowledge.load import Read
from knowledge.schema.authority import Authority
from knowledge.schema.common import Band
from knowledge.schema.level import LevelFile
from knowledge.strict_yaml import Document

RULE = "band"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each band without a level or without contacts, and for each level that is not there."""
    for _, file, document in files.of(LevelFile):
        yield from _levels(file, document)
    for _, authority, document in files.of(Authority):
        routed = {route.band for route in authority.routes}
        for band in set(Band) - routed:
            what = f"No contacts are routed for the band '{band}'."
            yield Fault(document.key_position(("routes",)), RULE, what, "", f"Add '- band: {band}' with its roles.")


def _levels(file: LevelFile, document: Document) -> Iterator[Fault]:
    ids = {level.id for level in file.levels}
    for index, mapping in enumerate(file.bands):
        if mapping.level not in ids:
            position = document.position(("bands", index, "level"))
            yield Fault(position, RULE, f"No level is called '{mapping.level}'.", "", did_you_mean(mapping.level, ids))
    for band in set(Band) - {mapping.band for mapping in file.bands}:
        what = f"No level is given for the band '{band}'."
        yield Fault(document.key_position(("bands",)), RULE, what, "", f"Add '- band: {band}' with its level.")
