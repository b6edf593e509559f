"""Whom an answer gives, compared at every hour of a week: each band, each area, ordinary days and bank holidays.

That is the first contact of the authority's route, and the number to ring at that moment where it is another.

Between two edges (an opening, a closing, midnight) nothing changes, so only the edges are looked at. No message is read
for this: a new number tells at once whom it reaches and when.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.core.answers.context import DUTY
from bot.officers.change import Change, Row, Severity
from bot.officers.said import days_in_words
from knowledge import clock
from knowledge.directory import Offer, Place, offers, ring_first, whom_to_call
from knowledge.pack import Pack
from knowledge.schema.common import Band
from knowledge.schema.contact import Day

MIDNIGHT, END = "00:00", "24:00"
ALL_DAY = ((MIDNIGHT, END),)
BANK_HOLIDAY = "bank holidays"
NOBODY = "nobody"
BETWEEN = "; "
Given = tuple[str, str, str]
"""Who was given, who is now, and when."""
WORKING_DAYS = clock.DAYS[:5]
LONGEST_SEARCH = 60
"""Weeks."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """For one band and area: the days and hours at which somebody else is given."""

    old: str
    new: str
    days: tuple[str, ...]
    hours: tuple[tuple[str, str], ...]


def call_changes(old: Pack, new: Pack, *, today: dt.date) -> tuple[Change, ...]:
    """One change for each other contact that is given, with whom and when it reaches. `today` picks the week."""
    days, edges = tuple(_days(today, old, new)), _edges(old, new)
    found: dict[Given, dict[Band, list[str]]] = defaultdict(lambda: defaultdict(list))
    areas = [None, *(each.id for each in new.places.areas)]
    for band in Band:
        for area in areas:
            for each in _ringing(old, new, band, area, days, edges):
                found[each.old, each.new, _when(each, days)][band].append(area or "")
    swapped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for (before, after, when), reached in found.items():
        whom = f"{_levels(reached, new)}{_areas(reached, new, len(areas))}"
        swapped[swap(before, after)].append(Row(f"{whom}, {when}", before, after))
    return tuple(_told(*changed, tuple(rows), new) for changed, rows in swapped.items())


def swap(before: str, after: str) -> tuple[str, str]:
    """What stands in one and not in the other: the same new number is one change, with whomever it is given."""
    old, new = before.split(BETWEEN), after.split(BETWEEN)
    gone, come = (tuple(each for each in mine if each not in other) for mine, other in ((old, new), (new, old)))
    return BETWEEN.join(gone) or before, BETWEEN.join(come) or after


def _ringing(
    old: Pack, new: Pack, band: Band, area: str | None, days: tuple[tuple[str, dt.date], ...], edges: tuple[str, ...]
) -> Iterator[Ringing]:
    by_pair: dict[tuple[str, str], dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for name, day in days:
        for opens, closes in pairwise(edges):
            moment = clock.at(day, opens)
            before, after = _given(old, band, area, moment), _given(new, band, area, moment)
            if before != after:
                _lengthen(by_pair[before, after][name], opens, closes)
    for (before, after), hours_by_day in by_pair.items():
        same: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
        for name, hours in hours_by_day.items():
            same[tuple(hours)].append(name)
        for hours_of, names in same.items():
            yield Ringing(before, after, tuple(names), hours_of)


def _lengthen(hours: list[tuple[str, str]], opens: str, closes: str) -> None:
    """Adds a stretch of time, joined to the one before where they meet."""
    if hours and hours[-1][1] == opens:
        hours[-1] = (hours[-1][0], closes)
    else:
        hours.append((opens, closes))


def _given(pack: Pack, band: Band, area: str | None, moment: dt.datetime) -> str:
    """Who is given, with their numbers. Significant harm goes to duty, whatever the route says."""
    place = Place(area=area)
    if band is Band.CHILD_PROTECTION:
        return _called(ring_first(offers(pack, DUTY, now=moment, place=place)))
    found = whom_to_call(pack, band, now=moment, place=place)
    rung = _called(ring_first(found))
    return BETWEEN.join(dict.fromkeys([*(_called(each) for each in found[:1]), rung]))


def _called(found: Offer | None) -> str:
    if found is None:
        return NOBODY
    phones = found.contact.phones
    return f"{found.contact.name}, {phones[0].number}" if phones else f"{found.contact.name} (no number)"


def _days(today: dt.date, *packs: Pack) -> Iterator[tuple[str, dt.date]]:
    """A week without bank holidays, one bank holiday that is no weekend, and the days that a pack names."""
    monday = today - dt.timedelta(days=today.weekday())
    special = {each.day for pack in packs for each in pack.authority.special_days}
    odd = special | clock.bank_holidays(monday.year) | clock.bank_holidays(monday.year + 1)
    weeks = [monday + dt.timedelta(weeks=number) for number in range(LONGEST_SEARCH)]
    plain = next((week for week in weeks if not any(week + dt.timedelta(days=n) in odd for n in range(7))), monday)
    for number, name in enumerate(clock.DAYS):
        yield name, plain + dt.timedelta(days=number)
    holidays = sorted(
        day for day in odd - special if day >= monday and clock.is_bank_holiday(day) and day.weekday() < 5
    )
    yield from ((BANK_HOLIDAY, day) for day in holidays[:1])
    yield from ((f"{day:%d.%m.%Y}", day) for day in sorted(special))


def _edges(*packs: Pack) -> tuple[str, ...]:
    """Every time of day at which somebody opens or closes."""
    weekly = [opening for pack in packs for contact in pack.contacts for opening in contact.hours.weekly]
    assumed = [opening for pack in packs for opening in pack.authority.assumed_office_hours]
    times = {time for opening in (*weekly, *assumed) for time in (opening.opens, opening.closes)}
    named = {time for pack in packs for each in pack.authority.special_days for time in (each.opens, each.closes)}
    return tuple(sorted({MIDNIGHT, END, *times, *(time for time in named if time)}))


def _when(each: Ringing, days: tuple[tuple[str, dt.date], ...]) -> str:
    if each.hours == ALL_DAY and len(each.days) == len(days):
        return "at every hour"
    week: list[Day] = [day for day in clock.DAYS if day in each.days]
    others = [day for day in each.days if day not in clock.DAYS]
    named = ", ".join([*([days_in_words(week)] if week else []), *others])
    hours = " and ".join(f"{opens}\u2013{closes}" for opens, closes in each.hours)
    return f"{named} {hours}"


def _told(before: str, after: str, rows: tuple[Row, ...], pack: Pack) -> Change:
    """One change; where it holds at several hours or levels, each stands in a row."""
    lost = any(row.new.endswith(NOBODY) for row in rows)
    where = f"{rows[0].name}: " if len(rows) == 1 else ""
    if lost:
        said = f"{where}there is no number to ring any more. It was {before}."
    else:
        said = f"{where}now {after}. Before: {before}."
    severity: Severity = "worse" if lost else "look"
    return Change("calls", pack.id, after, f"{said[:1].upper()}{said[1:]}", severity, rows)


def _levels(reached: dict[Band, list[str]], pack: Pack) -> str:
    if len(reached) == len(Band):
        return "At every level"
    headings = dict.fromkeys(pack.heading(pack.level(each.level)) for each in pack.bands if each.band in reached)
    return f"At {' and '.join(headings)}"


def _areas(reached: dict[Band, list[str]], pack: Pack, areas: int) -> str:
    named: Iterable[str] = dict.fromkeys(area for found in reached.values() for area in found)
    if len(list(named)) == areas:
        return ""
    names = {area.id: area.name for area in pack.places.areas}
    return f", {' and '.join(names.get(area, 'where no area is known') for area in named)}"
