"""A desk with its files in a folder of their own, for tests of every channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from bot.core.house import House
from bot.desk import Desk
from bot.metrics import Metrics
from bot.store.counting import CountInto
from bot.store.handled import SqliteHandled
from bot.store.noting import NoteInto
from bot.store.remembered import SqliteRemembered
from trends.counters import CountersFile
from trends.missing import NotesFile

SECRET = b"only for tests"


def desk_in(folder: Path, current: Callable[[], House], clock: Callable[[], dt.datetime]) -> Desk:
    """A desk whose store, counters and notes for the officers lie in `folder`."""
    return Desk(
        current=current,
        clock=clock,
        handled=SqliteHandled(folder / "store.sqlite", clock=clock),
        remembered=SqliteRemembered(folder / "store.sqlite", clock=clock, secret=SECRET),
        counting=CountInto(CountersFile(folder / "counters.sqlite")),
        metrics=Metrics.new(),
        noting=NoteInto(NotesFile(folder / "missing.sqlite"), days=90),
    )
