"""What is kept for a time is not kept longer because a backup was: each copy forgets what is due, as its store does.

Rows that are only for now are left out of a backup altogether: events that were being answered, one-time links, counts
of tries. They would be wrong, or worse, when they came back.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.backup.contents import Store
from bot.settings import Settings
from bot.store.files import to_the_hour
from trends.counters import CountersFile
from trends.keeping import tidy
from trends.missing import NotesFile, forget_old
from trends.policy import POLICY_YAML, load_policy

FOR_NOW = ("begun", "marks", "tallies")
KEPT_UNTIL = ("handled", "remembered")


def forget_what_is_due(store: Store, copy: Path, settings: Settings, *, now: dt.datetime) -> None:
    """Deletes from a copy of a store what its store would have deleted at this moment. Raises sqlite3.Error."""
    if store == "counters":
        policy = load_policy(settings.trends.policy or POLICY_YAML)
        after, keep = policy.weeks_become_months_after, settings.trends.keep_weeks
        tidy(CountersFile(copy), weeks_become_months_after=after, keep_weeks=keep, now=now)
    elif store == "missing":
        forget_old(NotesFile(copy), keep_days=settings.trends.missing_days, now=now)
    else:
        _forget(copy, now)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = delete")
        connection.execute("vacuum")


def _forget(copy: Path, now: dt.datetime) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        for table in tables & {*FOR_NOW}:
            connection.execute(f"delete from {table}")  # noqa: S608
        for table in tables & {*KEPT_UNTIL}:
            connection.execute(f"delete from {table} where forget_after < ?", (to_the_hour(now),))  # noqa: S608
