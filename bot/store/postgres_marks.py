"""Short-lived facts that every process shares, in PostgreSQL: see `bot.store.marks`.

Each question is one statement, so that of many who ask at the same moment one is first, however many machines ask. The
tables are not written ahead to the disk: a server that crashed begins with empty ones, which signs officers out and
counts from one again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.store.marks import keyed
from bot.store.postgres import Pool
from bot.store.steps import Steps

log = logging.getLogger(__name__)
Held = TypeVar("Held")

STEPS = Steps(
    "marks",
    (
        """create unlogged table earlyhelp.marks (kind text not null, key text not null, value text not null,
            until double precision not null, primary key (kind, key))""",
        "create index marks_until on earlyhelp.marks (until)",
        """create unlogged table earlyhelp.tallies (kind text not null, key text not null, n integer not null,
            until double precision not null, primary key (kind, key))""",
        "create index tallies_until on earlyhelp.tallies (until)",
    ),
)
PUT = """insert into earlyhelp.marks (kind, key, value, until) values (%s, %s, %s, %s)
    on conflict (kind, key) do update set value = excluded.value, until = excluded.until"""
GET = "select value from earlyhelp.marks where kind = %s and key = %s and until > %s"
TAKE = "delete from earlyhelp.marks where kind = %s and key = %s returning value, until"
DROP = "delete from earlyhelp.marks where kind = %s and key = %s"
LISTED = "select value from earlyhelp.marks where kind = %s and until > %s"
ADD = """insert into earlyhelp.tallies as t (kind, key, n, until) values (%(kind)s, %(key)s, 1, %(until)s)
    on conflict (kind, key) do update set
        n = case when t.until <= %(now)s or t.until > excluded.until then 1 else t.n + 1 end,
        until = case when t.until <= %(now)s or t.until > excluded.until then excluded.until else t.until end
    returning n"""
FORGETTING_SECONDS = 30.0
FORGET = ("delete from earlyhelp.marks where until <= %s", "delete from earlyhelp.tallies where until <= %s")


@dataclass(frozen=True)
class PostgresMarks:
    """The tables in PostgreSQL. `clock` tells the time; `secret` keys the keys."""

    pool: Pool
    clock: Callable[[], dt.datetime]
    secret: bytes = field(repr=False)

    def put(self, kind: str, key: str, value: str = "", *, until: dt.datetime) -> bool:
        """See `Marks`."""
        try:
            with self.pool.lent() as connection:
                connection.execute(PUT, (kind, self._key(kind, key), value, until.timestamp()))
        except OSError as error:
            return _told("did not take note", error, False)
        return True

    def get(self, kind: str, key: str) -> str | None:
        """See `Marks`."""
        try:
            with self.pool.lent() as connection:
                found = connection.execute(GET, (kind, self._key(kind, key), self._now())).fetchone()
        except OSError as error:
            return _told("did not answer", error, None)
        return str(found[0]) if found else None

    def take(self, kind: str, key: str) -> str | None:
        """See `Marks`."""
        try:
            with self.pool.lent() as connection:
                found = connection.execute(TAKE, (kind, self._key(kind, key))).fetchone()
        except OSError as error:
            return _told("did not answer", error, None)
        return str(found[0]) if found and found[1] > self._now() else None

    def drop(self, kind: str, key: str) -> bool:
        """See `Marks`."""
        try:
            with self.pool.lent() as connection:
                connection.execute(DROP, (kind, self._key(kind, key)))
        except OSError as error:
            return _told("did not take note", error, False)
        return True

    def listed(self, kind: str) -> tuple[str, ...]:
        """See `Marks`."""
        try:
            with self.pool.lent() as connection:
                found = connection.execute(LISTED, (kind, self._now())).fetchall()
        except OSError as error:
            return _told("did not answer", error, ())
        return tuple(str(value) for (value,) in found)

    def add(self, kind: str, key: str, *, window: dt.timedelta) -> int:
        """See `Marks`."""
        now = self._now()
        row = {"kind": kind, "key": self._key(kind, key), "now": now, "until": now + window.total_seconds()}
        try:
            with self.pool.lent() as connection:
                found = connection.execute(ADD, row).fetchone()
        except OSError as error:
            return _told("did not count", error, 0)
        return int(found[0]) if found else 0

    def forget(self, now: dt.datetime) -> None:
        """See `Marks`."""
        try:
            with self.pool.transaction(seconds=FORGETTING_SECONDS) as connection:
                for statement in FORGET:
                    connection.execute(statement, (now.timestamp(),))
        except OSError as error:
            _told("did not forget", error, None)

    def _key(self, kind: str, key: str) -> str:
        return keyed(self.secret, kind, key)

    def _now(self) -> float:
        return self.clock().timestamp()


def _told(what: str, error: Exception, instead: Held) -> Held:
    log.warning("The table of marks %s: %s.", what, error)
    return instead
