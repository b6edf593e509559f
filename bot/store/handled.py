"""Which events were already handled, so that a platform's redelivery or a double press is harmless.

An event is kept as a one-way fingerprint with the hour it may be forgotten, and nothing else. A store that is locked
or broken lets every event through: answering twice is better than not answering (promise P6).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.store.files import opened, to_the_hour

log = logging.getLogger(__name__)

KEEP = dt.timedelta(hours=24)
CREATE = "create table if not exists handled (event text primary key, forget_after text not null) without rowid"


class HandledOnce(Protocol):
    """A table of events that every process of the bot shares."""

    def once(self, event_id: str) -> bool:
        """True for the first who asks about this event, False for all later ones. Never raises."""

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

    def once(self, event_id: str) -> bool:
        """See `HandledOnce`."""
        now = self.clock()
        try:
            with self._opened() as connection:
                connection.execute("delete from handled where forget_after < ?", (to_the_hour(now),))
                row = (_fingerprint(event_id), to_the_hour(now + self.keep))
                return connection.execute("insert or ignore into handled values (?, ?)", row).rowcount == 1
        except (sqlite3.Error, OSError) as error:
            log.warning("The handled-once table did not answer: %s.", type(error).__name__)
            return True

    def forget(self, event_id: str) -> None:
        """See `HandledOnce`."""
        try:
            with self._opened() as connection:
                connection.execute("delete from handled where event = ?", (_fingerprint(event_id),))
        except (sqlite3.Error, OSError) as error:
            log.warning("The handled-once table did not forget: %s.", type(error).__name__)

    def reachable(self) -> bool:
        """See `HandledOnce`."""
        try:
            with self._opened() as connection:
                connection.execute("begin immediate")
        except (sqlite3.Error, OSError):
            return False
        return True

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self.file, CREATE)


def _fingerprint(event_id: str) -> str:
    return hashlib.sha256(event_id.encode(errors="replace")).hexdigest()
