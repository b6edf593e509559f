"""How PostgreSQL is reached, where several processes or machines share one store.

    table -> pool.lent() or pool.transaction() -> a connection that must answer within a second, or DatabaseAway

Nobody waits for a database that is away. Whoever finds it so waits a second at most, whatever became of it: not
there, cut off, or standing still. From then on everybody else is told at once, and a thread looks for it until it is
back. `DatabaseAway` is an OSError, so that a table here fails in the same way as one in a file; it names the kind of
what happened and quotes nothing.

The tables stand in the schema `earlyhelp`. They are made and changed by `bot.store.steps`, by the first who comes.
"""

from __future__ import annotations

import logging
import select
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg_pool import ConnectionPool

from bot.store.steps import Steps, prepare

log = logging.getLogger(__name__)
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # what goes wrong is said here, and once

Value = TypeVar("Value")

WAIT_TO_PREPARE = 30.0
"""Seconds for making or changing the tables, and for what else nobody waits for."""
CONNECTIONS = 4
"""At most, for one process; one is kept open."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. The first two together are the most that a database which is away costs an answer."""

    connection: float = 0.3
    answer: float = 0.7
    look_again: float = 2.0
    """Between two looks for a database that is away."""


class DatabaseAway(OSError):
    """The database did not do what was asked. `kind` is the kind of the error; nothing of what was asked is in it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that is given up when it is not through by `deadline`, also where the server only stands still."""

    deadline: float | None = None

    def wait(self, gen: PQGen[Value], interval: float = 0.1, timeout: float | None = None) -> Value:
        """See psycopg. Closes the connection when the time is over, so that nothing waits for it a second time."""
        if self.deadline is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, max(self.deadline - time.monotonic(), 0.0))
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()
            raise


