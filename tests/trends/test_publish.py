"""Publishing: closed periods only, once and for all, whole files, and nothing in them that is a true count."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import clock
from knowledge.exchange.cells import harmless
from tests.trends.world import (
    AFTER_A_QUARTER,
    count,
    names_of_exshire,
    policy,
    random_world,
    shown,
    write_rows,
)
from trends import published_file
from trends.counters import CounterRow, CountersFile
from trends.keeping import tidy
from trends.publish import Published, publish

IN_AUGUST = dt.datetime(2026, 8, 12, 12, tzinfo=clock.LONDON)
NORTH = ("web", "north", "school", "neglect", "early_help", "", "", "1")


def published(
    counters: Path, into: Path, *, now: dt.datetime = AFTER_A_QUARTER, method: str = "threshold"
) -> Published:
    return publish(CountersFile(counters), into, policy=policy(method), names=names_of_exshire(), now=now)


@pytest.fixture
def counters(tmp_path: Path) -> Path:
    return random_world(tmp_path / "counters.sqlite", seed=5, busy=200, sparse=0.3).file


JULY = ("2026-W27", "2026-W28", "2026-W29", "2026-W30", "2026-W31")


def test_a_quarter_in_figures(tmp_path: Path) -> None:
    harm = ("web", "north", "", "neglect", "child_protection", "", "", "1")
    unsaid = ("web", "", "", "", "", "", "", "0")
    july = {(week, kind): n for week in JULY for kind, n in ((NORTH, 8), (harm, 6), (unsaid, 5))}
    write_rows(tmp_path / "c.sqlite", {**july, ("2026-W33", NORTH): 12, ("2026-W40", NORTH): 99})
    found = published(tmp_path / "c.sqlite", tmp_path / "p.sqlite")

    seen = shown(tmp_path / "p.sqlite")
    assert seen["exshire.weeks", "2026-W27", "total", "total"] == "20"
    assert seen["exshire.weeks", "2026-W32", "total", "total"] == "c"
    assert seen["exshire.weeks", "2026-W40", "total", "total"] == "100"
    assert seen["exshire.bands", "2026-07", "early_help", "total"] == "40"
    assert seen["exshire.bands", "2026-07", "total", "total"] == "95"
    assert seen["exshire.domains", "2026-Q3", "neglect", "none"] == "z"
    assert seen["all.authorities", "2026-07", "exshire", "total"] == "95"
    assert not any(period in {"2026-10", "2026-Q4"} for _, period, _, _ in seen), "they are not over"
    assert (found.closed_week, found.skipped) == ("2026-W40", ())


def test_p8_one_number_beside_nothing_is_held_back_with_it(tmp_path: Path) -> None:
    """With 60 of 60 shown in one band, everybody would know the other bands to be next to nothing."""
    write_rows(tmp_path / "c.sqlite", {(week, NORTH): 12 for week in JULY})
    published(tmp_path / "c.sqlite", tmp_path / "p.sqlite")

    seen = shown(tmp_path / "p.sqlite")
    july = {
        row: text for (table, period, row, _), text in seen.items() if f"{table} {period}" == "exshire.bands 2026-07"
    }
    assert july == {"early_help": "c", "child_protection": "c", "none": "c", "total": "60"}


def test_the_week_we_are_in_is_not_published(tmp_path: Path) -> None:
    count(tmp_path / "c.sqlite", CounterRow("exshire", "web"), now=IN_AUGUST)
    published(tmp_path / "c.sqlite", tmp_path / "p.sqlite", now=IN_AUGUST)

    assert shown(tmp_path / "p.sqlite") == {}


def test_a_week_is_closed_an_hour_after_its_end(tmp_path: Path) -> None:
    write_rows(tmp_path / "c.sqlite", {("2026-W32", NORTH): 20})
    midnight = dt.datetime(2026, 8, 10, 0, 30, tzinfo=clock.LONDON)
    published(tmp_path / "c.sqlite", tmp_path / "p.sqlite", now=midnight)
    assert shown(tmp_path / "p.sqlite") == {}

    published(tmp_path / "c.sqlite", tmp_path / "p.sqlite", now=midnight + dt.timedelta(hours=1))
    assert shown(tmp_path / "p.sqlite")["exshire.weeks", "2026-W32", "total", "total"] == "20"


@pytest.mark.parametrize("method", ["threshold", "dfe", "nhs"])
def test_p8_it_makes_no_difference_how_often_somebody_publishes(tmp_path: Path, method: str) -> None:
    for folder, moments in (("weekly", range(13, -1, -1)), ("once", (0,))):
        (tmp_path / folder).mkdir()
        world = random_world(tmp_path / folder / "c.sqlite", seed=9, busy=60, sparse=0.3)
        for weeks in moments:
            now = AFTER_A_QUARTER - dt.timedelta(weeks=weeks)
            published(world.file, tmp_path / folder / "p.sqlite", now=now, method=method)

    assert shown(tmp_path / "weekly" / "p.sqlite") == shown(tmp_path / "once" / "p.sqlite")


def test_p8_a_number_once_published_never_changes(counters: Path, tmp_path: Path) -> None:
    published(counters, tmp_path / "first.sqlite", now=IN_AUGUST)
    before = shown(tmp_path / "first.sqlite")
    published(counters, tmp_path / "second.sqlite", method="dfe")
    after = shown(tmp_path / "second.sqlite")

    assert before.items() <= after.items(), "under another policy, into another file, later"
    later = {key: text for key, text in after.items() if key not in before}
    assert any(text.isdigit() and int(text) % 5 for text in later.values()), "the new policy holds for what is new"


def test_p8_it_survives_that_weeks_become_months(counters: Path, tmp_path: Path) -> None:
    published(counters, tmp_path / "first.sqlite")
    next_year = AFTER_A_QUARTER + dt.timedelta(weeks=80)
    tidy(CountersFile(counters), weeks_become_months_after=53, keep_weeks=104, now=next_year)
    published(counters, tmp_path / "second.sqlite", now=next_year)

    assert shown(tmp_path / "first.sqlite").items() <= shown(tmp_path / "second.sqlite").items()


def test_p8_months_that_were_merged_unpublished_have_no_weeks(counters: Path, tmp_path: Path) -> None:
    next_year = AFTER_A_QUARTER + dt.timedelta(weeks=80)
    tidy(CountersFile(counters), weeks_become_months_after=53, keep_weeks=104, now=next_year)
    published(counters, tmp_path / "p.sqlite", now=next_year)

    seen = {(table, period) for table, period, _, _ in shown(tmp_path / "p.sqlite")}
    assert ("exshire.bands", "2026-08") in seen
    assert ("exshire.areas", "2026-Q3") in seen
    assert ("exshire.weeks", "2026-W33") not in seen


def test_p8_a_month_is_not_published_once_its_published_weeks_were_merged(counters: Path, tmp_path: Path) -> None:
    published(counters, tmp_path / "p.sqlite", now=IN_AUGUST)
    next_year = AFTER_A_QUARTER + dt.timedelta(weeks=80)
    tidy(CountersFile(counters), weeks_become_months_after=53, keep_weeks=104, now=next_year)
    found = published(counters, tmp_path / "p.sqlite", now=next_year)

    assert "exshire worries 2026-08" in found.skipped
    assert ("exshire.bands", "2026-08", "total", "total") not in shown(tmp_path / "p.sqlite")


def test_a_reader_never_sees_half_a_file(counters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    into = tmp_path / "out" / "p.sqlite"
    published(counters, into, now=IN_AUGUST)
    before = into.read_bytes()

    def power_cut(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(published_file, "_fill", power_cut)
    with pytest.raises(OSError, match="no space"):
        published(counters, into)
    assert into.read_bytes() == before
    assert [each.name for each in into.parent.iterdir() if each.name.startswith(".")] == []


def test_p8_the_file_holds_nothing_but_what_is_shown(counters: Path, tmp_path: Path) -> None:
    published(counters, tmp_path / "p.sqlite")
    with closing(sqlite3.connect(tmp_path / "p.sqlite")) as connection:
        tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
        numbers = connection.execute("select n, shown from cells").fetchall()
    assert tables == {"tables", "cells", "measures", "about"}
    assert all(text in {"c", "z"} if n is None else n % 5 == 0 and n >= 10 for n, text in numbers)


def test_a_cell_in_several_tables_is_shown_the_same(counters: Path, tmp_path: Path) -> None:
    published(counters, tmp_path / "p.sqlite")
    seen = shown(tmp_path / "p.sqlite")
    for column in ("early_help", "child_protection", "none", "total"):
        assert (
            len({seen[f"exshire.{kind}", "2026-Q3", "total", column] for kind in ("domains", "areas", "settings")}) == 1
        )


def test_measures_are_of_shown_numbers_and_say_what_is_not_known(counters: Path, tmp_path: Path) -> None:
    published(counters, tmp_path / "p.sqlite")
    seen = shown(tmp_path / "p.sqlite")
    with closing(sqlite3.connect(tmp_path / "p.sqlite")) as connection:
        found = {
            row[:2]: row[2:] for row in connection.execute("select id, authority, value, shown, known from measures")
        }
    total, unmatched = (int(seen["exshire.domains", "2026-Q3", "total", each]) for each in ("total", "none"))
    assert found["unmatched-share", "exshire"] == (round(unmatched / total, 2), f"{unmatched / total:.0%}", 1)
    assert found["children", "all"] == (None, "not known", 0)


def test_csv_has_the_symbols_and_a_description(counters: Path, tmp_path: Path) -> None:
    found = published(counters, tmp_path / "p.sqlite")
    with (found.csv / "areas.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    described = json.loads((found.csv / "areas.csv-metadata.json").read_text(encoding="utf-8"))

    assert {row["value"] for row in rows if not row["value"].isdigit()} <= {"[c]", "[z]"}
    assert {row["row_name"] for row in rows} == {"North", "South", "Not said", "All"}
    assert [each["name"] for each in described["tableSchema"]["columns"]] == list(rows[0])
    assert "[x]" in (found.csv / "measures.csv").read_text(encoding="utf-8")
    assert sorted(each.stem for each in found.csv.glob("*.csv")) == sorted(
        [*(table.id for table in policy().tables), "authorities", "measures"]
    )


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_p6_nobody_who_counts_waits_for_publishing(counters: Path, tmp_path: Path) -> None:
    with closing(CountersFile(counters).snapshot()) as added_up:
        count(counters, CounterRow("exshire", "web"), hours="in", now=AFTER_A_QUARTER)
        before = added_up.execute("select sum(n) from weekly_counts").fetchone()[0]
    with closing(CountersFile(counters).snapshot()) as after:
        assert after.execute("select sum(n) from weekly_counts").fetchone()[0] == before + 1


def test_p8_hours_that_were_not_counted_are_not_said(tmp_path: Path) -> None:
    for n in range(40):
        hours = ("in", "out", None)[n % 3]
        count(tmp_path / "c.sqlite", CounterRow("exshire", "web"), hours=hours, now=IN_AUGUST)  # type: ignore[arg-type]
    published(tmp_path / "c.sqlite", tmp_path / "p.sqlite")

    hours_shown = {row: text for (table, _, row, _), text in shown(tmp_path / "p.sqlite").items() if "hours" in table}
    assert [hours_shown[row] for row in ("in", "out", "none")] == ["15", "15", "15"]


def test_counters_of_nobody_publish_an_empty_file(tmp_path: Path) -> None:
    found = published(tmp_path / "c.sqlite", tmp_path / "p.sqlite")

    assert (found.cells, found.held_back) == (0, 0)
    assert (tmp_path / "p.sqlite").exists()
