"""The day to look again, as a calendar entry that says nothing else: no child, no family, no worry, no place."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from flows.schema import Outcome
from flows.views import OutcomeView

SATURDAY = 5


def review_day(outcome: Outcome | OutcomeView, today: dt.date) -> dt.date | None:
    """The day to look again, never later than asked: a day at the weekend becomes the Friday before it."""
    if outcome.review_days is None:
        return None
    day = today + dt.timedelta(days=outcome.review_days)
    friday = day - dt.timedelta(days=max(0, day.weekday() - SATURDAY + 1))
    return friday if friday > today else day


def reminder(day: dt.date) -> bytes:
    """An .ics file with one all-day entry on `day`. The same day always gives the same bytes."""
    entry = Event()
    entry.add("uid", f"look-again-{day.isoformat()}@earlyhelp")
    entry.add("dtstamp", dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))
    entry.add("dtstart", day)
    entry.add("dtend", day + dt.timedelta(days=1))
    entry.add("summary", "Look again")
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//earlyhelp//look again//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
