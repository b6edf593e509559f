"""How a closed period is said to a person, and how it stands under a plot."""

from __future__ import annotations

import calendar
import datetime as dt

from trends.periods import every_of, months_of


def said(period: str) -> str:
    """'the week of 23 November 2026', 'November 2026', 'October to December 2026'."""
    every = every_of(period)
    if every == "week":
        monday = monday_of(period)
        return f"the week of {monday.day} {monday:%B %Y}"
    if every == "quarter":
        first, _, last = (calendar.month_name[int(month[5:])] for month in months_of(period))
        return f"{first} to {last} {period[:4]}"
    return f"{calendar.month_name[int(period[5:])]} {period[:4]}"


def in_brief(period: str) -> str:
    """'23 Nov', 'Nov 26', 'Oct to Dec 26'."""
    every = every_of(period)
    if every == "week":
        monday = monday_of(period)
        return f"{monday.day} {monday:%b}"
    if every == "quarter":
        first, _, last = (calendar.month_abbr[int(month[5:])] for month in months_of(period))
        return f"{first} to {last} {period[2:4]}"
    return f"{calendar.month_abbr[int(period[5:])]} {period[2:4]}"


def monday_of(week: str) -> dt.date:
    """The Monday of '2026-W48'."""
    return dt.date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
