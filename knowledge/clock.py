"""The Europe/London clock and England's bank holidays, as a duty team lives by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from knowledge.schema.contact import Day, Opening

LONDON = ZoneInfo("Europe/London")
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT_AT_THE_END = "24:00"


def now() -> dt.datetime:
    """The time on London's clock."""
    return dt.datetime.now(LONDON)


def in_london(moment: dt.datetime) -> dt.datetime:
    """The same moment on London's clock; a moment without a zone is already London's."""
    return moment.replace(tzinfo=LONDON) if moment.tzinfo is None else moment.astimezone(LONDON)


@lru_cache(maxsize=32)
def bank_holidays(year: int) -> frozenset[dt.date]:
    """England's bank holidays of one year."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_bank_holiday(day: dt.date) -> bool:
    return day in bank_holidays(day.year)


def openings_on(day: dt.date, weekly: Iterable[Opening]) -> list[tuple[dt.datetime, dt.datetime]]:
    """The openings that start on `day`, as (opens, closes) moments in London."""
    name = DAYS[day.weekday()]
    return [(at(day, opening.opens), at(day, opening.closes)) for opening in weekly if name in opening.days]


def at(day: dt.date, clock: str) -> dt.datetime:
    """The moment `clock` ("08:40", or "24:00" for the day's end) on `day`, in London."""
    if clock == MIDNIGHT_AT_THE_END:
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), LONDON)
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), LONDON)
