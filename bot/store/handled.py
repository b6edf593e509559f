"""Which events were already handled, so that a platform's redelivery or a double press is harmless.

An event is kept as a one-way fingerprint with the hour it may be forgotten, and nothing else. A store that is locked
or broken lets every event through: answering twice is better than not answering (promise P6).

Slack and Teams deliver an event again when it was not acknowledged, so for them an event is first begun and then
finished: a process that dies in between has only borrowed it for `LEASE`, and the next delivery is answered.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from bot.store.files import KeptOpen, opened, to_the_hour

log = logging.getLogger(__name__)

Claim = Literal["new", "busy", "done"]
"""new: answer it. busy: another process is answering it. done: it was answered."""

KEEP = dt.timedelta(hours=24)
LEASE = dt.timedelta(seconds=30)
"""How long an event that was begun and not finished belongs to whoever began it; longer than any answer may take."""
LONGEST_LEASE = 2 * LEASE
"""A lease that ends later was begun when the clock was wrong, and holds nobody up until that hour comes."""
LEFT_ALONE = dt.timedelta(hours=1)
"""Leases that ended no longer ago are not swept away: a machine whose clock is fast would end those of the others."""
WAIT_TO_BEGIN = 1.0
"""Seconds to wait for the table when many deliveries of one event arrive at once: better than answering twice."""
CREATE = "create table if not exists handled (event text primary key, forget_after text not null) without rowid"
CREATE_BEGUN = "create table if not exists begun (event text primary key, until text not null) without rowid"


class HandledOnce(Protocol):
    """A table of events that every process of the bot shares."""

    def once(self, event_id: str) -> bool:
        """True for the first who asks about this event, False for all later ones. Never raises."""

    def begin(self, event_id: str) -> Claim:
        """Whether to answer this event now. Who is told "new" finishes or forgets it. Never raises."""

    def finish(self, event_id: str) -> None:
        """The answer to an event that was begun is delivered. Never raises."""

    def forget(self, event_id: str) -> None:
        """Gives the event back when its answer could not be delivered. Never raises."""

    def reachable(self) -> bool:
        """Whether the table can be read and written now. Never raises."""


@dataclass(frozen=True)
class SqliteHandled:
    """The table in a file, in WAL mode. `clock` tells the time; events are forgotten after `keep`."""

    file: Path
    clock: Callable[[], dt.datetime]
    keep: dt.timedelta = KEEP
    kept: KeptOpen = field(default_factory=KeptOpen, repr=False, compare=False)

    def once(self, event_id: str) -> bool:
        """See `HandledOnce`."""
        now = self.clock()
        try:
            with self._opened() as connection:
                connection.execute("delete from handled where forget_after < ?", (to_the_hour(now),))
                row = (fingerprint(event_id), to_the_hour(now + self.keep))
                return connection.execute("insert or ignore into handled values (?, ?)", row).rowcount == 1
        except (sqlite3.Error, OSError) as error:
            log.warning("The handled-once table did not answer: %s.", type(error).__name__)
            return True

    def begin(self, event_id: str) -> Claim:
        """See `HandledOnce`."""
        try:
            with opened(self.file, CREATE, self.kept, busy_seconds=WAIT_TO_BEGIN) as connection:
                connection.execute(CREATE_BEGUN)
                connection.execute("begin immediate")
                return _begin(connection, fingerprint(event_id), self.clock())
        except (sqlite3.Error, OSError) as error:
            log.warning("The handled-once table did not answer: %s.", type(error).__name__)
            return "new"

    def finish(self, event_id: str) -> None:
        """See `HandledOnce`."""
        now = self.clock()
        try:
            with self._opened() as connection:
                connection.execute(CREATE_BEGUN)
                connection.execute("delete from handled where forget_after < ?", (to_the_hour(now),))
                connection.execute("delete from begun where event = ?", (fingerprint(event_id),))
                row = (fingerprint(event_id), to_the_hour(now + self.keep))
                connection.execute("insert or replace into handled values (?, ?)", row)
        except (sqlite3.Error, OSError) as error:
            log.warning("The handled-once table did not take note: %s.", type(error).__name__)

    def forget(self, event_id: str) -> None:
        """See `HandledOnce`."""
        try:
            with self._opened() as connection:
                connection.execute(CREATE_BEGUN)
                connection.execute("delete from begun where event = ?", (fingerprint(event_id),))
                connection.execute("delete from handled where event = ?", (fingerprint(event_id),))
        except (sqlite3.Error, OSError) as error:
            log.warning("The handled-once table did not forget: %s.", type(error).__name__)

    def forget_old(self, now: dt.datetime) -> None:
        """Deletes what is too old, also where nobody asks. Never raises: the next time tries again."""
        if not self.file.exists():
            return
        try:
            with self._opened() as connection:
                connection.execute("delete from handled where forget_after < ?", (to_the_hour(now),))
                connection.execute(CREATE_BEGUN)
                connection.execute("delete from begun where until < ?", (to_the_second(now - LEFT_ALONE),))
        except (sqlite3.Error, OSError) as error:
            log.warning("Old events could not be deleted yet: %s.", type(error).__name__)

    def reachable(self) -> bool:
        """See `HandledOnce`."""
        try:
            with self._opened() as connection:
                connection.execute("begin immediate")
        except (sqlite3.Error, OSError):
            return False
        return True

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self.file, CREATE, self.kept)


def _begin(connection: sqlite3.Connection, event: str, now: dt.datetime) -> Claim:
    """What `begin` says, inside its transaction. An event whose lease is over belongs to nobody."""
    if connection.execute("select 1 from handled where event = ?", (event,)).fetchone():
        return "done"
    now = now.astimezone(dt.UTC)  # in local time a minute can last an hour, on the night on which clocks go back
    over_or_wrong = (to_the_second(now), to_the_second(now + LONGEST_LEASE))
    connection.execute("delete from begun where until < ? or until > ?", over_or_wrong)
    taken = connection.execute("insert or ignore into begun values (?, ?)", (event, to_the_second(now + LEASE)))
    return "new" if taken.rowcount == 1 else "busy"


def to_the_second(moment: dt.datetime) -> str:
    """For events being answered only; the row is gone when the answer is delivered."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")


def fingerprint(event_id: str) -> str:
    """All that is kept of an event's id; it cannot be read back."""
    return hashlib.sha256(event_id.encode(errors="replace")).hexdigest()
