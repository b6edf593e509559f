"""The calendar entry: a day, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar

from flows.calendar import reminder, review_day
from flows.schema import Outcome

SUNDAY = dt.date(2026, 11, 22)


def outcome(weather: Any, days: int | None) -> Outcome:
    return Outcome.model_validate(weather.end("stay", review_days=days))


@pytest.mark.parametrize(
    ("days", "day"),
    [
        pytest.param(1, dt.date(2026, 11, 23), id="a Monday stays"),
        pytest.param(6, dt.date(2026, 11, 27), id="a Saturday becomes the Friday before"),
        pytest.param(7, dt.date(2026, 11, 27), id="a Sunday becomes the Friday before"),
        pytest.param(None, None, id="no review has no day"),
    ],
)
def test_the_day_to_look_again_is_never_later_than_asked(weather: Any, days: int | None, day: dt.date | None) -> None:
    assert review_day(outcome(weather, days), SUNDAY) == day


def test_a_day_is_never_moved_to_today_or_before(weather: Any) -> None:
    friday = dt.date(2026, 11, 27)
    assert review_day(outcome(weather, 1), friday) == dt.date(2026, 11, 28)


def test_the_entry_holds_the_day_and_no_detail() -> None:
    entry = Calendar.from_ical(reminder(dt.date(2026, 11, 27))).walk("VEVENT")[0]
    assert entry["DTSTART"].dt == dt.date(2026, 11, 27)
    assert str(entry["SUMMARY"]) == "Look again"
    assert not {"DESCRIPTION", "LOCATION", "ATTENDEE", "ORGANIZER", "URL"} & set(entry)


def test_the_same_day_gives_the_same_bytes() -> None:
    assert reminder(SUNDAY) == reminder(SUNDAY)
