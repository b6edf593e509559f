"""The weekly counters: how many, by week, and no trace of who or when."""

from __future__ import annotations

import datetime as dt
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import clock
from tests.trends.world import count
from trends.counters import CounterRow, CountersFile, NotOnlyIds, totals_of_closed_weeks
from trends.periods import iso_week

TUESDAY = dt.datetime(2026, 11, 24, 15, 20, tzinfo=clock.LONDON)
NEXT_WEEK = TUESDAY + dt.timedelta(weeks=1)
ROW = CounterRow("oldham", "web", area="east", domain="neglect", band="early_help", matched=True)


def test_the_same_row_in_the_same_week_adds_up(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "counters.sqlite"
    for moment in (TUESDAY, TUESDAY + dt.timedelta(days=2)):
        count(file, ROW, now=moment)
    count(file, replace(ROW, area=""), now=TUESDAY)

    totals = totals_of_closed_weeks(CountersFile(file), now=NEXT_WEEK)
    assert [(total.week, total.row.area, total.n) for total in totals] == [("2026-W48", "", 1), ("2026-W48", "east", 2)]
    assert totals[1].row == ROW


def test_the_week_we_are_in_is_not_given_out(tmp_path: Path) -> None:
    count(tmp_path / "c.sqlite", ROW, now=TUESDAY)

    assert totals_of_closed_weeks(CountersFile(tmp_path / "c.sqlite"), now=TUESDAY) == ()


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (dt.datetime(2027, 1, 3, 12, tzinfo=dt.UTC), "2026-W53"),
        (dt.datetime(2026, 7, 5, 23, 30, tzinfo=dt.UTC), "2026-W28"),
    ],
    ids=["the week that ends the year", "Sunday night by Greenwich is Monday in London's summer"],
)
def test_weeks_are_londons(moment: dt.datetime, week: str) -> None:
    assert iso_week(moment) == week


def test_p8_no_order_of_arrival_can_be_read(tmp_path: Path) -> None:
    rows = [replace(ROW, area=area) for area in ("west", "central", "north")]
    for number, order in enumerate((rows, rows[::-1])):
        for row in order:
            count(tmp_path / f"{number}.sqlite", row, now=TUESDAY)

    seen = []
    for number in range(2):
        with sqlite3.connect(tmp_path / f"{number}.sqlite") as connection:
            seen.append(connection.execute("select * from weekly_counts").fetchall())
            with pytest.raises(sqlite3.OperationalError, match="rowid"):
                connection.execute("select rowid from weekly_counts")
    assert seen[0] == seen[1]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0.sqlite", "1.sqlite"], "no journal is left behind"


@pytest.mark.parametrize("text", ["Kayleigh Smith", "she is hungry", "x" * 90, "a\nb", "'; drop table"], ids=repr)
def test_p8_a_row_that_holds_more_than_ids_is_not_counted(tmp_path: Path, text: str) -> None:
    file = tmp_path / "c.sqlite"
    count(file, ROW, now=TUESDAY)
    with pytest.raises(NotOnlyIds):
        count(file, replace(ROW, domain=text), now=TUESDAY)

    assert [total.row for total in totals_of_closed_weeks(CountersFile(file), now=NEXT_WEEK)] == [ROW]


def test_many_at_once_are_all_counted(tmp_path: Path) -> None:
    file = tmp_path / "c.sqlite"
    count(file, ROW, now=TUESDAY)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: count(file, ROW, now=TUESDAY), range(19)))

    assert totals_of_closed_weeks(CountersFile(file), now=NEXT_WEEK)[0].n == 20
