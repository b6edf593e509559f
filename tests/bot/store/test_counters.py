"""The weekly counters on either store: nothing lost, nothing twice, and no order of arrival."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import clock
from tests.bot.store.conftest import Kept
from tests.trends.world import names_of_exshire, policy, shown
from trends.counters import CounterRow, Counters, Hours, NotOnlyIds, totals_of_closed_weeks
from trends.keeping import coarsen_old_weeks, forget_old_weeks, tidy
from trends.ledger import secret_of
from trends.periods import iso_week
from trends.publish import publish

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=clock.LONDON)
NEXT_WEEK = MONDAY + dt.timedelta(weeks=1)
ROW = CounterRow("exshire", "web", area="north", domain="neglect", band="early_help", matched=True)


def counted(counters: Counters, *rows: CounterRow, hours: Hours | None = None, now: dt.datetime = MONDAY) -> None:
    for row in rows:
        counters.count(row, hours=hours, week=iso_week(now))


def sums(counters: Counters, table: str) -> dict[str, int]:
    """How many by week or month."""
    with closing(counters.snapshot()) as copy:
        return dict(copy.execute(f"select {table.partition('ly_')[0]}, sum(n) from {table} group by 1"))


def test_the_same_row_in_the_same_week_adds_up(kept: Kept) -> None:
    counted(kept.counters(), ROW, replace(ROW, area=""))
    counted(kept.counters(), ROW, now=MONDAY + dt.timedelta(days=2))

    totals = totals_of_closed_weeks(kept.counters(), now=NEXT_WEEK)
    assert [(each.week, each.row.area, each.n) for each in totals] == [("2026-W48", "", 1), ("2026-W48", "north", 2)]
    assert totals[1].row == ROW


def test_the_week_we_are_in_is_not_given_out(kept: Kept) -> None:
    counted(kept.counters(), ROW)

    assert totals_of_closed_weeks(kept.counters(), now=MONDAY) == ()


def test_a_worry_and_its_hours_are_one_count(kept: Kept) -> None:
    for hours in ("in", "out", "in", None):
        counted(kept.counters(), ROW, hours=hours)  # type: ignore[arg-type]

    assert sorted(kept.rows("weekly_hours")) == [("2026-W48", "exshire", "in", 2), ("2026-W48", "exshire", "out", 1)]
    assert sums(kept.counters(), "weekly_counts") == {"2026-W48": 4}


@pytest.mark.parametrize("text", ["Kayleigh Smith", "she is hungry", "x" * 90, "a\nb", "'; drop table"], ids=repr)
def test_p8_a_row_that_holds_more_than_ids_is_not_counted(kept: Kept, text: str) -> None:
    counted(kept.counters(), ROW)
    with pytest.raises(NotOnlyIds):
        counted(kept.counters(), replace(ROW, domain=text))

    assert [each.row for each in totals_of_closed_weeks(kept.counters(), now=NEXT_WEEK)] == [ROW]


def test_many_at_once_are_all_counted(kept: Kept) -> None:
    counters = kept.counters()
    counted(counters, ROW)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: counted(counters, replace(ROW, area=f"area-{n % 3}"), hours="in"), range(24)))

    assert sum(each.n for each in totals_of_closed_weeks(kept.counters(), now=NEXT_WEEK)) == 25
    assert kept.rows("weekly_hours") == [("2026-W48", "exshire", "in", 24)]


def test_a_count_that_comes_while_weeks_become_months_is_not_lost(kept: Kept) -> None:
    counters, old = kept.counters(), MONDAY - dt.timedelta(weeks=20)
    counted(counters, ROW, now=old)

    def merge(_: int) -> None:
        coarsen_old_weeks(counters, after_weeks=8, now=MONDAY)

    with ThreadPoolExecutor(4) as threads:
        merging = [threads.submit(merge, n) for n in range(4)]
        list(threads.map(lambda _: counted(counters, ROW, now=old), range(12)))
        for each in merging:
            each.result()
    merge(0)

    assert sums(counters, "monthly_counts") == {"2026-07": 13}
    assert sums(counters, "weekly_counts") == {}


def test_months_take_their_weeks_in_and_old_months_go_whole(kept: Kept) -> None:
    for weeks in range(20):
        counted(kept.counters(), ROW, hours="in", now=MONDAY - dt.timedelta(weeks=weeks))
    coarsen_old_weeks(kept.counters(), after_weeks=8, now=MONDAY)
    assert sums(kept.counters(), "monthly_counts") == {"2026-07": 3, "2026-08": 4, "2026-09": 4}
    assert sums(kept.counters(), "monthly_hours") == sums(kept.counters(), "monthly_counts")

    forget_old_weeks(kept.counters(), keep_weeks=14, now=MONDAY)
    assert sums(kept.counters(), "monthly_counts") == {"2026-08": 4, "2026-09": 4}
    assert min(sums(kept.counters(), "weekly_counts")) == "2026-W40"


def in_order_from_somewhere(rows: list[tuple[object, ...]]) -> bool:
    """Sorted, but for where it begins: PostgreSQL may put the later rows where the deleted ones stood."""
    ordered = sorted(rows)  # type: ignore[type-var]
    begin = ordered.index(rows[0])
    return rows == ordered[begin:] + ordered[:begin]


def test_p8_once_tidied_up_nothing_tells_in_which_order_counts_came(kept: Kept) -> None:
    rows = [replace(ROW, area=area) for area in ("west", "central", "north")]
    counted(kept.counters(), *rows, hours="out")
    counted(kept.counters(), rows[1], replace(ROW, authority="anshire"), hours="in")
    tidy(kept.counters(), weeks_become_months_after=53, keep_weeks=104, now=MONDAY)

    for table in ("weekly_counts", "weekly_hours"):
        assert len(kept.rows(table)) > 1
        assert in_order_from_somewhere(kept.rows(table))


def test_p8_a_number_once_published_never_changes(kept: Kept, tmp_path: Path) -> None:
    counters, before = kept.counters(), MONDAY - dt.timedelta(weeks=1)
    counted(counters, *[ROW] * 28, hours="in", now=before)
    for now in (MONDAY, NEXT_WEEK):
        publish(counters, tmp_path / "p.sqlite", policy=policy(), names=names_of_exshire(), now=now)
        assert shown(tmp_path / "p.sqlite")[("exshire.weeks", "2026-W47", "total", "total")] == "30"
        counted(counters, *[ROW] * 10, now=before)


def test_p8_the_counters_keep_one_secret(kept: Kept) -> None:
    with kept.counters().opened() as tables:
        first = secret_of(tables)
    with kept.counters().opened() as tables:
        assert secret_of(tables) == first
