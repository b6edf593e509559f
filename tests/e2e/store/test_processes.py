"""Several processes at one database: one wins, nobody waits for the dead, and nothing is lost when one is killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.store.postgres import Pool
from bot.store.postgres_counters import PostgresCounters
from bot.store.postgres_handled import PostgresHandled
from tests.bot.store.conftest import NOON

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[3]
START = """
import datetime as dt, sys
import pytest

from bot.store.postgres import Pool
from bot.store.postgres_handled import PostgresHandled
from bot.store.steps import every_step
now = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone.utc)
pool = Pool(sys.argv[1], steps=every_step())
handled = PostgresHandled(pool, clock=lambda: now)
assert pool.reachable()
print("ready", flush=True)
sys.stdin.readline()
"""
BEGINNING = START + "for n in range(60): print(handled.begin(f'Ev{n}'), handled.once(f'Once{n}'), flush=True)"
HOLDING = START + "print(handled.begin('Ev1'), flush=True); sys.stdin.readline()"
COUNTING = (
    START
    + """
from trends.counters import CounterRow
from bot.store.postgres_counters import PostgresCounters
for n in range(100_000):
    PostgresCounters(pool).count(CounterRow("exshire", "web", area=f"area-{n % 5}"), hours="in", week="2026-W48")
    print(n + 1, flush=True)
"""
)


@contextmanager
def running(program: str, database: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has opened the store and waits for a line."""
    command = [sys.executable, "-c", program, database]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert heard(process) == "ready"
            yield process
        finally:
            process.kill()


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_of_two_processes_that_start_on_an_empty_database_each_event_goes_to_one(empty_database: str) -> None:
    with running(BEGINNING, empty_database) as one, running(BEGINNING, empty_database) as two:
        go_on(one)
        go_on(two)
        told = [(heard(one).split(), heard(two).split()) for _ in range(60)]

    assert all(sorted((first[0], second[0])) == ["busy", "new"] for first, second in told)
    assert all(sorted((first[1], second[1])) == ["False", "True"] for first, second in told)


def test_an_event_begun_by_a_process_that_was_killed_is_answered_by_another(database: str, pool: Pool) -> None:
    with running(HOLDING, database) as holder:
        go_on(holder)
        assert heard(holder) == "new"
        assert PostgresHandled(pool, clock=lambda: NOON).begin("Ev1") == "busy"

    later = PostgresHandled(pool, clock=lambda: NOON.replace(minute=1))
    assert later.begin("Ev1") == "new"
    later.finish("Ev1")
    assert later.begin("Ev1") == "done"


def test_p6_counts_survive_kill_9(database: str, pool: Pool) -> None:
    with running(COUNTING, database) as writer:
        go_on(writer)
        acknowledged = [heard(writer) for _ in range(40)]
        writer.kill()
        assert writer.stdout
        acknowledged += [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]

    with closing(PostgresCounters(pool).snapshot()) as copy:
        counted, hours = (
            copy.execute(f"select sum(n) from {table}").fetchone()[0] for table in ("weekly_counts", "weekly_hours")
        )
    assert len(acknowledged) <= counted <= len(acknowledged) + 1, "each acknowledged, and perhaps the one under way"
    assert counted == hours, "a worry and its hours are one count"
