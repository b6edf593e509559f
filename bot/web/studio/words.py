"""Dates, hours and standings in plain words, as the studio's pages say them."""

from __future__ import annotations

import datetime as dt

from knowledge import clock
from knowledge.schema.common import Status
from knowledge.schema.contact import Day, Hours

BANDS = {
    "universal": "Universal",
    "early_help": "Early help",
    "child_in_need": "Child in need",
    "child_protection": "Child protection",
}
STATUSES: dict[Status, str] = {
    "confirmed": "confirmed by its owner",
    "as_published": "as its owner published it, not confirmed",
    "unconfirmed": "not confirmed",
}
DAYS: dict[Day, str] = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
HOURS_KINDS = {
    "weekly": "At these times of the week",
    "always": "Day and night",
    "outside": "Whenever another team is closed",
    "unpublished": "Nobody has published when",
}
BANK_HOLIDAYS = {"not_stated": "Nobody has said", "closed": "Closed", "open": "Open"}


def day_in_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def moment_in_words(moment: dt.datetime) -> str:
    london = clock.in_london(moment)
    return f"{day_in_words(london.date())}, {london:%H:%M}"


def hours_in_words(hours: Hours) -> str:
    """When somebody answers, in a line."""
    if hours.kind != "weekly":
        return HOURS_KINDS[hours.kind]
    return "; ".join(f"{_days(each.days)} {each.opens} to {each.closes}" for each in hours.weekly)


def _days(days: tuple[Day, ...]) -> str:
    """'Monday to Friday' where they follow one another."""
    numbers = [list(DAYS).index(day) for day in days]
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    return ", ".join(DAYS[day] for day in days)
