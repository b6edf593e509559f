"""Which events were already handled, in PostgreSQL: see `bot.store.handled` for what is kept, and why.

Whether an event is new is decided by one statement, so that of many who ask at the same moment one is first, however
many machines ask. A row that is too old counts as not there; within the hour somebody deletes it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.store.files import to_the_hour
from bot.store.handled import KEEP, LEASE, LONGEST_LEASE, Claim, fingerprint, to_the_second
from bot.store.postgres import Connection, Pool
from bot.store.steps import Steps
from bot.store.sweeping import OnceAnHour

log = logging.getLogger(__name__)

STEPS = Steps(
    "handled",
    (
        "create table earlyhelp.handled (event text primary key, forget_after text not null, begun_until text)",
        "create index handled_forget_after on earlyhelp.handled (forget_after)",
    ),
)
"""`begun_until` is empty once the event is answered: only an event being answered has a time to the second."""

ONCE = """insert into earlyhelp.handled (event, forget_after) values (%(event)s, %(keep)s)
    on conflict (event) do update set forget_after = excluded.forget_after, begun_until = null
    where handled.begun_until is not null or handled.forget_after < %(hour)s"""
BEGIN = """insert into earlyhelp.handled (event, forget_after, begun_until) values (%(event)s, %(lease)s, %(until)s)
    on conflict (event) do update set forget_after = excluded.forget_after, begun_until = excluded.begun_until
    where coalesce(handled.begun_until not between %(now)s and %(longest)s, handled.forget_after < %(hour)s)"""
IS_DONE = "select begun_until is null from earlyhelp.handled where event = %(event)s"
FINISH = """insert into earlyhelp.handled (event, forget_after) values (%(event)s, %(keep)s)
    on conflict (event) do update set forget_after = excluded.forget_after, begun_until = null"""
FORGET = "delete from earlyhelp.handled where event = %(event)s"
SWEEP = """delete from earlyhelp.handled where event in
    (select event from earlyhelp.handled where forget_after < %s limit %s for update skip locked)"""


@dataclass(frozen=True)
class PostgresHandled:
    """The table in PostgreSQL. `clock` tells the time; events are forgotten after `keep`."""

    pool: Pool
    clock: Callable[[], dt.datetime]
    keep: dt.timedelta = KEEP
    sweep: OnceAnHour = field(default_factory=lambda: OnceAnHour(SWEEP), repr=False, compare=False)

    def once(self, event_id: str) -> bool:
        """See `HandledOnce`."""
        row = self._row(event_id)
        try:
            with self.pool.lent() as connection:
                first = connection.execute(ONCE, row).rowcount == 1
                self.sweep(connection, row["hour"])
                return first
        except OSError as error:
            log.warning("The handled-once table did not answer: %s.", error)
            return True

    def begin(self, event_id: str) -> Claim:
        """See `HandledOnce`."""
        row = self._row(event_id)
        try:
            with self.pool.lent() as connection:
                return _begin(connection, row)
        except OSError as error:
            log.warning("The handled-once table did not answer: %s.", error)
            return "new"

    def finish(self, event_id: str) -> None:
        """See `HandledOnce`."""
        row = self._row(event_id)
        try:
            with self.pool.lent() as connection:
                connection.execute(FINISH, row)
                self.sweep(connection, row["hour"])
        except OSError as error:
            log.warning("The handled-once table did not take note: %s.", error)

    def forget(self, event_id: str) -> None:
        """See `HandledOnce`."""
        try:
            with self.pool.lent() as connection:
                connection.execute(FORGET, self._row(event_id))
        except OSError as error:
            log.warning("The handled-once table did not forget: %s.", error)

    def reachable(self) -> bool:
        """See `HandledOnce`."""
        return self.pool.reachable()

    def forget_old(self, now: dt.datetime) -> None:
        """Deletes what is too old, also where nobody asks. Never raises: the next time tries again."""
        try:
            with self.pool.lent() as connection:
                self.sweep(connection, to_the_hour(now))
        except OSError as error:
            log.warning("Old events could not be deleted yet: %s.", error)

    def _row(self, event_id: str) -> dict[str, str]:
        now = self.clock().astimezone(dt.UTC)  # a lease is as long as ever on the night on which clocks go back
        return {
            "event": fingerprint(event_id),
            "hour": to_the_hour(now),
            "keep": to_the_hour(now + self.keep),
            "now": to_the_second(now),
            "until": to_the_second(now + LEASE),
            "longest": to_the_second(now + LONGEST_LEASE),
            "lease": to_the_hour(now + LEASE),
        }


def _begin(connection: Connection, row: dict[str, str]) -> Claim:
    """Takes the event, or says why it cannot be taken. One that is given back in between is "busy": it comes again."""
    if connection.execute(BEGIN, row).rowcount == 1:
        return "new"
    found = connection.execute(IS_DONE, row).fetchone()
    return "done" if found and found[0] else "busy"
