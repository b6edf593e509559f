"""Which numbers must be held back: the small ones, and whatever would give a small one away.

Small numbers are held back first (primary suppression). Then, for each of them, a linear programme looks for another
set of numbers that agrees with everything published and differs in this one by as much as the policy promises. Where
only the publishing of further numbers stands in the way, the cheapest of these are held back too (secondary
suppression; the method of linear programming of Zayatz 1992 and Massell 2001, with the sliding protection of Fischetti
and Salazar 2000). Whatever was published before is not touched and counts as known. Each set that was found is whole
numbers and is kept as proof: it shows for one number, and usually for many, that nobody can know it better.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from trends.block import Block, Key
from trends.policy import Method
from trends.published_schema import NONE

Numbers = NDArray[np.float64]
Places = NDArray[np.int_]
UP, DOWN = 1, -1
SPREAD = 1e-3
"""What it is worth to move a further small number in the same programme; far less than to hold anything back."""
DEARER = {0: 400.0, 1: 20.0, 2: 1.0}
"""Holding back a total of all, a total of a row, a cell: what readers lose."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as published: None where it is held back, and the range in which it shows the true one to lie."""

    n: int | None
    low: int = 0
    high: float = np.inf


def printed(number: int, rule: Method) -> Printed:
    """A number for itself alone."""
    if rule.is_small(number):
        return Printed(None)
    shown = rule.rounded(number)
    return Printed(shown, *rule.behind(shown))


@dataclass(frozen=True, slots=True)
class Chance:
    """Decides between numbers that would do equally well: by a secret, and for the same number always the same.

    Who knows this program could otherwise try every possible table and see which would be published like this one.
    """

    secret: bytes = field(repr=False)
    authority: str

    def of(self, key: Key) -> float:
        """From 1 to 3."""
        text = repr((self.authority, *key)).encode()
        drawn = hashlib.blake2b(text, key=self.secret, digest_size=8).digest()
        return 1 + 2 * int.from_bytes(drawn) / 2**64


def protect(
    block: Block, truth: Mapping[Key, int], before: Mapping[Key, Printed], rule: Method, chance: Chance
) -> Mapping[Key, Printed]:
    """The numbers of `block` to publish now, beside those that were published `before`."""
    if not block.sums:
        return {key: printed(truth[key], rule) for key in block.published if key not in before}
    search = _Search(block, truth, before, rule, chance)
    for number in range(len(search.targets)):
        search.guard(number)
    return {key: Printed(None) if key in search.hidden else printed(truth[key], rule) for key in search.new}


class _Search:
    """One block on its way to being safe. `hidden` only ever grows, so that what was proved stays proved."""

    def __init__(
        self, block: Block, truth: Mapping[Key, int], before: Mapping[Key, Printed], rule: Method, chance: Chance
    ) -> None:
        self.keys, self.rule, self.chance = block.keys, rule, chance
        self.new = [key for key in block.keys if key in block.published and key not in before]
        self.alone = {key: printed(truth[key], rule) for key in self.new}
        self.hidden = {key for key in self.new if self.alone[key].n is None}
        held = {key for key in block.keys if key in before and before[key].n is None}
        self.targets = sorted(key for key in self.hidden | held if rule.is_small(truth[key]))
        at = {key: n for n, key in enumerate(block.keys)}
        self.places = np.array([at[key] for key in self.targets], dtype=int)
        start = np.array([block.true(key, truth) for key in block.keys], dtype=float)
        self.lowest, self.highest = start, start.copy()
        self.programme = _Programme(block, self.new, self.places, before)

    def guard(self, number: int) -> None:
        """Holds back what must be, until this target can be as many small numbers as the policy promises."""
        place = self.places[number]
        smallest, largest, wanted = self.rule.hide_from, self.rule.hide_below - 1, self.rule.protection - 1
        high = min(largest, max(self.lowest[place], smallest) + wanted)
        if self.highest[place] < high:
            self._move(place, UP, high)
        low = max(smallest, min(self.highest[place], largest) - wanted)
        if self.lowest[place] > low:
            self._move(place, DOWN, low)

    def _move(self, place: int, way: int, goal: float) -> None:
        """Makes room for the number at `place` to be `goal`, and takes note of what else that lets move."""
        ranges = {key: self.alone[key] for key in self.new if key not in self.hidden}
        loss = {key: self._loss(key) for key in ranges}
        reach = self.rule.hide_below - 1 if way == UP else self.rule.hide_from
        seen = self.highest[self.places] if way == UP else self.lowest[self.places]
        worth = np.where(way * seen < way * reach, SPREAD, 0.0)
        found = self.programme.solve(ranges, loss, worth, place=int(place), way=way, goal=goal, reach=reach)
        if found is None:
            self.hidden.update(self.new)
            return
        other = dict(zip(self.keys, found, strict=True))
        self.hidden.update(key for key, seen in ranges.items() if not seen.low <= other[key] <= seen.high)
        self.lowest, self.highest = np.minimum(self.lowest, found), np.maximum(self.highest, found)

    def _loss(self, key: Key) -> float:
        """What readers lose with this number.

        It must not rest on how large the number is: which ones were held back would then tell something about them.
        """
        unsaid = any(value == NONE for _, value in key.dims)
        shown_zero = self.alone[key].high == 0
        return DEARER[len(key.dims)] * (0.7 if unsaid else 1.0) * (3.0 if shown_zero else 1.0) * self.chance.of(key)


