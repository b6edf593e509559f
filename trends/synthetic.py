"""An invented year of use, for trials and demonstrations: nobody asked any of it.

It has the shape of a school year: quiet in the holidays, busy in the weeks before they begin, growing from the first
week to the last. The same seed gives the same counters. Written as counters are, so that everything after them can be
tried at full size.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trends.counters import COLUMNS, CountersFile
from trends.names import Names
from trends.periods import iso_week, thursday_of, weeks_before, weeks_between

Progress = Callable[[int, int], None]
"""Called with the consultations written so far, and all."""

Row = tuple[str, ...]
BAND_SHARES = {"": 0.08, "universal": 0.17, "early_help": 0.45, "child_in_need": 0.19, "child_protection": 0.11}
CHANNEL_SHARES = {"slack": 0.22, "teams": 0.55, "web": 0.22, "terminal": 0.01}
AREA_SAID, SETTING_SAID, OUT_OF_HOURS, WALKED, HAD_OPINION, HELPFUL, SIGN_FOUND = (
    0.7,
    0.25,
    0.12,
    0.3,
    0.06,
    0.83,
    0.96,
)
HOLIDAYS = ((1, 1, 1, 4, 0.3), (2, 14, 2, 22, 0.5), (4, 1, 4, 15, 0.4), (5, 25, 5, 31, 0.5), (7, 22, 9, 1, 0.25),
            (10, 24, 11, 1, 0.5), (12, 20, 12, 31, 0.2))  # fmt: skip
"""First month and day, last month and day, and how much is asked compared with term."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many consultations, and how many counters they came to."""

    consultations: int
    rows: int


def generate(
    file: Path,
    names: Names,
    *,
    until: dt.datetime,
    consultations: int = 1_000_000,
    weeks: int = 53,
    seed: int = 7,
    progress: Progress = lambda _done, _all: None,
) -> Written:
    """Adds the weeks before `until` to the counters in `file`. Raises sqlite3.Error."""
    random = np.random.default_rng(seed)
    week = iso_week(until)
    spread = _spread(weeks_between(weeks_before(week, weeks), week), names, consultations)
    done = rows = 0
    for (at, authority), number in spread.items():
        found = Counter(_consultations(authority, number, names, random))
        hours = Counter("out" if out else "in" for out in random.random(number) < OUT_OF_HOURS)
        _write(file, at, authority, found, hours)
        done, rows = done + number, rows + len(found)
        progress(done, consultations)
    return Written(done, rows)


def shape(week: str) -> float:
    """How much is asked in a week, compared with an ordinary one of term."""
    day = thursday_of(week)
    for month, first, last_month, last, share in HOLIDAYS:
        if dt.date(day.year, month, first) <= day <= dt.date(day.year, last_month, last):
            return share
    soon = shape_of_holidays(day + dt.timedelta(weeks=1))
    return 1.25 if soon < 1 else 1.0


def shape_of_holidays(day: dt.date) -> float:
    shares = (
        share
        for month, first, last_month, last, share in HOLIDAYS
        if dt.date(day.year, month, first) <= day <= dt.date(day.year, last_month, last)
    )
    return next(shares, 1.0)


def _spread(weeks: tuple[str, ...], names: Names, consultations: int) -> Mapping[tuple[str, str], int]:
    """How many consultations each authority has in each week; the national pages have a few."""
    authorities = list(names.authorities)
    sizes = [0.04 if each == authorities[-1] else 1 + 0.4 * (n % 3) for n, each in enumerate(authorities)]
    weights = np.array(
        [[shape(week) * (0.7 + 0.6 * n / len(weeks)) * size for size in sizes] for n, week in enumerate(weeks)]
    )
    exact = weights / weights.sum() * consultations
    whole = np.floor(exact.cumsum()).astype(int)
    numbers = np.diff(whole, prepend=0)
    numbers[-1] += consultations - whole[-1]
    keys = [(week, authority) for week in weeks for authority in authorities]
    return {key: int(number) for key, number in zip(keys, numbers, strict=True)}


def _consultations(authority: str, number: int, names: Names, random: np.random.Generator) -> Iterator[Row]:
    """The counter rows of a week's consultations: worries, the walks that followed, opinions."""
    worries = _worries(authority, number, names, random)
    yield from worries
    outcomes = list(names.values[authority, "outcome"])
    ends = _chosen(outcomes, _shares(len(outcomes), "outcome"), number, random)
    walked = random.random(number) < WALKED
    for worry, end, walks in zip(worries, ends, walked, strict=True):
        if walks:
            flow, outcome = str(end).split(":")
            yield (*worry[:4], "", "", flow, outcome, "1")
    for opinion in random.random(number)[random.random(number) < HAD_OPINION]:
        said = "feedback-helpful" if opinion < HELPFUL else "feedback-not-helpful"
        yield (authority, "teams", "", "", "", "", "", said, "1")


def _worries(authority: str, number: int, names: Names, random: np.random.Generator) -> list[Row]:
    def some(dimension: str, said: float = 1.0) -> list[str]:
        known = list(names.values[authority, dimension])
        found = _chosen(known, _shares(len(known), dimension), number, random) if known else np.full(number, "")
        return [str(each) for each in np.where(random.random(number) < said, found, "")]

    bands = [str(each) for each in _chosen(list(BAND_SHARES), np.array([*BAND_SHARES.values()]), number, random)]
    channels = _chosen(list(CHANNEL_SHARES), np.array([*CHANNEL_SHARES.values()]), number, random)
    said = zip(some("area", AREA_SAID), some("setting_type", SETTING_SAID), some("domain"), strict=True)
    signs = random.random(number) < SIGN_FOUND
    return [
        (authority, str(channel), area, setting, domain, band, "", "", "1")
        if band and sign
        else (authority, str(channel), area, setting, "", band, "", "", "0")
        for channel, band, sign, (area, setting, domain) in zip(channels, bands, signs, said, strict=True)
    ]


def _chosen(values: list[str], shares: np.ndarray, number: int, random: np.random.Generator) -> np.ndarray:
    return random.choice(np.array(values, dtype=object), size=number, p=shares / shares.sum())


def _shares(number: int, seed: str) -> np.ndarray:
    """Uneven shares, the same every time: few kinds make up most of what is asked."""
    order = np.random.default_rng(sum(map(ord, seed))).permutation(number)
    return np.asarray(1.0 / (1 + order) ** 1.1)


def _write(file: Path, week: str, authority: str, found: Counter[Row], hours: Counter[str]) -> None:
    columns = ", ".join(COLUMNS)
    add = f"insert into weekly_counts ({columns}, n) values ({', '.join('?' * len(COLUMNS))}, ?)"  # noqa: S608
    more = f"on conflict ({columns}) do update set n = weekly_counts.n + excluded.n"
    with CountersFile(file).opened() as tables:
        rows = ((week, *row[:-1], int(row[-1]), n) for row, n in sorted(found.items()))
        tables.executemany(f"{add} {more}", rows)
        tables.executemany(
            "insert into weekly_hours (week, authority, hours, n) values (?, ?, ?, ?) "
            "on conflict (week, authority, hours) do update set n = weekly_hours.n + excluded.n",
            [(week, authority, each, n) for each, n in hours.items()],
        )
