"""A database that is away keeps nobody waiting (promise P6), and is taken up again by itself."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from bot.core.turn import Count
from bot.store import counting
from bot.store.counting import CountInto
from bot.store.noting import NoteInto
from bot.store.postgres import DatabaseAway, Patience, Pool
from bot.store.postgres_counters import PostgresCounters
from bot.store.postgres_handled import PostgresHandled
from bot.store.postgres_notes import PostgresNotes
from bot.store.postgres_remembered import PostgresRemembered
from bot.store.steps import every_step
from tests.bot.store.conftest import NOON
from tests.postgres import Server
from trends.counters import CounterRow, totals_of_closed_weeks
from trends.missing import Note

HOURS = dt.timedelta(hours=4)
NOTE = Note("exshire", "no-service", "the canaryword group")


@pytest.fixture
def pool(database: str) -> Iterator[Pool]:
    made = Pool(database, steps=every_step(), patience=Patience(connection=2, answer=2, look_again=0.02))
    yield made
    made.close()


@pytest.fixture
def back(pool: Pool, caplog: pytest.LogCaptureFixture) -> Callable[[], None]:
    """Waits until the pool itself says that the database is back."""
    heard = threading.Event()

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "answers again" in record.getMessage():
                heard.set()

    logging.getLogger("bot.store.postgres").addHandler(Listening())

    def wait() -> None:
        assert heard.wait(30)
        heard.clear()

    return wait


def asked(pool: Pool) -> list[object]:
    """What every table says, one after the other."""
    handled = PostgresHandled(pool, clock=lambda: NOON)
    remembered = PostgresRemembered(pool, clock=lambda: NOON, secret=b"secret")
    said: list[object] = [handled.once("Ev1"), handled.begin("Ev2"), handled.reachable()]
    handled.finish("Ev2")
    handled.forget("Ev3")
    handled.forget_old(NOON)
    remembered.remember("person", "ids", keep=HOURS)
    remembered.forget_old(NOON)
    notes = NoteInto(PostgresNotes(pool), 90)
    notes.forget(NOON)
    return [*said, remembered.recall("person"), notes(NOTE, now=NOON)]


WITHOUT = [True, "new", False, "", False]


def test_p6_a_database_that_is_stopped_and_started_again_while_in_use(
    pool: Pool, postgres: Server, back: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    assert asked(pool) == [True, "new", True, "ids", True]
    postgres.stop()
    try:
        assert [asked(pool), asked(pool)] == [WITHOUT, WITHOUT]
    finally:
        postgres.start()
    back()

    assert asked(pool) == [False, "done", True, "ids", True]
    assert caplog.text.count("People are answered without it") == 1
    assert "canaryword" not in caplog.text


def test_p6_a_database_that_stands_still_is_left_alone(pool: Pool, postgres: Server, back: Callable[[], None]) -> None:
    asked(pool)
    postgres.freeze()
    try:
        assert asked(pool) == WITHOUT
    finally:
        postgres.thaw()
    back()

    assert asked(pool)[2:] == [True, "ids", True]


def test_p6_a_database_that_crashed_keeps_what_it_was_told(
    pool: Pool, postgres: Server, back: Callable[[], None]
) -> None:
    asked(pool)
    postgres.crash()
    postgres.start()
    PostgresHandled(pool, clock=lambda: NOON).once("noticed")
    if not pool.reachable():
        back()

    assert PostgresHandled(pool, clock=lambda: NOON).begin("Ev2") == "done"


def test_connections_that_the_server_ended_while_idle_are_not_noticed(pool: Pool, database: str) -> None:
    handled = PostgresHandled(pool, clock=lambda: NOON)
    handled.once("Ev1")
    with psycopg.connect(database, autocommit=True) as other:
        others = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where pid <> pg_backend_pid() "
        other.execute(others + "and backend_type = 'client backend'")

    assert not handled.once("Ev1")


def test_p6_a_row_that_somebody_holds_is_not_waited_for(pool: Pool, database: str) -> None:
    handled = PostgresHandled(pool, clock=lambda: NOON)
    handled.once("Ev1")
    with psycopg.connect(database) as other:
        other.execute("select * from earlyhelp.handled for update")
        handled.finish("Ev1")
        assert handled.begin("Ev1") == "new"
        other.rollback()


def test_p6_a_database_that_was_never_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    nowhere = Pool(f"postgresql://nobody@/earlyhelp?host={tmp_path}", steps=every_step())

    assert asked(nowhere) == WITHOUT
    nowhere.close()
    assert "PostgreSQL does not answer (OperationalError: connection" in caplog.text


def test_p6_a_role_that_may_not_make_tables_is_told_to_the_operator(
    empty_database: str, postgres: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with psycopg.connect(empty_database, autocommit=True) as owner:
        owner.execute("drop role if exists visitor")
        owner.execute("create role visitor login")
    visitor = Pool(postgres.url(user="visitor"), steps=every_step())

    assert asked(visitor) == WITHOUT
    visitor.close()
    assert "InsufficientPrivilege: permission denied for database" in caplog.text


def test_what_is_asked_after_the_end_is_answered_too(pool: Pool) -> None:
    asked(pool)
    pool.close()

    assert asked(pool) == WITHOUT


def test_nothing_that_was_asked_stands_in_an_error(pool: Pool) -> None:
    with pytest.raises(DatabaseAway) as error, pool.lent() as connection:
        connection.execute("select 'canaryword'::integer")

    assert str(error.value) == "InvalidTextRepresentation"
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Whatever is counted is this row."""
    row = CounterRow("exshire", "web")
    monkeypatch.setattr(counting, "counter_row", lambda *_, **__: row)
    monkeypatch.setattr(counting, "hours_of", lambda *_, **__: "in")
    return SimpleNamespace()


WORRY = Count("exshire", None, None, "neglect", "early_help", None, None, True)


def test_what_could_not_be_counted_is_counted_when_the_database_is_back(
    pool: Pool, postgres: Server, back: Callable[[], None], house: Any
) -> None:
    into = CountInto(PostgresCounters(pool))
    into(WORRY, house, channel="web", now=NOON)
    postgres.stop()
    for _ in range(3):
        into(WORRY, house, channel="web", now=NOON)
    postgres.start()
    back()
    into(WORRY, house, channel="web", now=NOON + dt.timedelta(weeks=1))

    found = totals_of_closed_weeks(into.counters, now=NOON + dt.timedelta(weeks=2))
    assert [(each.week, each.n) for each in found] == [("2026-W48", 4), ("2026-W49", 1)]


def test_p6_more_than_can_wait_to_be_counted_is_no_error(tmp_path: Path, house: Any, pool: Pool) -> None:
    pool.close()
    into = CountInto(PostgresCounters(pool))
    for _ in range(counting.MOST + 5):
        into.waiting.append(counting.Waiting(CounterRow("exshire", "web"), None, "2026-W48"))
    into(WORRY, house, channel="web", now=NOON)

    assert len(into.waiting) == counting.MOST
