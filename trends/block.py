"""What is published of one authority in one quarter, as a system of sums: the shape that an attacker sees.

A `Key` stands for one number: a kind of count in a period, with a value for none, one or two dimensions. A key with
fewer dimensions is a total. A number that stands in several tables is one key, so that it is held back everywhere or
nowhere. `Sum` says that a number is what others add up to: along a table's rows and columns, over the weeks of a month
and the months of a quarter, and over the outcomes of a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from trends.names import OTHER_END, Names
from trends.periods import every_of, parts_of
from trends.policy import Counts, Policy, Table
from trends.published_schema import NONE

Dims = tuple[tuple[str, str], ...]


class Key(NamedTuple):
    """One number. `dims` are sorted (dimension, value) pairs."""

    counts: Counts
    period: str
    dims: Dims

    def at(self, period: str) -> Key:
        return self._replace(period=period)


class Sum(NamedTuple):
    """The whole is the sum of its parts."""

    whole: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Block:
    """Numbers that add up to one another. `published` are those that stand in a table."""

    published: frozenset[Key]
    sums: tuple[Sum, ...]
    keys: tuple[Key, ...] = field(init=False)
    """All of them, also those that only join others, in a fixed order."""

    def __post_init__(self) -> None:
        joined = {key for each in self.sums for key in (each.whole, *each.parts)}
        object.__setattr__(self, "keys", tuple(sorted(self.published | joined)))

    def true(self, key: Key, published: Mapping[Key, int]) -> int:
        """The true number of any key, from those of the published ones."""
        if key in published:
            return published[key]
        parts = next(each.parts for each in self.sums if each.whole == key)
        return sum(self.true(part, published) for part in parts)


def never_happens(dims: Mapping[str, str]) -> bool:
    """Whether a cell is empty by definition: where no level was given, no kind of worry is counted."""
    return dims.get("band") == NONE and dims.get("domain", NONE) != NONE


def keys_of(table: Table, period: str, names: Names, authority: str) -> Iterator[Key]:
    """Every number of a table in a period, its totals among them."""
    rows = _values(table.rows, names, authority)
    columns = _values(table.columns, names, authority)
    for row in rows:
        for column in columns:
            dims = {**row, **column}
            if not never_happens(dims):
                yield Key(table.counts, period, tuple(sorted(dims.items())))


def _values(dimension: str | None, names: Names, authority: str) -> list[dict[str, str]]:
    found = names.rows(authority, dimension) if dimension else ()
    return [{}, *({str(dimension): value} for value in found)]


def tables_at(policy: Policy, counts: Counts, period: str) -> list[Table]:
    """The tables of a kind of count that are published for periods of this length."""
    return [table for table in policy.tables if table.counts == counts and table.every == every_of(period)]


def block_of(
    authority: str,
    counts: Counts,
    periods: Iterable[str],
    *,
    policy: Policy,
    names: Names,
    without: Callable[[Key], bool] = lambda _: False,
) -> Block:
    """The block of these periods: a month with its weeks, or a quarter with its months and weeks.

    `without` says which numbers there are none of, which everybody may know.
    """
    published: set[Key] = set()
    sums: list[Sum] = []
    for period in periods:
        for table in tables_at(policy, counts, period):
            keys = tuple(key for key in keys_of(table, period, names, authority) if not without(key))
            published.update(keys)
            sums += _within(keys, table)
            if table.rows == "outcome":
                sums += _by_end(keys, names)
    return Block(frozenset(published), (*sums, *_over_time(published, sums)))


def _within(keys: Iterable[Key], table: Table) -> Iterator[Sum]:
    """A table's totals: of each row, of each column, and of all rows."""
    parts: dict[Key, list[Key]] = {}
    for key in keys:
        for left_out in key.dims:
            if len(key.dims) == 2 or left_out[0] == table.rows:
                rest = tuple(pair for pair in key.dims if pair != left_out)
                parts.setdefault(key._replace(dims=rest), []).append(key)
    yield from (Sum(whole, tuple(found)) for whole, found in parts.items())


def _by_end(keys: Iterable[Key], names: Names) -> Iterator[Sum]:
    """The outcomes of each kind of end."""
    parts: dict[Key, list[Key]] = {}
    for key in keys:
        if key.dims:
            end = names.end_of.get(key.dims[0][1], OTHER_END)
            parts.setdefault(key._replace(dims=(("end", end),)), []).append(key)
    yield from (Sum(whole, tuple(found)) for whole, found in parts.items())


def _over_time(published: set[Key], sums: Iterable[Sum]) -> Iterator[Sum]:
    """Whatever stands in a period and in its parts. A part that is missing lies before the first count."""
    known = published | {each.whole for each in sums}
    for key in sorted(known):
        parts = tuple(key.at(part) for part in parts_of(key.period) if key.at(part) in known)
        if parts:
            yield Sum(key, parts)