class _Programme:
    """The linear programme of a block: y are the numbers, up and down how far each leaves what would be published.

    minimise    loss x (up + down) - worth x moved
    so that     every sum adds up; low <= y - up + down <= high for each number to publish; moved <= way x y for each
                target, and one target is at least (or at most) its goal
    """

    def __init__(self, block: Block, new: list[Key], targets: Places, before: Mapping[Key, Printed]) -> None:
        self.new, self.n, self.m, self.t = new, len(block.keys), len(new), len(targets)
        known = [before.get(key, Printed(None)) for key in block.keys]
        self.low = np.array([each.low for each in known], dtype=float)
        self.high = np.array([each.high for each in known], dtype=float)
        self.sums = len(block.sums)
        at = {key: n for n, key in enumerate(block.keys)}
        self.fixed = self._fixed(block, at)
        self.moved = {way: self._moved(targets, way) for way in (UP, DOWN)}

    def _fixed(self, block: Block, at: Mapping[Key, int]) -> csr_array:
        """The sums, and how far each new number leaves its range."""
        entries: list[tuple[int, int, float]] = []
        for row, each in enumerate(block.sums):
            entries.append((row, at[each.whole], -1.0))
            entries += [(row, at[part], 1.0) for part in each.parts]
        for n, key in enumerate(self.new):
            row = self.sums + n
            entries += [(row, at[key], 1.0), (row, self.n + n, -1.0), (row, self.n + self.m + n, 1.0)]
        rows, columns, values = zip(*entries, strict=True)
        return csr_array((values, (rows, columns)), shape=(self.sums + self.m, self.n + 2 * self.m + self.t))

    def _moved(self, targets: Places, way: int) -> csr_array:
        """That a target counts as moved only as far as it is."""
        each = np.arange(self.t)
        values = np.concatenate([np.full(self.t, -float(way)), np.ones(self.t)])
        columns = np.concatenate([targets, self.n + 2 * self.m + each])
        return csr_array((values, (np.concatenate([each, each]), columns)), shape=(self.t, self.fixed.shape[1]))

    def solve(
        self,
        ranges: Mapping[Key, Printed],
        loss: Mapping[Key, float],
        worth: Numbers,
        *,
        place: int,
        way: int,
        goal: float,
        reach: float,
    ) -> Numbers | None:
        """Whole numbers that fit, with the number at `place` at `goal` or beyond, or None if there are none."""
        low, high = self.low.copy(), self.high.copy()
        if way == UP:
            low[place] = max(low[place], goal)
        else:
            high[place] = min(high[place], goal)
        cost = np.array([loss.get(key, 0.0) for key in self.new])
        objective = np.concatenate([np.zeros(self.n), cost, cost, -worth])
        bounds = Bounds(
            np.concatenate([low, np.zeros(2 * self.m), np.full(self.t, -np.inf)]),
            np.concatenate([high, np.full(2 * self.m, np.inf), np.full(self.t, way * reach)]),
        )
        rules = (self._rules(ranges), LinearConstraint(self.moved[way], -np.inf, 0.0))
        found = milp(objective, constraints=rules, bounds=bounds)
        if found.x is not None and not _is_whole(found.x[: self.n]):
            whole = np.concatenate([np.ones(self.n), np.zeros(2 * self.m + self.t)])
            found = milp(objective, constraints=rules, bounds=bounds, integrality=whole)
        return None if found.x is None else np.round(found.x[: self.n])

    def _rules(self, ranges: Mapping[Key, Printed]) -> LinearConstraint:
        lows = [ranges[key].low if key in ranges else -np.inf for key in self.new]
        highs = [ranges[key].high if key in ranges else np.inf for key in self.new]
        zeros = np.zeros(self.sums)
        return LinearConstraint(self.fixed, np.concatenate([zeros, lows]), np.concatenate([zeros, highs]))


def _is_whole(numbers: Numbers) -> bool:
    return bool(np.all(np.abs(numbers - np.round(numbers)) < 1e-6))
