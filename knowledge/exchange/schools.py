"""What an extract of the national register would change in an authority's places.yaml.

Only open schools of the authority are taken. An entry that is already there is known by its URN, or by its name while
it has none; what officers wrote by hand (its id, other names, area, contact, source) stays. An area is written only
where the register's ward, locality or district names one of the towns that the authority publishes for it: a post town
reaches into the villages around it and is not enough. All else is told, for a person to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.errors import EarlyHelpError, did_you_mean
from knowledge.exchange.register import School
from knowledge.schema.place import Area, PlaceFile, Setting

NURSERIES = frozenset({"local authority nursery school"})
CENTRES = frozenset({"children's centre", "children's centre linked site"})
COLLEGES = frozenset(
    {
        "further education",
        "sixth form centres",
        "special post 16 institution",
        "free schools 16 to 19",
        "academy 16-19 converter",
        "academy 16 to 19 sponsor led",
    }
)
SCHOOL_WORDS = ("school", "academy", "pupil referral unit", "city technology college", "university technical college")
ELSEWHERE = ("offshore", "overseas", "welsh", "service children", "secure")

Key = Literal["name", "urn", "type", "area"]


class NoSuchAuthority(EarlyHelpError):
    """The extract has no school of this authority, with the nearest name it does have."""


@dataclass(frozen=True)
class Change:
    """One line of an entry that is already in the file."""

    setting: str
    key: Key
    before: str | None
    after: str


@dataclass(frozen=True)
class Doubt:
    """Something a person must look at. `name` is the school's, `why` a sentence."""

    name: str
    urn: str
    why: str


@dataclass(frozen=True)
class FoundArea:
    """The area where it is sure; otherwise why it is not, where there was anything to go by."""

    area: str | None = None
    why: str = ""


@dataclass(frozen=True)
class Plan:
    """Everything an import would do, and what it leaves to a person."""

    added: tuple[Setting, ...] = ()
    changes: tuple[Change, ...] = ()
    closed: tuple[Setting, ...] = ()
    """Entries whose school is closed in the register: removed only when asked."""
    unsure: tuple[Doubt, ...] = ()
    unchanged: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Open establishments of a type that is no setting here, and how many of each."""


@dataclass(frozen=True)
class Roll:
    """The register's rows for one authority: the open ones, and the numbers of those that closed."""

    open: tuple[School, ...]
    closed: frozenset[str]


def roll_of(rows: Iterable[School], authority: str) -> Roll:
    """Reads all rows and keeps this authority's. Raises NoSuchAuthority, or KnowledgeErrors from the rows."""
    wanted = authority.casefold()
    names: set[str] = set()
    opened: dict[str, School] = {}
    closed: set[str] = set()
    for row in rows:
        names.add(row.authority)
        if row.authority.casefold() != wanted:
            continue
        if row.open:
            opened.setdefault(row.urn, row)
        elif row.closed:
            closed.add(row.urn)
    if not opened:
        advice = did_you_mean(authority, names - {""}) if len(names) < 400 else ""
        raise NoSuchAuthority(f"The file has no open school of '{authority}'. {advice}".strip())
    return Roll(tuple(opened.values()), frozenset(closed))


def plan(roll: Roll, places: PlaceFile, *, source: str) -> Plan:
    """What the roll changes in these places. `source` is the id of the register among the pack's sources."""
    taken = {school.urn: school for school in roll.open if setting_type(school)}
    found = {urn: find_area(school, places.areas) for urn, school in taken.items()}
    known, doubts = _paired(tuple(taken.values()), roll.closed, places.settings)
    asked = {doubt.urn for doubt in doubts}
    new = [school for urn, school in taken.items() if urn not in known and urn not in asked]
    changes = [change for urn, setting in known.items() for change in _changes(setting, taken[urn], found[urn])]
    touched = {change.setting for change in changes}
    kept = {setting.id for setting in known.values()}
    lost = [each for each in places.settings if each.urn and each.id not in kept]
    return Plan(
        added=_new_settings(new, {each.id for each in places.settings}, found, source),
        changes=tuple(changes),
        closed=tuple(each for each in lost if each.urn in roll.closed),
        unsure=(*doubts, *_areas_in_doubt(taken, known, found), *_not_in_the_file(lost, roll)),
        unchanged=len(kept - touched),
        left_out=dict(sorted(Counter(school.kind for school in roll.open if school.urn not in taken).items())),
    )


def _areas_in_doubt(
    taken: Mapping[str, School], known: Mapping[str, Setting], found: Mapping[str, FoundArea]
) -> Iterable[Doubt]:
    """Schools whose area a person must write; one written by hand is only questioned when the register disagrees."""
    for urn, school in taken.items():
        by_hand = known[urn].area if urn in known else None
        if by_hand is None and found[urn].why:
            yield Doubt(school.name, urn, found[urn].why)
        elif by_hand and found[urn].area not in (None, by_hand):
            yield Doubt(school.name, urn, f"Its area is {by_hand} here, and its address says {found[urn].area}. Kept.")


