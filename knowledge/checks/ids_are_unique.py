"""Every id is given once: contacts, indicators and sources in all packs together, levels and terms within their pack.

PASS  two packs that each have a level `universal`
FAIL  two contacts called `exshire.mash`, in one file or in two
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pydantic import BaseModel

from knowledge.errors import Fault, Position
from knowledge.load import Read
from knowledge.schema.authority import Authority, SourceFile
from knowledge.schema.contact import ContactFile
from knowledge.schema.indicator import IndicatorFile, OverrideFile
from knowledge.schema.level import LevelFile

RULE = "id-twice"
EVERYWHERE: tuple[tuple[type[BaseModel], str], ...] = (
    (ContactFile, "contacts"),
    (IndicatorFile, "indicators"),
    (OverrideFile, "indicators"),
    (SourceFile, "sources"),
)
IN_A_PACK: tuple[tuple[type[BaseModel], str], ...] = ((LevelFile, "levels"), (Authority, "terms"))


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """Faults at the second place of each id."""
    first: dict[tuple[str, str], Position] = {}
    for group, name, position in _ids(files):
        if (group, name) in first:
            yield Fault(position, RULE, f"The id '{name}' is taken at {first[group, name]}.", "", "Choose another.")
        first.setdefault((group, name), position)


def _ids(files: Read) -> Iterator[tuple[str, str, Position]]:
    for model, part in EVERYWHERE:
        for _, parsed, document in files.of(model):
            for index, each in enumerate(getattr(parsed, part)):
                yield part, each.id, document.position((part, index, "id"))
    for model, part in IN_A_PACK:
        for pack, parsed, document in files.of(model):
            for index, each in enumerate(getattr(parsed, part)):
                yield f"{pack}/{part}", each.id, document.position((part, index, "id"))
