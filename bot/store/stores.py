"""Everything that is kept for a time, in SQLite files or in one PostgreSQL database, as app.yaml says.

This is the one place that knows which of the two it is. `open_stores` neither waits nor fails where a database is
away: people are answered without it until it is there.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.secrets import KEYS, marking_secret
from bot.settings import NotConfigured, Settings
from bot.store.counting import CountInto
from bot.store.forgetting import Forget
from bot.store.handled import HandledOnce, SqliteHandled
from bot.store.marks import Marks, SqliteMarks
from bot.store.noting import NoteInto
from bot.store.remembered import Remembered, SqliteRemembered
from bot.store.steps import every_step
from trends.counters import Counters, CountersFile
from trends.missing import Notes, NotesFile
from trends.missing_kinds import kinds
from trends.policy import POLICY_YAML
from trends.shapes import too_new

if TYPE_CHECKING:
    from bot.store.postgres import Pool

log = logging.getLogger(__name__)

PASSWORD = "EARLYHELP_DATABASE_PASSWORD"  # noqa: S105 - the name of an environment variable
NOTHING_IN_COMMON = (
    "app.yaml has store.database: several processes share what it holds, and need one secret in common. "
    "Set EARLYHELP_SECRET to the same long random text for all of them."
)
Clock = Callable[[], dt.datetime]


@dataclass(frozen=True)
class Stores:
    """What outlives a turn. `forgets` delete what is too old. Close it in the end."""

    handled: HandledOnce
    remembered: Remembered
    counting: CountInto
    notes: Notes
    noting: NoteInto
    marks: Marks
    forgets: tuple[Forget, ...]
    pool: Pool | None = None

    def close(self) -> None:
        """Counts what still waits to be counted, and gives the database its connections back."""
        self.counting.catch_up()
        if self.pool:
            self.pool.close()


def open_stores(settings: Settings, environment: Mapping[str, str], *, clock: Clock) -> Stores:
    """The stores that app.yaml names. Raises NotConfigured, or KnowledgeErrors when a list of ours is not sound."""
    kinds()
    if settings.store.database:
        if not any(environment.get(key) for key in KEYS):
            raise NotConfigured(NOTHING_IN_COMMON)
        return _in_postgres(settings, environment, clock)
    return _in_files(settings, environment, clock)


def counters_of(settings: Settings, environment: Mapping[str, str]) -> Counters:
    """The weekly counters alone, for a command. Raises NotConfigured."""
    return _counters(settings, pool_of(settings, environment) if settings.store.database else None)


def notes_of(settings: Settings, environment: Mapping[str, str]) -> Notes:
    """The notes to the officers alone, for a command or a page. Raises NotConfigured."""
    return _notes(settings, pool_of(settings, environment) if settings.store.database else None)


def pool_of(settings: Settings, environment: Mapping[str, str]) -> Pool:
    """The database that app.yaml names. Raises NotConfigured where the driver is not installed."""
    try:
        from bot.store.postgres import Pool
    except ImportError as error:
        what = "app.yaml has store.database, and the driver for PostgreSQL is not installed: pip install"
        raise NotConfigured(f"{what} 'earlyhelp[postgres]'.") from error
    assert settings.store.database, "there is a database to open"
    return Pool(settings.store.database, password=environment.get(PASSWORD, ""), steps=every_step())


def _in_files(settings: Settings, environment: Mapping[str, str], clock: Clock) -> Stores:
    store, trends = settings.store, settings.trends
    for _ in too_new((store.file, trends.file, trends.missing)):
        log.error("A newer release wrote one of the stores, which is left alone. Install that release.")
    handled = SqliteHandled(store.file, clock=clock, keep=dt.timedelta(hours=store.keep_hours))
    remembered = SqliteRemembered(store.file, clock=clock, secret=marking_secret(environment))
    counting = CountInto(_counters(settings, None))
    notes = _notes(settings, None)
    noting = NoteInto(notes, trends.missing_days)
    marks = SqliteMarks(store.file, clock=clock, secret=marking_secret(environment))
    forgets = (_tidy_up(settings, counting), noting.forget, handled.forget_old, remembered.forget_old, marks.forget)
    return Stores(handled, remembered, counting, notes, noting, marks, forgets)


def _in_postgres(settings: Settings, environment: Mapping[str, str], clock: Clock) -> Stores:
    pool = pool_of(settings, environment)
    from bot.store.postgres_handled import PostgresHandled
    from bot.store.postgres_marks import PostgresMarks
    from bot.store.postgres_remembered import PostgresRemembered

    store, trends = settings.store, settings.trends
    handled = PostgresHandled(pool, clock=clock, keep=dt.timedelta(hours=store.keep_hours))
    remembered = PostgresRemembered(pool, clock=clock, secret=marking_secret(environment))
    counting = CountInto(_counters(settings, pool))
    notes = _notes(settings, pool)
    noting = NoteInto(notes, trends.missing_days)
    marks = PostgresMarks(pool, clock=clock, secret=marking_secret(environment))
    forgets = (_tidy_up(settings, counting), noting.forget, handled.forget_old, remembered.forget_old, marks.forget)
    return Stores(handled, remembered, counting, notes, noting, marks, forgets, pool)


def _counters(settings: Settings, pool: Pool | None) -> Counters:
    if pool is None:
        return CountersFile(settings.trends.file)
    from bot.store.postgres_counters import PostgresCounters

    return PostgresCounters(pool)


def _notes(settings: Settings, pool: Pool | None) -> Notes:
    if pool is None:
        return NotesFile(settings.trends.missing)
    from bot.store.postgres_notes import PostgresNotes

    return PostgresNotes(pool)


def _tidy_up(settings: Settings, counting: CountInto) -> Forget:
    policy = settings.trends.policy or POLICY_YAML

    def tidy_up(now: dt.datetime) -> None:
        counting.tidy_up(policy=policy, keep_weeks=settings.trends.keep_weeks, now=now)

    return tidy_up
