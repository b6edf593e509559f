"""No person's name stands in the knowledge: roles and teams only (promise P2). People move on, and did not agree.

Looked for are a title before a name, a forename before a surname, whom to ask for, and a name in an e-mail address.
Places, schools and sources may be called after people, so places.yaml and sources.yaml are not looked at; the names of
places of the same pack are known elsewhere too. Nor are look-alikes (`unless`, `not`), in which children talk of people
in stories.

PASS  owner: Exshire Early Help Partnership       how: Ask for the duty worker.       email: duty@exshire.example
FAIL  owner: Mrs Smith                            how: Ask for Sarah Jones.           email: sarah.jones@exshire.example
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module

from knowledge.errors import Fault
from knowledge.load import Read
from knowledge.schema.authority import SourceFile
from knowledge.schema.place import PlaceFile
from knowledge.strict_yaml import Document

RULE = "name"
WHY = "People move on, and no name may stand here."
INSTEAD = "Write the role or the team."
COUNTRIES = (
    "en_GB", "en_IE", "en_US", "en_IN", "en_PK", "en_NG", "yo_NG", "ig_NG", "ha_NG", "en_KE", "tw_GH", "pl_PL", "ro_RO",
    "tr_TR", "pt_PT", "lt_LT",
)  # fmt: skip
"""Where the families of English schools come from, as far as Faker knows their names."""
CAPITAL = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:[-'’][A-ZÀ-ÖØ-Þ]?[a-zà-öø-ÿ]+)*"
TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Revd?|Cllr|Councillor)\.? +{CAPITAL}")
PAIR = re.compile(rf"(?=(?<![\w'’-])({CAPITAL}) +(?:[A-Z]\.? +)?({CAPITAL}))")
ASKED_FOR = re.compile(
    rf"\b(?:[Aa]sk for|[Ss]peak (?:to|with)|[Cc]ontact|[Nn]ame|[Ll]ead|[Mm]anager) *:? +({CAPITAL})\b(?! +[A-Z])"
)
INTRODUCED = re.compile(rf"\b(?:[Cc]ontact|[Nn]ame|[Ll]ead|[Mm]anager|[Oo]fficer) *: *({CAPITAL}) +({CAPITAL})")
ADDRESS = re.compile(r"\b([a-z]+)[._]([a-z]+)\d*@")
LOOK_ALIKES = {"unless", "not"}
NOT_SURNAMES = {
    "centre", "child", "children", "early", "english", "family", "health", "help", "hill", "house", "hub", "law",
    "line", "link", "may", "mental", "park", "partnership", "place", "road", "school", "service", "street", "team",
    "young",
}  # fmt: skip
"""Words that somebody bears as a surname, and that teams and places bear more often."""


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each text that names a person."""
    for (pack, _), (parsed, document) in files.files.items():
        if not isinstance(parsed, PlaceFile | SourceFile):
            yield from names_in(document, places_of(files, pack))


def names_in(document: Document, places: str = "") -> Iterator[Fault]:
    """A fault for each name in a document. `places`: names of places, which may look like people's."""
    for path, text in document.texts:
        if not LOOK_ALIKES.intersection(path) and (name := name_in(text, places)):
            yield Fault(document.position(path), RULE, f"'{name}' looks like a person's name.", WHY, INSTEAD)


@lru_cache(maxsize=30_000)
def name_in(text: str, places: str = "") -> str | None:
    """The first thing in a text that looks like a person's name."""
    if "@" in text and (address := ADDRESS.search(text.lower())) and _is_person(address[1], address[2]):
        return f"{address[1]}.{address[2]}"
    return None if text.islower() else _in_words(text, places)


def _in_words(text: str, places: str) -> str | None:
    if titled := TITLED.search(text):
        return titled[0]
    if (asked := ASKED_FOR.search(text)) and asked[1].lower() in _names("first") and asked[1] not in places:
        return asked[1]
    if (pair := INTRODUCED.search(text)) and _is_half_known(pair[1].lower(), pair[2].lower()):
        return f"{pair[1]} {pair[2]}"
    for pair in PAIR.finditer(text):
        whole = f"{pair[1]} {pair[2]}"
        if _is_person(pair[1].lower(), pair[2].lower()) and whole not in places:
            return whole
    return None


def places_of(files: Read, pack: str) -> str:
    """The names of the pack's areas, towns and settings, in one text."""
    places = files.get(pack, "places.yaml", PlaceFile)
    if places is None:
        return ""
    towns = [town for area in places.areas for town in (area.name, *area.towns)]
    settings = [name for setting in places.settings for name in (setting.name, *setting.also_called)]
    return " / ".join((*towns, *settings, *places.not_served))


def _is_person(first: str, last: str) -> bool:
    return last not in NOT_SURNAMES and first in _names("first") and last in _names("last")


def _is_half_known(first: str, last: str) -> bool:
    """After "Contact:" one of the two is enough."""
    return last not in NOT_SURNAMES and (first in _names("first") or last in _names("last"))


@cache
def _names(which: str) -> frozenset[str]:
    """Faker's "first" or "last" names, in small letters."""
    found: set[str] = set()
    for country in COUNTRIES:
        provider = import_module(f"faker.providers.person.{country}").Provider
        for listing in (f"{which}_names", f"{which}_names_male", f"{which}_names_female"):
            found.update(str(name).lower() for name in getattr(provider, listing, ()))
    return frozenset(found)
