"""Weeks, months and quarters, as text. A week belongs to the month and the quarter that its Thursday lies in.

So a month is always four or five whole ISO weeks, and nothing is ever counted in two of them.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Literal

from knowledge import clock

Every = Literal["week", "month", "quarter"]
EVERY: tuple[Every, ...] = ("week", "month", "quarter")


def iso_week(moment: dt.datetime) -> str:
    """'2026-W48', on London's clock."""
    return week_of(clock.in_london(moment).date())


def week_of(day: dt.date) -> str:
    """The ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


@cache
def thursday_of(week: str) -> dt.date:
    """The Thursday of '2026-W48'."""
    return dt.date.fromisocalendar(int(week[:4]), int(week[6:]), 4)


@cache
def month_of(week: str) -> str:
    """'2026-W48' -> '2026-11'."""
    return f"{thursday_of(week):%Y-%m}"


@cache
def quarter_of(month: str) -> str:
    """'2026-11' -> '2026-Q4'."""
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def months_of(quarter: str) -> tuple[str, ...]:
    """'2026-Q4' -> ('2026-10', '2026-11', '2026-12')."""
    first = 3 * int(quarter[6:]) - 2
    return tuple(f"{quarter[:4]}-{month:02}" for month in range(first, first + 3))


@cache
def weeks_of(month: str) -> tuple[str, ...]:
    """The four or five weeks of '2026-11'."""
    first = dt.date(int(month[:4]), int(month[5:]), 1)
    weeks = (week_of(first + dt.timedelta(days=7 * n - 3)) for n in range(7))
    return tuple(week for week in weeks if month_of(week) == month)


def parts_of(period: str) -> tuple[str, ...]:
    """The months of a quarter, the weeks of a month, and nothing of a week."""
    every = every_of(period)
    return months_of(period) if every == "quarter" else weeks_of(period) if every == "month" else ()


def every_of(period: str) -> Every:
    """Whether this is a week, a month or a quarter."""
    return "week" if "W" in period else "quarter" if "Q" in period else "month"


def weeks_between(first: str, until: str) -> tuple[str, ...]:
    """Every week from `first` on, before `until`."""
    day, weeks = thursday_of(first), []
    while week_of(day) < until:
        weeks.append(week_of(day))
        day += dt.timedelta(weeks=1)
    return tuple(weeks)


def weeks_before(week: str, number: int) -> str:
    """The week that lies `number` weeks earlier."""
    return week_of(thursday_of(week) - dt.timedelta(weeks=number))


def is_closed(period: str, *, week: str) -> bool:
    """Whether the whole period lies before `week`, the one we are in."""
    if every_of(period) == "week":
        return period < week
    return is_closed(parts_of(period)[-1], week=week)
