"""The invented year: the same for the same seed, as many as asked for, and quiet in the holidays."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

from knowledge import clock
from tests.trends.world import names_of_exshire, policy
from trends.counters import CounterRow, CountersFile, totals_of_closed_weeks
from trends.publish import publish
from trends.synthetic import generate, shape

NAMES = names_of_exshire("exshire", "wyeshire", "national")
JANUARY = dt.datetime(2027, 1, 12, 10, tzinfo=clock.LONDON)


def worries(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(
            connection.execute("select sum(n) from weekly_counts where flow = '' and outcome = ''").fetchone()[0]
        )


def test_as_many_as_were_asked_for_and_the_same_every_time(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    files = [tmp_path / "one.sqlite", tmp_path / "two.sqlite"]
    for file in files:
        written = generate(file, NAMES, until=JANUARY, consultations=3000, progress=lambda *done: heard.append(done))
        assert written.consultations == worries(file) == 3000

    assert totals_of_closed_weeks(CountersFile(files[0]), now=JANUARY) == totals_of_closed_weeks(
        CountersFile(files[1]), now=JANUARY
    )
    assert heard[-1] == (3000, 3000)


def test_holidays_are_quiet_and_the_weeks_before_them_busy() -> None:
    assert shape("2026-W33") < shape("2026-W19") < shape("2026-W29")


def test_p8_it_writes_rows_as_the_product_does(tmp_path: Path) -> None:
    generate(tmp_path / "c.sqlite", NAMES, until=JANUARY, consultations=500)

    rows = [total.row for total in totals_of_closed_weeks(CountersFile(tmp_path / "c.sqlite"), now=JANUARY)]
    assert all(isinstance(row, CounterRow) and row.holds_only_ids for row in rows)
    assert all(bool(row.domain) == row.matched for row in rows if not row.flow and not row.outcome)


def test_what_it_writes_can_be_published(tmp_path: Path) -> None:
    generate(tmp_path / "c.sqlite", NAMES, until=JANUARY, consultations=20_000, weeks=14)
    found = publish(
        CountersFile(tmp_path / "c.sqlite"), tmp_path / "p.sqlite", policy=policy(), names=NAMES, now=JANUARY
    )

    assert found.skipped == ()
    assert 0 < found.held_back < found.cells
