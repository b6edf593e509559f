"""What was published, kept beside the counters: a number once published is never published as another one.

So it makes no difference whether a file is published every week or once a year, is lost, or the policy changes: the
closed periods stay as they were first published, and each later publication takes them as known to everybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from trends.block import Dims, Key
from trends.policy import Counts
from trends.protect import Printed
from trends.tables import Tables

Ledger = dict[str, dict[Key, "Entry"]]
"""By authority."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A number as it was published, and as it was shown."""

    printed: Printed
    shown: str


def read_ledger(tables: Tables) -> Ledger:
    """Everything that was ever published."""
    found: Ledger = {}
    for row in tables.execute("select authority, counts, period, dims, n, low, high, shown from already_published"):
        authority, counts, period, dims, n, low, high, shown = row
        key = Key(cast(Counts, counts), period, _dims(dims))
        found.setdefault(authority, {})[key] = Entry(Printed(n, low, np.inf if high is None else high), shown)
    return found


def secret_of(tables: Tables) -> bytes:
    """The secret of these counters, made once."""
    tables.execute("insert into secret (one, bytes) values (1, ?) on conflict do nothing", [secrets.token_bytes(32)])
    return bytes(tables.execute("select bytes from secret").fetchone()[0])


def write_ledger(tables: Tables, authority: str, new: Mapping[Key, Entry]) -> None:
    """Adds what is published now. What stands there already stays."""
    tables.executemany(
        "insert into already_published (authority, counts, period, dims, n, low, high, shown) "
        "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        list(_rows(authority, new)),
    )


def _rows(authority: str, new: Mapping[Key, Entry]) -> Iterable[tuple[object, ...]]:
    for key, entry in new.items():
        printed = entry.printed
        high = None if np.isinf(printed.high) else int(printed.high)
        yield authority, key.counts, key.period, _text(key.dims), printed.n, printed.low, high, entry.shown


def _text(dims: Dims) -> str:
    return ",".join(f"{name}={value}" for name, value in dims)


def _dims(text: str) -> Dims:
    pairs = (each.partition("=") for each in text.split(",") if each)
    return tuple((name, value) for name, _, value in pairs)
