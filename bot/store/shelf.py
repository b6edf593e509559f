"""What is published, in PostgreSQL, for all machines: trees as archives, proposals, the journal, and what is live.

See `knowledge.releases.sharing` for what it is to them. A writer's turn is one transaction under one lock of the
database's: what was done stands there when it is over, or nothing does. Every machine hears of it by NOTIFY, and looks
every half minute all the same, for a connection may be gone without a sign.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from bot.store.postgres import Connection, DatabaseAway, Pool
from bot.store.steps import Steps
from knowledge.releases import journal
from knowledge.releases.archive import checksum, packed
from knowledge.releases.folder import NotPublished
from knowledge.releases.journal import Entry
from knowledge.releases.sharing import MAKES_LIVE, Kept, Standing

log = logging.getLogger(__name__)

STEPS = Steps(
    "releases",
    (
        """create table earlyhelp.releases
            (version text primary key, checksum text not null, archive bytea not null)""",
        """create table earlyhelp.proposals
            (id text primary key, proposal text not null, checksum text not null, archive bytea not null)""",
        """create table earlyhelp.journal
            (number bigint generated always as identity primary key, entry text not null)""",
        """create table earlyhelp.live
            (one boolean primary key default true check (one), version text not null)""",
    ),
)
LOCK = int.from_bytes(b"releases") >> 1
"""The number of our lock among those of the database."""
CHANNEL = "earlyhelp_releases"
READ_SECONDS = 20.0
"""How long a look at the releases may take; nobody who asks the assistant waits for it."""
TURN_SECONDS = 60.0
TURN: tuple[LiteralString, ...] = (
    "set local lock_timeout = '20s'",
    "set local idle_in_transaction_session_timeout = '60s'",
    "set local synchronous_commit = on",
)
LOOK_ANYWAY = 30.0
LISTEN_AGAIN = 5.0
WAKE = 1.0
"""Seconds between two looks at the releases without a sign, two tries to listen, and two looks at whether to stop."""
AWAY = "The database does not answer, so nothing can be published from any machine. Nothing was changed."
BROKE_OFF = "The database broke off while it was being done. Look at the releases before you try again."
BUSY = "Somebody is publishing on another machine at this moment. Try again in a minute."

LAST = "select number, entry from earlyhelp.journal order by number desc limit 1"
LIVE = "select version from earlyhelp.live"
ENTRY = "insert into earlyhelp.journal (entry) values (%s)"
MAKE_LIVE = """insert into earlyhelp.live (version) values (%s)
    on conflict (one) do update set version = excluded.version"""
RELEASE = """insert into earlyhelp.releases (version, checksum, archive) values (%s, %s, %s)
    on conflict (version) do update set checksum = excluded.checksum where releases.checksum = excluded.checksum"""
PROPOSAL = "insert into earlyhelp.proposals (id, proposal, checksum, archive) values (%s, %s, %s, %s)"
FORGET_PROPOSAL = "delete from earlyhelp.proposals where id = %s"


class PostgresShelf:
    """The releases in one database. See `knowledge.releases.sharing.Shared`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @contextmanager
    def turn(self) -> Iterator[_Turn]:
        """See `Shared`."""
        through = False
        try:
            with self._pool.transaction(seconds=TURN_SECONDS) as connection:
                _wait_for_turn(connection)
                yield _Turn(connection)
                connection.execute("select pg_notify(%s, '')", [CHANNEL])
                through = True
        except DatabaseAway as error:
            log.info("PostgreSQL broke off a change of the releases: %s.", error)
            raise NotPublished(BROKE_OFF if through else AWAY) from None

    def stamp(self) -> str:
        """See `Shared`."""
        with self._pool.lent() as connection:
            return _stamp(connection.execute(LAST).fetchone())

    def live(self) -> str:
        """See `Shared`."""
        with self._pool.lent() as connection:
            return _live(connection)

    def standing(self) -> Standing:
        """See `Shared`."""
        with self._pool.transaction(seconds=READ_SECONDS) as connection:
            lines = connection.execute("select number, entry from earlyhelp.journal order by number").fetchall()
            entries = (journal.entry_of(str(line)) for _, line in lines)
            # What is live is read before the releases, so that it is among them whatever is done meanwhile.
            return Standing(
                stamp=_stamp(lines[-1] if lines else None),
                live=_live(connection),
                releases=dict(connection.execute("select version, checksum from earlyhelp.releases").fetchall()),
                proposals=dict(connection.execute("select id, checksum from earlyhelp.proposals").fetchall()),
                journal=tuple(each for each in entries if each),
            )

    def release(self, version: str) -> Kept | None:
        """See `Shared`."""
        found = self._one("select archive, checksum from earlyhelp.releases where version = %s", version)
        return Kept(bytes(found[0]), str(found[1])) if found else None

    def proposal(self, proposal_id: str) -> Kept | None:
        """See `Shared`."""
        found = self._one("select archive, checksum, proposal from earlyhelp.proposals where id = %s", proposal_id)
        return Kept(bytes(found[0]), str(found[1]), str(found[2])) if found else None

    def changes(self, stop: threading.Event) -> Iterator[None]:
        """See `Shared`. A connection that is lost is made again; until then a sign comes with each try."""
        told = False
        while not stop.is_set():
            try:
                with self._pool.connect() as connection:
                    connection.execute(f"listen {CHANNEL}")
                    told = False
                    self._wait_for_pool(stop)
                    yield from _signs(connection, stop)
            except (DatabaseAway, psycopg.Error) as error:
                if not told:
                    log.warning("Nothing is heard of other machines' releases (%s). Trying again.", _kind(error))
                told = True
                yield None
                stop.wait(LISTEN_AGAIN)

    def _wait_for_pool(self, stop: threading.Event) -> None:
        """The pool finds out by itself that the database is back, a moment later than whoever listens."""
        while not self._pool.reachable():
            if stop.wait(WAKE):
                return

    def _one(self, sql: LiteralString, key: str) -> tuple[Any, ...] | None:
        with self._pool.transaction(seconds=READ_SECONDS) as connection:
            return connection.execute(sql, [key], binary=True).fetchone()


