"""Publishing: from the counters to a separate file in which small numbers are held back. The counters are never served.

counters -> tally (true numbers) -> press (what is new, block by block) -> ledger -> the file, and the same as CSV
"""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from trends.counters import Counters
from trends.csv_files import write_csv
from trends.ledger import Ledger, read_ledger, secret_of, write_ledger
from trends.measures import Measures, load_measures
from trends.names import Names
from trends.periods import iso_week, weeks_before
from trends.policy import Policy
from trends.press import Press
from trends.published_file import NEVER, Contents, contents_of, write_file
from trends.tally import tally

SETTLES = dt.timedelta(hours=1)
"""How long after its end a week is closed: an answer of its last second may still be on its way to the counters."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was written, and where."""

    file: Path
    csv: Path
    closed_week: str
    """The last week that is in it."""
    tables: int
    cells: int
    held_back: int
    skipped: tuple[str, ...]
    """Closed periods that could not be published: their weeks were merged or deleted before."""


def publish(
    counters: Counters,
    into: Path,
    *,
    policy: Policy,
    names: Names,
    now: dt.datetime,
    measures: Measures | None = None,
) -> Published:
    """Publishes every closed period into the SQLite file `into`, and as CSV beside it. Raises sqlite3.Error, OSError.

    A file that is there is replaced whole, in one step. The counters take a note of what was published.
    """
    week = iso_week(now - SETTLES)
    with counters.one_publishes():
        ledger, skipped = _decided(counters, policy=policy, names=names, week=week)
    contents = contents_of(ledger, policy=policy, names=names, measures=measures or load_measures(), week=week)
    write_file(contents, into)
    folder = into.with_name(f"{into.stem}-csv")
    write_csv(contents, folder)
    return _published(contents, into, folder, week, skipped)


def _decided(counters: Counters, *, policy: Policy, names: Names, week: str) -> tuple[Ledger, tuple[str, ...]]:
    """All that is published from now on, noted in the counters; and the periods that cannot be."""
    with counters.opened() as tables:
        secret = secret_of(tables)
    with closing(counters.snapshot()) as copy:
        ledger = read_ledger(copy)
        counted = tally(copy, policy=policy, names=names, week=week)
    press = Press(policy, names, counted, ledger, week=week, secret=secret)
    new = press.run()
    with counters.opened() as tables:
        for authority, entries in new.items():
            write_ledger(tables, authority, entries)
        return read_ledger(tables), tuple(press.skipped)


def _published(contents: Contents, into: Path, folder: Path, week: str, skipped: tuple[str, ...]) -> Published:
    held_back = sum(cell.n is None and cell.shown != NEVER for cell in contents.cells)
    tables, cells = len(contents.tables), len(contents.cells)
    return Published(into, folder, weeks_before(week, 1), tables, cells, held_back, skipped)
