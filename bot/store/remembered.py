"""What a platform's person is remembered by between two messages: ids, for hours, under a mark nobody can read back.

On Slack and Teams a typed "2" or "yes" carries no state, so the last reply's state (ids of the knowledge, see
`bot.core.conversation`) waits here for the next message. The place somebody chose waits longer. The key is a keyed
hash of the platform's own id: whoever has the file but not the secret learns nothing about who asked. A store that is
locked or broken remembers nothing, and the person is answered all the same (promise P6).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.store.files import KeptOpen, opened, to_the_hour

log = logging.getLogger(__name__)

CREATE = """create table if not exists remembered
    (person text primary key, ids text not null, forget_after text not null) without rowid"""


class Remembered(Protocol):
    """Short-lived ids by person, shared by every process of the bot."""

    def recall(self, person: str) -> str:
        """What was remembered of this person, or "" when nothing was, or it is too old. Never raises."""

    def remember(self, person: str, ids: str, *, keep: dt.timedelta) -> None:
        """Remembers `ids` in place of what was there, to the hour for as long as `keep`; "" forgets. Never raises."""


@dataclass(frozen=True)
class SqliteRemembered:
    """The table in a file, in WAL mode. `clock` tells the time; `secret` keys the marks of the people."""

    file: Path
    clock: Callable[[], dt.datetime]
    secret: bytes = field(repr=False)
    kept: KeptOpen = field(default_factory=KeptOpen, repr=False, compare=False)

    def recall(self, person: str) -> str:
        """See `Remembered`."""
        try:
            with self._opened() as connection:
                asked = "select ids from remembered where person = ? and forget_after >= ?"
                found = connection.execute(asked, (mark_of(person, self.secret), to_the_hour(self.clock()))).fetchone()
                return str(found[0]) if found else ""
        except (sqlite3.Error, OSError) as error:
            log.warning("The table of conversations did not answer: %s.", type(error).__name__)
            return ""

    def remember(self, person: str, ids: str, *, keep: dt.timedelta) -> None:
        """See `Remembered`."""
        now = self.clock()
        try:
            with self._opened() as connection:
                connection.execute("delete from remembered where forget_after < ?", (to_the_hour(now),))
                connection.execute("delete from remembered where person = ?", (mark_of(person, self.secret),))
                if ids:
                    row = (mark_of(person, self.secret), ids, to_the_hour(now + keep))
                    connection.execute("insert or replace into remembered values (?, ?, ?)", row)
        except (sqlite3.Error, OSError, UnicodeError) as error:
            log.warning("The table of conversations did not remember: %s.", type(error).__name__)

    def forget_old(self, now: dt.datetime) -> None:
        """Deletes what is too old, also where nobody asks. Never raises: the next time tries again."""
        if not self.file.exists():
            return
        try:
            with self._opened() as connection:
                connection.execute("delete from remembered where forget_after < ?", (to_the_hour(now),))
        except (sqlite3.Error, OSError) as error:
            log.warning("Old conversations could not be deleted yet: %s.", type(error).__name__)

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self.file, CREATE, self.kept)


def mark_of(person: str, secret: bytes) -> str:
    """What stands for a person in the store; without the secret it leads back to nobody."""
    return hmac.new(secret, person.encode(errors="replace"), hashlib.sha256).hexdigest()