class Pool:
    """A few connections to one database. The first use opens it, and makes or changes the tables where need be."""

    def __init__(
        self, url: str, *, password: str = "", steps: Sequence[Steps], patience: Patience = Patience()
    ) -> None:
        self._url = url
        self._options: dict[str, Any] = {
            "autocommit": True,
            "connect_timeout": 2,
            "fallback_application_name": "earlyhelp",
            "prepare_threshold": None,
        }
        if password:
            self._options["password"] = password
        self._steps = steps
        self._patience = patience
        self._lock = threading.Lock()
        self._started = False
        self._away = threading.Event()
        self._closed = threading.Event()
        self._lent = ConnectionPool(
            url,
            connection_class=Connection,
            kwargs=self._options,
            configure=self._configure,
            check=_check,
            min_size=1,
            max_size=CONNECTIONS,
            reconnect_timeout=0,
            open=False,
            name="earlyhelp",
        )

    @contextmanager
    def lent(self, *, seconds: float | None = None) -> Iterator[Connection]:
        """A connection in which each statement stands for itself, for what is kept for hours. Raises DatabaseAway.

        As with the files of the store, what was written outlives every process of ours, and does not wait for the
        disk: a power cut at the database's machine may take the last second of it.
        """
        self._start()
        if self._away.is_set() or self._closed.is_set():
            raise DatabaseAway("NotThere")
        try:
            connection = self._lent.getconn(timeout=self._patience.connection)
        except psycopg.Error as error:
            raise self._lost(error, look_at_once=False) from None
        try:
            connection.deadline = time.monotonic() + (seconds or self._patience.answer)
            yield connection
        except psycopg.errors.QueryCanceled as error:
            raise self._lost(error, look_at_once=False) from None
        except psycopg.Error as error:
            if connection.closed:
                raise self._lost(error, look_at_once=not _is_slow(error)) from None
            raise DatabaseAway(type(error).__name__) from None
        except UnicodeError as error:
            raise DatabaseAway(type(error).__name__) from None
        finally:
            connection.deadline = None
            self._lent.putconn(connection)

    @contextmanager
    def transaction(self, *, seconds: float | None = None) -> Iterator[Connection]:
        """A connection in which all statements stand or fall together, for what must last. Raises DatabaseAway.

        `seconds` is for work that no person waits for.
        """
        with self.lent(seconds=seconds) as connection, connection.transaction():
            connection.execute("set local synchronous_commit to default")
            if seconds:
                for timeout in ("statement_timeout", "idle_in_transaction_session_timeout"):
                    connection.execute(f"set local {timeout} = '{seconds:.0f}s'")
            yield connection

    def connect(self) -> Connection:
        """A connection of one's own, for what waits long, such as LISTEN; close it. Raises DatabaseAway."""
        try:
            return Connection.connect(self._url, **self._options)
        except psycopg.Error as error:
            raise DatabaseAway(type(error).__name__) from None

    def vacuum(self, *tables: LiteralString, how: LiteralString = "") -> None:
        """Clears dead rows away; `how` may be "(full, skip_locked)", which writes the table anew. Never raises."""
        try:
            with self.connect() as connection:
                connection.deadline = time.monotonic() + WAIT_TO_PREPARE
                for table in tables:
                    connection.execute(f"vacuum {how} earlyhelp.{table}")
        except (psycopg.Error, DatabaseAway) as error:
            log.warning("Deleted rows could not be cleared away yet: %s.", type(error).__name__)

    def reachable(self) -> bool:
        """Whether the database answers now, and has its tables. Never raises."""
        try:
            with self.lent() as connection:
                connection.execute("select 1")
        except DatabaseAway:
            return False
        return True

    def close(self) -> None:
        """Gives every connection back. Whoever asks afterwards is told that the database is away."""
        self._closed.set()
        self._lent.close(timeout=2)

    def _configure(self, connection: Connection) -> None:
        """The server, too, gives up what nobody waits for any longer, and what a killed process left behind."""
        connection.execute(f"set statement_timeout = {self._patience.answer * 850:.0f}")
        connection.execute("set synchronous_commit = off")
        connection.execute("set idle_in_transaction_session_timeout = '10s'")

    def _start(self) -> None:
        """Opens the pool at its first use."""
        with self._lock:
            if self._started or self._closed.is_set():
                return
            self._started = True
            self._lent.open()
            if why := self._look():
                self._tell_and_look_on(why, at_once=False)

    def _lost(self, error: psycopg.Error, *, look_at_once: bool) -> DatabaseAway:
        """Takes note that the database is away, the first who finds it so."""
        with self._lock:
            if not self._away.is_set() and not self._closed.is_set():
                self._tell_and_look_on(type(error).__name__, at_once=look_at_once)
        return DatabaseAway(type(error).__name__)

    def _tell_and_look_on(self, why: str, *, at_once: bool) -> None:
        self._away.set()
        log.warning("PostgreSQL does not answer (%s). People are answered without it until it is back.", why)
        threading.Thread(target=self._look_on, args=(why, at_once), name="looking for PostgreSQL", daemon=True).start()

    def _look_on(self, why: str, at_once: bool) -> None:
        """Looks until the database is back, or nobody asks any longer. Tells when the reason is another one."""
        while at_once or not self._closed.wait(self._patience.look_again):
            at_once, before, why = False, why, self._look()
            if not why:
                self._away.clear()
                log.warning("PostgreSQL answers again.")
                return
            if why != before:
                log.warning("PostgreSQL does not answer yet: %s", why)

    def _look(self) -> str:
        """Why the database cannot be used now, or "" when it can: it answers, and its tables are as they should be.

        Nothing that anybody typed is asked here, so the database's own words may be told.
        """
        try:
            with Connection.connect(self._url, **self._options) as connection:
                connection.deadline = time.monotonic() + WAIT_TO_PREPARE
                prepare(connection, self._steps)
        except psycopg.Error as error:
            return " ".join(f"{type(error).__name__}: {error}".split())
        return ""


def _check(connection: Connection) -> None:
    """Refuses a connection that the server has ended while it was idle: there is something to read on it."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        connection.close()
        raise psycopg.OperationalError("ended while idle")


def _is_slow(error: psycopg.Error) -> bool:
    return isinstance(error, psycopg.errors._WaitTimeout)
