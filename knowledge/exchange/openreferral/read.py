"""Services of Open Referral UK as a draft of contacts, with everything that could not be taken named beside it.

Accepts a page (`contents`), a list of services, or one service, from any directory. Nothing read here is confirmed:
each contact of the draft is `unconfirmed` until a person has checked it. Persons' names are never taken.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from knowledge.errors import Fault, KnowledgeErrors, Position
from knowledge.exchange.openreferral.write import ALERTS, BYDAY, TAXONOMY
from knowledge.exchange.schools import plain_name
from knowledge.pack import Pack

LARGEST_FILE = 50_000_000
NUMBER = re.compile(r"^\+?[0-9][0-9 ]{1,15}$")
TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d|^24:00")
IDENTIFIER = re.compile(r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")
CHOOSE = "CHOOSE"
NAMES_SHOWN = 2
TAKEN = {
    "service": {"id", "name", "description", "status", "url", "email", "organization", "contacts", "phones",
                "schedules", "service_areas", "attributes"},
    "contact": {"id", "service_id", "title", "department", "email", "phones"},
    "phone": {"id", "contact_id", "service_id", "number", "description"},
    "schedule": {"id", "service_id", "freq", "interval", "byday", "opens_at", "closes_at", "description"},
    "service_area": {"id", "service_id", "name"},
}  # fmt: skip

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """What every contact of the draft says that the format does not hold."""

    source: str
    owner: str
    review_by: dt.date


@dataclass(frozen=True)
class Draft:
    """Contacts as they will stand in the draft file, and a sentence for each thing that was not taken."""

    contacts: tuple[dict[str, Any], ...]
    left_out: tuple[str, ...]


def services_in(file: Path) -> tuple[Json, ...]:
    """The services of a file. Raises KnowledgeErrors with a sentence when it holds none."""
    if file.stat().st_size > LARGEST_FILE:
        _refuse(file, "The file is larger than 50 MB.", "Give one authority's services.")
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        _refuse(file, "This is not a text file.", "Give the JSON of Open Referral UK services.")
    except (json.JSONDecodeError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        fault = Fault(Position(file, line, column), "open-referral", "From here on this is not JSON.", "", WANTED)
        raise KnowledgeErrors([fault]) from error
    found = data.get("contents", [data]) if isinstance(data, dict) else data
    if not isinstance(found, list) or not all(_is_service(each) for each in found):
        _refuse(file, "This JSON is not a list of Open Referral UK services.", WANTED)
    return tuple(found)


WANTED = "Give a page of services, each with 'id', 'name' and 'status'."


def draft_of(services: Iterable[Json], pack: Pack, given: Given) -> Draft:
    """The active services as contacts of this pack."""
    contacts: dict[str, dict[str, Any]] = {}
    left_out: dict[str, list[str]] = {}
    for each in services:
        said = [f"it is {each.get('status')}, so it was not taken."]
        if each.get("status") == "active":
            reader = _Service(each, pack)
            contact = reader.contact(given, taken=set(contacts))
            contacts[contact["id"]] = contact
            said = [*reader.lost, *_not_taken(each)]
        for sentence in dict.fromkeys(said):
            left_out.setdefault(sentence, []).append(_words(each["name"]))
    return Draft(tuple(contacts.values()), tuple(f"{_listed(names)}: {said}" for said, names in left_out.items()))


def _listed(names: Sequence[str]) -> str:
    """'Duty team, Night team and 7 more'."""
    shown, more = names[:NAMES_SHOWN], len(names) - NAMES_SHOWN
    return f"{', '.join(shown)} and {more} more" if more > 0 else ", ".join(shown)


def _is_service(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(found.get(key), str) and found[key] for key in ("id", "name"))


def _not_taken(service: Json) -> Iterable[str]:
    """The filled fields that a contact has no place for."""
    parts = [("service", service), *(("contact", each) for each in _list(service, "contacts"))]
    parts += [("schedule", each) for each in _list(service, "schedules")]
    parts += [("service_area", each) for each in _list(service, "service_areas")]
    for kind, part in parts:
        for key in sorted(set(part) - TAKEN[kind]):
            if part[key] in (None, "", [], {}) or (key == "alert" and part[key] in ALERTS.values()):
                continue
            if (kind, key) == ("contact", "name"):
                yield "a person's name was left behind on purpose."
            elif key in {"alert", "assured_date"}:
                yield f"'{key}' was not taken; the draft is unconfirmed until you check it."
            else:
                yield f"'{kind}.{key}' has no place in a contact."


def _list(part: Json, key: str) -> Sequence[Json]:
    found = part.get(key) or []
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _refuse(file: Path, what: str, instead: str) -> NoReturn:
    raise KnowledgeErrors([Fault(Position(file), "open-referral", what, "", instead)])


class _Service:
    """Reads one service, and notes in `lost` what it cannot carry over."""

    def __init__(self, service: Json, pack: Pack) -> None:
        self.service = service
        self.pack = pack
        self.lost: list[str] = []
        self.points = _list(service, "contacts")
        self.own = [
            (str(each.get("link_type")), str(each.get("value")))
            for each in _list(service, "attributes")
            if isinstance(term := each.get("taxonomy_term"), dict) and term.get("taxonomy") == TAXONOMY
        ]
        others = len(_list(service, "attributes")) - len(self.own)
        if others:
            self.lost.append(f"{others} attributes of other taxonomies have no place in a contact.")

    def contact(self, given: Given, *, taken: set[str]) -> dict[str, Any]:
        """The contact in the order of our files; empty keys left out."""
        how = self._one("how")
        order = self._one("escalation_order")
        found = {
            "id": self._id(taken),
            "name": _words(self.service["name"]),
            "also_called": self._all("also_called"),
            "role": self._one("role") or self._unknown_role(),
            "department": _words(next((each["department"] for each in self.points if each.get("department")), "")),
            "phones": self._phones(),
            "email": self._email(),
            "url": _words(self.service.get("url") or ""),
            "how": how,
            "for": self._purpose(how),
            "hours": self._hours(),
            "serves": self._serves(),
            "asks_for_name": self._one("asks_for_name"),
            "respond_within": self._one("respond_within"),
            "escalation_order": int(order) if order.isdecimal() and order != "1" else None,
            "source": {"ref": given.source},
            "status": "unconfirmed",
            "review_by": given.review_by.isoformat(),
            "owner": given.owner,
        }
        return {key: value for key, value in found.items() if value or key == "phones"}

    def _one(self, kind: str) -> str:
        return next((value for name, value in self.own if name == kind), "")

    def _all(self, kind: str) -> list[str]:
        return [value for name, value in self.own if name == kind]

    def _id(self, taken: set[str]) -> str:
        slug = plain_name(str(self.service["name"])).replace(" ", "-") or "contact"
        own = self._one("id")
        wanted = own if IDENTIFIER.match(own) else f"{self.pack.id}.{slug}"
        return wanted if wanted not in taken else f"{wanted}-{len(taken) + 1}"

    def _unknown_role(self) -> str:
        self.lost.append(f"its role is not known. Write one where the draft says {CHOOSE}.")
        return CHOOSE

    def _purpose(self, how: str) -> str:
        said = str(self.service.get("description") or "").removesuffix(how).strip()
        return _words(said) or _words(self.service["name"])

    def _email(self) -> str:
        own = self.service.get("email") or ""
        others = {str(each["email"]) for each in self.points if each.get("email")} - {own}
        if own or len(others) != 1:
            self.lost += [f"a second e-mail address, {each}, has no place." for each in sorted(others)]
            return str(own)
        return others.pop()

    def _phones(self) -> list[dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        listed = [*_list(self.service, "phones"), *(phone for each in self.points for phone in _list(each, "phones"))]
        for each in listed:
            number = _words(re.sub(r"[().\-]", " ", str(each.get("number") or "")))
            if not NUMBER.match(number):
                self.lost.append(f"'{each.get('number')}' is not a number that can be dialled.")
                continue
            label = _words(each.get("description") or "")
            found.setdefault(number, {"number": number, **({"label": label} if label else {})})
            self.lost += [
                f"'phone.{key}' has no place in a contact." for key in set(each) - TAKEN["phone"] if each[key]
            ]
        return list(found.values())

    def _hours(self) -> dict[str, Any]:
        kind = self._one("hours")
        holidays = self._one("bank_holidays")
        rest = {"bank_holidays": holidays} if holidays and holidays != "not_stated" else {}
        if kind == "outside" and self._one("outside"):
            return {"kind": "outside", "outside": self._one("outside"), **rest}
        openings = [found for each in _list(self.service, "schedules") if (found := self._opening(each))]
        if kind == "always" or (not kind and _day_and_night(openings)):
            return {"kind": "always", **rest}
        return {"kind": "weekly", "weekly": openings, **rest} if openings else {"kind": "unpublished", **rest}

    def _opening(self, schedule: Json) -> dict[str, Any] | None:
        days = [day for day, code in BYDAY.items() if code in str(schedule.get("byday") or "").upper().split(",")]
        opens, closes = (TIME.match(str(schedule.get(key) or "")) for key in ("opens_at", "closes_at"))
        if schedule.get("freq") != "WEEKLY" or schedule.get("interval", 1) != 1 or not (days and opens and closes):
            said = schedule.get("description") or schedule.get("schedule_link") or "no weekly times"
            self.lost.append(f"hours that are not weekly have no place: {said}.")
            return None
        return {"days": days, "opens": opens[0], "closes": closes[0]}

    def _serves(self) -> dict[str, Any]:
        by_name = {plain_name(area.name): area.id for area in self.pack.places.areas}
        areas = []
        for each in _list(self.service, "service_areas"):
            name = str(each.get("name") or "")
            known = by_name.get(plain_name(name))
            if known:
                areas.append(known)
            else:
                self.lost.append(
                    f"'{name}' is not an area of {self.pack.authority.name}; it serves everywhere in the draft."
                )
        found = {
            "levels": self._all("serves_level"),
            "areas": areas,
            "setting_types": self._all("serves_setting_type"),
        }
        return {key: value for key, value in found.items() if value}


def _day_and_night(openings: Sequence[Json]) -> bool:
    return len(openings) == 1 and len(openings[0]["days"]) == 7 and (
        openings[0]["opens"], openings[0]["closes"]) in {("00:00", "24:00"), ("00:00", "23:59")}  # fmt: skip


def _words(said: object) -> str:
    return " ".join(str(said).split())
