"""What a person is remembered by between two messages, in PostgreSQL: see `bot.store.remembered`."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.store.files import to_the_hour
from bot.store.postgres import Pool
from bot.store.remembered import mark_of
from bot.store.steps import Steps
from bot.store.sweeping import OnceAnHour

log = logging.getLogger(__name__)

STEPS = Steps(
    "remembered",
    (
        "create table earlyhelp.remembered (person text primary key, ids text not null, forget_after text not null)",
        "create index remembered_forget_after on earlyhelp.remembered (forget_after)",
    ),
)
RECALL = "select ids from earlyhelp.remembered where person = %s and forget_after >= %s"
REMEMBER = """insert into earlyhelp.remembered (person, ids, forget_after) values (%s, %s, %s)
    on conflict (person) do update set ids = excluded.ids, forget_after = excluded.forget_after"""
FORGET = "delete from earlyhelp.remembered where person = %s"
SWEEP = """delete from earlyhelp.remembered where person in
    (select person from earlyhelp.remembered where forget_after < %s limit %s for update skip locked)"""


@dataclass(frozen=True)
class PostgresRemembered:
    """The table in PostgreSQL. `clock` tells the time; `secret` keys the marks of the people."""

    pool: Pool
    clock: Callable[[], dt.datetime]
    secret: bytes = field(repr=False)
    sweep: OnceAnHour = field(default_factory=lambda: OnceAnHour(SWEEP), repr=False, compare=False)

    def recall(self, person: str) -> str:
        """See `Remembered`."""
        try:
            with self.pool.lent() as connection:
                asked = (mark_of(person, self.secret), to_the_hour(self.clock()))
                found = connection.execute(RECALL, asked).fetchone()
                return str(found[0]) if found else ""
        except OSError as error:
            log.warning("The table of conversations did not answer: %s.", error)
            return ""

    def remember(self, person: str, ids: str, *, keep: dt.timedelta) -> None:
        """See `Remembered`."""
        now, mark = self.clock(), mark_of(person, self.secret)
        try:
            with self.pool.lent() as connection:
                if ids:
                    connection.execute(REMEMBER, (mark, ids, to_the_hour(now + keep)))
                else:
                    connection.execute(FORGET, (mark,))
                self.sweep(connection, to_the_hour(now))
        except OSError as error:
            log.warning("The table of conversations did not remember: %s.", error)

    def forget_old(self, now: dt.datetime) -> None:
        """Deletes what is too old, also where nobody asks. Never raises: the next time tries again."""
        try:
            with self.pool.lent() as connection:
                self.sweep(connection, to_the_hour(now))
        except OSError as error:
            log.warning("Old conversations could not be deleted yet: %s.", error)
