"""Weeks become months and months are deleted, whole, and nothing is ever counted twice (promise P8)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import clock
from tests.trends.world import count
from trends.counters import CounterRow, CountersFile
from trends.keeping import coarsen_old_weeks, forget_old_weeks, tidy

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=clock.LONDON)
ROW = CounterRow("exshire", "web", area="east", domain="neglect", band="early_help", matched=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Twenty weeks with two worries each, one in office hours and one out of them."""
    for weeks in range(20):
        for hours in ("in", "out"):
            count(tmp_path / "c.sqlite", ROW, hours=hours, now=MONDAY - dt.timedelta(weeks=weeks))
    return tmp_path / "c.sqlite"


def kept(file: Path, table: str, period: str) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as connection:
        return dict(connection.execute(f"select {period}, sum(n) from {table} group by 1"))


def test_months_that_lie_wholly_behind_the_border_take_their_weeks_in(file: Path) -> None:
    coarsen_old_weeks(CountersFile(file), after_weeks=8, now=MONDAY)

    assert kept(file, "monthly_counts", "month") == {"2026-07": 6, "2026-08": 8, "2026-09": 8}
    assert sorted(kept(file, "weekly_counts", "week"))[0] == "2026-W40"
    assert kept(file, "monthly_hours", "month") == kept(file, "monthly_counts", "month")


def test_p8_no_month_is_kept_both_ways_and_none_is_lost(file: Path) -> None:
    for after_weeks in (15, 9, 9, 5):
        coarsen_old_weeks(CountersFile(file), after_weeks=after_weeks, now=MONDAY)
        weeks, months = kept(file, "weekly_counts", "week"), kept(file, "monthly_counts", "month")
        assert sum(weeks.values()) + sum(months.values()) == 40
        assert not {month_of_week(week) for week in weeks} & set(months)


def month_of_week(week: str) -> str:
    return f"{dt.date.fromisocalendar(int(week[:4]), int(week[6:]), 4):%Y-%m}"


def test_a_count_that_comes_late_joins_its_month(file: Path) -> None:
    coarsen_old_weeks(CountersFile(file), after_weeks=8, now=MONDAY)
    count(file, ROW, now=dt.datetime(2026, 8, 5, 12, tzinfo=clock.LONDON))
    coarsen_old_weeks(CountersFile(file), after_weeks=8, now=MONDAY)

    assert kept(file, "monthly_counts", "month")["2026-08"] == 9
    assert "2026-W32" not in kept(file, "weekly_counts", "week")


def test_old_months_are_deleted_whole_however_they_are_kept(file: Path) -> None:
    coarsen_old_weeks(CountersFile(file), after_weeks=12, now=MONDAY)
    forget_old_weeks(CountersFile(file), keep_weeks=14, now=MONDAY)

    assert sorted(kept(file, "monthly_counts", "month")) == ["2026-08"]
    assert sorted(kept(file, "weekly_counts", "week"))[0] == "2026-W36"


def test_tidying_does_both(file: Path) -> None:
    tidy(CountersFile(file), weeks_become_months_after=8, keep_weeks=14, now=MONDAY)

    assert sorted(kept(file, "monthly_counts", "month")) == ["2026-08", "2026-09"]


def test_p8_hours_stand_beside_no_other_field(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("select name, sql from sqlite_master where sql like '%hours%'").fetchall()
        columns = {name: [row[1] for row in connection.execute(f"pragma table_info({name})")] for name, _ in found}
    assert columns == {
        "weekly_hours": ["week", "authority", "hours", "n"],
        "monthly_hours": ["month", "authority", "hours", "n"],
    }