def _not_in_the_file(lost: Iterable[Setting], roll: Roll) -> Iterable[Doubt]:
    seen = roll.closed | {school.urn for school in roll.open}
    for each in lost:
        if each.urn not in seen:
            yield Doubt(each.name, str(each.urn), "The file has no school with this number here. Nothing was done.")


def setting_type(school: School) -> str | None:
    """What we call this type of establishment, or None where it is no setting that children of the area go to."""
    kind = school.kind.casefold()
    if kind in NURSERIES or (school.phase.casefold() == "nursery" and "school" in kind):
        return "nursery"
    if kind in CENTRES:
        return "childrens-centre"
    if kind in COLLEGES:
        return "college"
    if any(word in kind for word in ELSEWHERE):
        return None
    return "school" if any(word in kind for word in SCHOOL_WORDS) else None


def find_area(school: School, areas: Sequence[Area]) -> FoundArea:
    """The one area whose published towns the register's words name."""
    near = _areas_named([school.ward, school.locality, school.address3, school.district], areas)
    by_post = _areas_named([school.town], areas)
    places = near | by_post
    if len(places) > 1:
        named = " and ".join(sorted(places))
        return FoundArea(None, f"Its address points to {named}. Write the area by hand.")
    if near:
        return FoundArea(min(near))
    if by_post and not school.ward:
        return FoundArea(min(by_post))
    if by_post:
        what = f"Its post town {school.town} would say {min(by_post)}; no area lists its ward, {school.ward}."
        return FoundArea(None, f"{what} Add the ward to the area's towns, or write the area by hand.")
    return FoundArea()


def _areas_named(words: Iterable[str], areas: Sequence[Area]) -> set[str]:
    """Areas with a town that stands in `words`, whole: 'Hyde' is in 'Hyde Godley' and not in 'Hydeside'."""
    said = [plain_name(each) for each in words if each]
    return {area.id for area in areas for town in area.towns if any(_contains(each, plain_name(town)) for each in said)}


def _contains(said: str, town: str) -> bool:
    return f" {town} " in f" {said} "


def plain_name(name: str) -> str:
    """Lower-case words without accents and marks: 'St. Mary's' and 'St Marys' are the same name."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", ascii_only.casefold().replace("'", "")).split())


def _paired(
    schools: Sequence[School], closed: frozenset[str], settings: Sequence[Setting]
) -> tuple[dict[str, Setting], list[Doubt]]:
    """Entries by the URN of the open school they are: by number, else by name (a school that became an academy)."""
    by_urn = {each.urn: each for each in settings if each.urn}
    known = {school.urn: by_urn[school.urn] for school in schools if school.urn in by_urn}
    doubts: list[Doubt] = []
    for setting in settings:
        if setting in known.values() or (setting.urn and setting.urn not in closed):
            continue
        same = [school for school in schools if school.urn not in known and _is_called(setting, school)]
        if len(same) == 1:
            known[same[0].urn] = setting
        doubts += [
            Doubt(each.name, each.urn, f"Is it {setting.id}? Write its URN there.") for each in same[1:] and same
        ]
    return known, doubts


def _is_called(setting: Setting, school: School) -> bool:
    same_type = setting.type == setting_type(school)
    return same_type and plain_name(school.name) in {plain_name(name) for name in (setting.name, *setting.also_called)}


def _changes(setting: Setting, school: School, found: FoundArea) -> Iterable[Change]:
    kind = setting_type(school)
    if setting.urn != school.urn:
        yield Change(setting.id, "urn", setting.urn, school.urn)
    if plain_name(setting.name) != plain_name(school.name) and not _is_called(setting, school):
        yield Change(setting.id, "name", setting.name, school.name)
    if kind and kind != setting.type:
        yield Change(setting.id, "type", setting.type, kind)
    if found.area and setting.area is None:
        yield Change(setting.id, "area", None, found.area)


def _new_settings(
    schools: Sequence[School], ids: set[str], found: Mapping[str, FoundArea], ref: str
) -> tuple[Setting, ...]:
    added = []
    for school in sorted(schools, key=lambda each: (each.name.casefold(), each.urn)):
        name = _new_id(school, ids)
        ids = ids | {name}
        data = {"id": name, "name": school.name, "urn": school.urn, "type": setting_type(school)}
        added.append(Setting.model_validate({**data, "area": found[school.urn].area, "source": {"ref": ref}}))
    return tuple(added)


def _new_id(school: School, ids: set[str]) -> str:
    """The name as an id; with the town, then with the URN, where the name is taken or has no letter for an id."""
    name, town = plain_name(school.name).replace(" ", "-"), plain_name(school.town).replace(" ", "-")
    wanted = (name, f"{name}-{town}", f"{name}-{school.urn}", f"school-{school.urn}")
    return next(each for each in wanted if each and each.strip("-") == each and each not in ids)
