"""Areas, settings and contacts name one another: a setting's area and contact exist, and whom a contact serves exists.

PASS  serves: {areas: [north]}  where places.yaml has an area `north`
FAIL  serves: {areas: [nort]}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from knowledge.errors import Fault, did_you_mean
from knowledge.load import Read
from knowledge.schema.contact import ContactFile
from knowledge.schema.level import LevelFile
from knowledge.schema.place import PlaceFile

RULE = "place"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each name of an area, level or contact that is not there."""
    for pack in files.pack_ids:
        yield from _settings(files, pack)
        yield from _serves(files, pack)


def _settings(files: Read, pack: str) -> Iterator[Fault]:
    areas, contacts = _areas(files, pack), _contacts(files, pack)
    _, document = files.files[pack, "places.yaml"]
    places = files.get(pack, "places.yaml", PlaceFile)
    for index, setting in enumerate(places.settings if places else ()):
        for key, name, known in (("area", setting.area, areas), ("contact", setting.contact, contacts)):
            if name and name not in known:
                position = document.position(("settings", index, key))
                yield Fault(position, RULE, f"No {key} is called '{name}'.", "", did_you_mean(name, known))


def _serves(files: Read, pack: str) -> Iterator[Fault]:
    areas, levels = _areas(files, pack), _levels(files, pack)
    _, document = files.files[pack, "contacts.yaml"]
    contacts = files.get(pack, "contacts.yaml", ContactFile)
    for index, contact in enumerate(contacts.contacts if contacts else ()):
        path = ("contacts", index, "serves")
        for key, names, known in (("areas", contact.serves.areas, areas), ("levels", contact.serves.levels, levels)):
            for place, name in enumerate(names):
                if name not in known:
                    position = document.position((*path, key, place))
                    yield Fault(position, RULE, f"No {key[:-1]} is called '{name}'.", "", did_you_mean(name, known))


def _areas(files: Read, pack: str) -> set[str]:
    found = files.get(pack, "places.yaml", PlaceFile)
    return _ids(found.areas if found else ())


def _contacts(files: Read, pack: str) -> set[str]:
    found = files.get(pack, "contacts.yaml", ContactFile)
    return _ids(found.contacts if found else ())


def _levels(files: Read, pack: str) -> set[str]:
    found = files.get(pack, "levels.yaml", LevelFile)
    return _ids(found.levels if found else ())


def _ids(records: Iterable[object]) -> set[str]:
    return {str(getattr(record, "id")) for record in records}  # noqa: B009 - records of several models share `id`