@dataclass(frozen=True)
class _Turn:
    """One writer's turn: see `knowledge.releases.sharing.Turn`."""

    connection: Connection

    @property
    def is_first(self) -> bool:
        return self.connection.execute(LAST).fetchone() is None

    @property
    def live(self) -> str:
        return _live(self.connection)

    def note(self, entry: Entry, tree: Path | None = None, proposal: str = "") -> None:
        if tree and entry.did == "proposed":
            self.connection.execute(PROPOSAL, (entry.proposal, proposal, checksum(tree), packed(tree)))
        elif tree:
            self._keep(entry.version, tree)
        if entry.did in {"published", "withdrawn"}:
            self.connection.execute(FORGET_PROPOSAL, (entry.proposal,))
        if entry.did in MAKES_LIVE:
            self.connection.execute(MAKE_LIVE, (entry.version,))
        self.connection.execute(ENTRY, (journal.line_of(entry).rstrip(),))

    def _keep(self, version: str, tree: Path) -> None:
        """A version never changes. Raises NotPublished for another tree under a name that is taken."""
        if self.connection.execute(RELEASE, (version, checksum(tree), packed(tree))).rowcount == 0:
            raise NotPublished(f"There is another release called {version} in the database. Nothing was changed.")


def _wait_for_turn(connection: Connection) -> None:
    """Raises NotPublished when another machine takes too long."""
    for setting in TURN:
        connection.execute(setting)
    try:
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    except psycopg.errors.LockNotAvailable:
        raise NotPublished(BUSY) from None


def _signs(connection: Connection, stop: threading.Event) -> Iterator[None]:
    """One now, one for each change, and one every half minute, for which the connection itself is looked at too."""
    yield None
    quiet = 0.0
    while not stop.is_set():
        heard = any(True for _ in connection.notifies(timeout=WAKE, stop_after=1))
        quiet = 0.0 if heard else quiet + WAKE
        if quiet >= LOOK_ANYWAY:
            connection.execute("select 1")
            quiet = 0.0
        if heard or quiet == 0.0:
            yield None


def _live(connection: Connection) -> str:
    found = connection.execute(LIVE).fetchone()
    return str(found[0]) if found else ""


def _stamp(row: tuple[Any, ...] | None) -> str:
    """Another one after every entry, also in a database that was set up anew or put back from a copy."""
    return f"{row[0]}:{hashlib.sha256(str(row[1]).encode()).hexdigest()[:16]}" if row else ""


def _kind(error: Exception) -> str:
    return error.kind if isinstance(error, DatabaseAway) else type(error).__name__
