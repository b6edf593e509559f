"""An attacker who has every published table, knows the policy by heart and has a solver.

It reads nothing but the published file and the policy, and shares no code with what decides what to publish. What it
knows: each printed number stands for a true number within its rounding; a number held back is a whole number from 0
up; rows and columns add up to their totals; a number that stands in two tables is one number; weeks add up to months,
months to quarters, and outcomes to their kinds. It asks of each number held back how small and how large it can be.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from trends.policy import Method

COUNTS = {"ends": "outcomes", "outcomes": "outcomes", "feedback": "feedback"}


class Secret(NamedTuple):
    """A number that the attacker is after: whose, when, and of what."""

    authority: str
    counts: str
    period: str
    what: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Range:
    """What the attacker knows of a secret in the end."""

    low: float
    high: float

    @property
    def values(self) -> float:
        return self.high - self.low + 1


class Attacker:
    """One attack on one published file."""

    def __init__(self, file: Path, rule: Method, end_of: Mapping[str, str]) -> None:
        self.rule, self.end_of = rule, end_of
        self.seen: dict[Secret, tuple[float, float]] = {}
        self.hidden: set[Secret] = set()
        self.sums: list[tuple[Secret, list[Secret]]] = []
        self._read(file)
        self._add_up_over_time()
        self._add_up_ends()
        self.groups = self._groups()

    def _read(self, file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            shapes = {
                row[0]: row[1:]
                for row in connection.execute(
                    "select id, authority, kind, row_dimension, column_dimension from tables where authority <> 'all'"
                )
            }
            cells = connection.execute('select table_id, period, "row", "column", n, shown from cells').fetchall()
        tables: dict[tuple[str, str], list[tuple[Secret, str, str]]] = defaultdict(list)
        for table, period, row, column, n, shown in cells:
            if table not in shapes:
                continue
            authority, kind, rows, columns = shapes[table]
            pairs = frozenset((name, value) for name, value in ((rows, row), (columns, column)) if value != "total")
            secret = Secret(authority, COUNTS.get(kind, "worries"), period, pairs)
            if shown != "z":
                self._see(secret, n)
                tables[table, period].append((secret, row, column))
        for cells_of_table in tables.values():
            self._add_up_table(cells_of_table)

    def _see(self, secret: Secret, n: int | None) -> None:
        if n is None:
            assert secret not in self.seen, f"{secret} is held back in one table and printed in another"
            self.hidden.add(secret)
            return
        assert secret not in self.hidden, f"{secret} is held back in one table and printed in another"
        half = self.rule.round_to // 2
        low, high = n - half, n + (self.rule.round_to - 1) // 2
        if n == 0:
            low = high = 0
        else:
            low = max(low, self.rule.hide_below)
        assert self.seen.setdefault(secret, (low, high)) == (low, high), f"{secret} is printed in two ways"

    def _add_up_table(self, cells: Iterable[tuple[Secret, str, str]]) -> None:
        at = {(row, column): secret for secret, row, column in cells}
        rows, columns = {row for row, _ in at}, {column for _, column in at}
        for row in rows:
            self._sum(at.get((row, "total")), [at[row, c] for c in columns if c != "total" and (row, c) in at])
        for column in columns:
            self._sum(at.get(("total", column)), [at[r, column] for r in rows if r != "total" and (r, column) in at])

    def _sum(self, whole: Secret | None, parts: list[Secret]) -> None:
        if whole is not None and parts:
            self.sums.append((whole, parts))

    def _add_up_over_time(self) -> None:
        """Weeks add up to their month and months to their quarter. What is not printed lies before the first count."""
        for longer in (month_of, quarter_of):
            parts: dict[Secret, list[Secret]] = defaultdict(list)
            for secret in sorted(self.seen.keys() | self.hidden | {whole for whole, _ in self.sums}, key=str):
                if (period := longer(secret.period)) is not None:
                    parts[secret._replace(period=period)].append(secret)
            for whole, found in parts.items():
                self._sum(whole, found)

    def _add_up_ends(self) -> None:
        parts: dict[Secret, list[Secret]] = defaultdict(list)
        for secret in self.seen.keys() | self.hidden:
            for name, value in secret.what:
                if name == "outcome":
                    what = frozenset({("end", self.end_of.get(value, "other"))})
                    parts[secret._replace(what=what)].append(secret)
        for whole, found in parts.items():
            self._sum(whole, found)

    def _groups(self) -> list[list[tuple[Secret, list[Secret]]]]:
        """Sums that can share a number, for each group to be solved on its own."""
        found: dict[tuple[str, str, str], list[tuple[Secret, list[Secret]]]] = defaultdict(list)
        for whole, parts in self.sums:
            month = month_of(whole.period) or whole.period
            found[whole.authority, whole.counts, quarter_of(month) or month].append((whole, parts))
        return list(found.values())

    def ranges(self, wanted: Iterable[Secret], *, whole_numbers: bool = True) -> Iterator[tuple[Secret, Range]]:
        """The range of every wanted secret. Whatever no sum speaks of can be anything."""
        left = set(wanted)
        for group in self.groups:
            secrets = sorted({each for whole, parts in group for each in (whole, *parts)}, key=str)
            mine = [each for each in secrets if each in left]
            if mine:
                left.difference_update(mine)
                yield from self._solve(group, secrets, mine, whole_numbers=whole_numbers)
        for each in left:
            yield each, Range(0, np.inf)

    def _solve(
        self,
        group: list[tuple[Secret, list[Secret]]],
        secrets: list[Secret],
        mine: list[Secret],
        *,
        whole_numbers: bool,
    ) -> Iterator[tuple[Secret, Range]]:
        at = {secret: n for n, secret in enumerate(secrets)}
        entries = [
            (row, at[each], sign)
            for row, (whole, parts) in enumerate(group)
            for each, sign in ((whole, -1.0), *((part, 1.0) for part in parts))
        ]
        rows, columns, values = zip(*entries, strict=True)
        matrix = csr_array((values, (rows, columns)), shape=(len(group), len(secrets)))
        known = [self.seen.get(each, (0.0, np.inf)) for each in secrets]
        rule = LinearConstraint(matrix, np.zeros(len(group)), np.zeros(len(group)))
        bounds = Bounds(np.array([low for low, _ in known]), np.array([high for _, high in known]))
        kinds = np.ones(len(secrets)) if whole_numbers else np.zeros(len(secrets))
        for secret in mine:
            ends = []
            for sign in (1.0, -1.0):
                aim = np.zeros(len(secrets))
                aim[at[secret]] = sign
                found = milp(aim, constraints=rule, bounds=bounds, integrality=kinds)
                assert found.status in {0, 3, 4}, f"the published tables contradict each other: {found.message}"
                ends.append(float(found.x[at[secret]]) if found.status == 0 else np.inf)
            yield secret, Range(*ends)


@cache
def month_of(period: str) -> str | None:
    """The month of a week, by its Thursday."""
    if "W" not in period:
        return None
    return f"{dt.date.fromisocalendar(int(period[:4]), int(period[6:]), 4):%Y-%m}"


@cache
def quarter_of(period: str) -> str | None:
    """The quarter of a month."""
    if "W" in period or "Q" in period:
        return None
    return f"{period[:4]}-Q{(int(period[5:]) - 1) // 3 + 1}"
