"""A small invented council, and random counters for it: what is published of them is attacked."""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from knowledge import clock
from tests.trends.attacker import Secret, month_of, quarter_of
from trends.counters import CounterRow, CountersFile, Hours
from trends.names import Names
from trends.periods import iso_week
from trends.policy import Policy, load_policy

AUTHORITY = "exshire"
AFTER_A_QUARTER = dt.datetime(2026, 10, 7, 12, tzinfo=clock.LONDON)
WEEKS = tuple(f"2026-W{week}" for week in range(27, 41))
"""The weeks of 2026-Q3, and the first of a quarter that is not closed."""
ROW = tuple[str, ...]
ENDS = {f"exshire.walk:{step}": end for step, end in (("a", "early-help"), ("b", "early-help"), ("c", "social-care"))}


def names_of_exshire(*authorities: str) -> Names:
    values = {
        "band": {"early_help": "Early help", "child_protection": "Child protection"},
        "domain": {"neglect": "Neglect", "education": "Education"},
        "area": {"north": "North", "south": "South"},
        "setting_type": {"school": "School"},
        "channel": {"slack": "Slack", "web": "Web page"},
        "hours": {"in": "In office hours", "out": "Out of office hours"},
        "outcome": dict.fromkeys(ENDS, "An outcome"),
        "end": {"early-help": "To early help", "social-care": "To social care"},
        "opinion": {"feedback-helpful": "Helpful", "feedback-not-helpful": "Not helpful"},
    }
    mine = authorities or (AUTHORITY,)
    named = {each: each.capitalize() for each in mine}
    return Names(named, {(each, key): found for each in mine for key, found in values.items()}, ENDS, "1")


@cache
def policy(method: str = "threshold") -> Policy:
    return load_policy().model_copy(update={"method": method})


@dataclass(frozen=True)
class World:
    """The counters in a file, and all that was counted: (week, row of the counters without it) -> n."""

    file: Path
    rows: Mapping[tuple[str, ROW], int]
    hours: Mapping[tuple[str, str], int]

    def true(self, secret: Secret) -> int:
        """The true number behind a published one, counted again from nothing."""
        if any(name == "hours" for name, _ in secret.what):
            return self._hours(secret)
        return self._counted[secret.counts, secret.period, secret.what]

    @cached_property
    def _counted(self) -> Counter[tuple[str, str, frozenset[tuple[str, str]]]]:
        """Every number of at most two fields, in every period."""
        found: Counter[tuple[str, str, frozenset[tuple[str, str]]]] = Counter()
        for (week, row), n in self.rows.items():
            counts, fields = _fields(row)
            for size, period in itertools.product(range(3), _periods(week)):
                for chosen in itertools.combinations(fields, size):
                    found[counts, period, frozenset(chosen)] += n
        return found

    def _hours(self, secret: Secret) -> int:
        ((_, wanted),) = secret.what
        known = {
            h: sum(n for (w, each), n in self.hours.items() if each == h and secret.period in _periods(w)) for h in "io"
        }
        if wanted != "none":
            return known[wanted[0]]
        return self.true(secret._replace(what=frozenset())) - sum(known.values())


def random_world(file: Path, *, seed: int, busy: float, sparse: float) -> World:
    """Counters of a quarter. `busy` is how many worries a busy week brings, `sparse` how many cells stay empty."""
    random = np.random.default_rng(seed)
    rows: dict[tuple[str, ROW], int] = {}
    hours: dict[tuple[str, str], int] = {}
    likely = random.random(400) ** 3 * (random.random(400) > sparse)
    likely[0] += 0.01
    for week in WEEKS:
        for kind in random.choice(400, size=random.poisson(busy * random.random()), p=likely / likely.sum()).tolist():
            row = _row(kind)
            rows[week, row] = rows.get((week, row), 0) + 1
            if _is_worry(row) and kind % 7:
                hour = "io"[kind % 5 == 0]
                hours[week, hour] = hours.get((week, hour), 0) + 1
    _write(file, rows, hours)
    return World(file, rows, hours)


def _row(kind: int) -> ROW:
    """The counter row with this number: channel, area, setting type, domain, band, flow, outcome, matched."""
    channel = ("slack", "web")[kind % 2]
    area = ("north", "south", "")[kind // 2 % 3]
    if kind >= 320:
        flow, step = "exshire.walk", "abc"[kind % 3]
        return (channel, area, "", "", "", flow, step, "1")
    if kind >= 300:
        return (channel, "", "", "", "", "", ("feedback-helpful", "feedback-not-helpful")[kind // 2 % 2], "1")
    setting = ("school", "", "")[kind // 6 % 3]
    band = ("early_help", "child_protection", "")[kind // 18 % 3]
    domain = ("neglect", "education", "")[kind // 54 % 3] if band else ""
    return (channel, area, setting, domain, band, "", "", "1" if domain else "0")


def _is_worry(row: ROW) -> bool:
    return not row[5] and not row[6]


def _write(file: Path, rows: Mapping[tuple[str, ROW], int], hours: Mapping[tuple[str, str], int]) -> None:
    with CountersFile(file).opened() as tables:
        tables.executemany(
            "insert into weekly_counts (week, authority, channel, area, setting_type, domain, band, flow, outcome, "
            "matched, n) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(week, AUTHORITY, *row[:-1], int(row[-1]), n) for (week, row), n in rows.items()],
        )
        tables.executemany(
            "insert into weekly_hours (week, authority, hours, n) values (?, ?, ?, ?)",
            [(week, AUTHORITY, {"i": "in", "o": "out"}[each], n) for (week, each), n in hours.items()],
        )
        tables.execute("insert into secret (one, bytes) values (1, ?)", [b"the same in every test"])


def _periods(week: str) -> tuple[str, str, str]:
    month = str(month_of(week))
    return week, month, str(quarter_of(month))


def _fields(row: ROW) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a row counts, and the fields that are published of it."""
    channel, area, setting, domain, band, flow, outcome, _ = row
    if flow:
        walk = f"{flow}:{outcome}"
        return "outcomes", (("outcome", walk), ("end", ENDS.get(walk, "other")))
    if outcome:
        return "feedback", (("opinion", outcome),)
    found = {"channel": channel, "area": area, "setting_type": setting, "domain": domain, "band": band}
    return "worries", tuple((name, value or "none") for name, value in found.items())


def count(file: Path, row: CounterRow, *, hours: Hours | None = None, now: dt.datetime) -> None:
    """Counts once into the counters in a file."""
    CountersFile(file).count(row, hours=hours, week=iso_week(now))


def write_rows(file: Path, rows: Mapping[tuple[str, ROW], int]) -> World:
    """A world of exactly these counters."""
    _write(file, rows, {})
    return World(file, rows, {})


def shown(file: Path) -> dict[tuple[str, str, str, str], str]:
    """Everything that a published file shows: (table, period, row, column) -> text."""
    with closing(sqlite3.connect(file)) as connection:
        cells = connection.execute('select table_id, period, "row", "column", shown from cells')
        return {tuple(row[:4]): row[4] for row in cells}
