"""What only PostgreSQL has: steps that make its tables, roles, and traces that rows leave (promise P8)."""

from __future__ import annotations

import datetime as dt
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from bot.settings import NotConfigured, Settings, Store
from bot.store import stores
from bot.store.postgres import Pool
from bot.store.postgres_counters import PUBLISHING, PostgresCounters
from bot.store.postgres_handled import PostgresHandled
from bot.store.postgres_notes import PostgresNotes
from bot.store.steps import Steps, every_step, prepare
from tests.bot.store.conftest import NOON
from tests.postgres import Server
from trends import missing
from trends.counters import CounterRow
from trends.missing import Note

ROW = CounterRow("exshire", "web", area="north")
WEEK = "2026-W48"
FIRST = Steps("things", ("create table earlyhelp.things (a text)",))
SECOND = Steps("things", (*FIRST.sql, "alter table earlyhelp.things add column b text"))
BROKEN = Steps("things", (*SECOND.sql, "create table earlyhelp.more (a text)", "this is no SQL"))


def one(connection: psycopg.Connection, asked: str) -> object:
    found = connection.execute(asked).fetchone()  # type: ignore[call-overload]
    return found[0] if found else None


def test_each_step_is_done_once_and_in_order(empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        for steps in (FIRST, FIRST, SECOND, SECOND):
            prepare(connection, [steps])
        connection.execute("insert into earlyhelp.things values ('a', 'b')")

        assert connection.execute("select * from earlyhelp.steps").fetchall() == [("things", 2)]


def test_steps_of_which_one_fails_leave_everything_as_it_was(empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        prepare(connection, [SECOND])
        with pytest.raises(psycopg.errors.SyntaxError):
            prepare(connection, [BROKEN])

        assert one(connection, "select done from earlyhelp.steps") == 2
        assert one(connection, "select to_regclass('earlyhelp.more')") is None


def test_a_program_that_is_older_than_the_database_leaves_it_as_it_is(empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        prepare(connection, [SECOND])
        prepare(connection, [FIRST])

        assert one(connection, "select done from earlyhelp.steps") == 2


def test_of_many_who_start_at_once_one_makes_the_tables(empty_database: str) -> None:
    pools = [Pool(empty_database, steps=every_step()) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(Pool.reachable, pools)) == [True] * 4
    for each in pools:
        each.close()


def test_a_role_that_may_only_read_and_write_rows_is_enough_once_the_tables_are_there(
    database: str, pool: Pool, postgres: Server
) -> None:
    assert pool.reachable()
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("drop role if exists rows_only")
        owner.execute("create role rows_only login")
        owner.execute("grant usage on schema earlyhelp to rows_only")
        owner.execute("grant select, insert, update, delete on all tables in schema earlyhelp to rows_only")
    worker = Pool(postgres.url(user="rows_only"), steps=every_step())
    counters = PostgresCounters(worker)
    counters.count(ROW, week=WEEK)
    counters.hide_the_order()

    assert PostgresHandled(worker, clock=lambda: NOON).begin("Ev1") == "new"
    missing.keep(PostgresNotes(worker), Note("exshire", "wrong-level"), keep_days=90, now=NOON)
    assert len(missing.waiting(PostgresNotes(worker), keep_days=90, now=NOON)) == 1
    worker.close()
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("drop owned by rows_only")


def test_p8_no_table_has_a_number_or_a_time_that_the_database_gives(database: str, pool: Pool) -> None:
    assert pool.reachable()
    asked = """select table_name, column_name from information_schema.columns where table_schema = 'earlyhelp'
        and (column_default is not null or is_identity = 'YES' or data_type like 'timestamp%' or data_type = 'date')
        and table_name in ('handled', 'remembered', 'missing', 'secret', 'already_published',
            'weekly_counts', 'weekly_hours', 'monthly_counts', 'monthly_hours')"""
    with psycopg.connect(database) as connection:
        assert connection.execute(asked).fetchall() == []


def test_p8_once_tidied_up_all_counters_seem_to_have_come_in_one_moment(database: str, pool: Pool) -> None:
    counters = PostgresCounters(pool)
    for area in ("west", "north", "east", "west", "south"):
        counters.count(replace(ROW, area=area), hours="in", week=WEEK)
    with psycopg.connect(database, autocommit=True) as connection:
        moments = "select count(distinct xmin::text) from earlyhelp.weekly_counts"
        assert one(connection, moments) == 4
        counters.hide_the_order()

        assert one(connection, moments) == 1
        rows = connection.execute("select area, n from earlyhelp.weekly_counts order by ctid").fetchall()
        assert rows == [("east", 1), ("north", 1), ("south", 1), ("west", 2)]


def files_of(table: str, database: str, postgres: Server) -> bytes:
    """The bytes of the files that a table lies in, as they are on the disk."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("checkpoint")
        file = postgres.data / str(one(connection, f"select pg_relation_filepath('earlyhelp.{table}')"))
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def test_p2_a_note_that_was_dealt_with_is_in_no_file_of_the_table(database: str, pool: Pool, postgres: Server) -> None:
    notes = PostgresNotes(pool)
    for text in ("the canaryword group", "another group"):
        missing.keep(notes, Note("exshire", "no-service", text), keep_days=90, now=NOON)
    assert b"canaryword" in files_of("missing", database, postgres)
    (found,) = [each for each in missing.waiting(notes, keep_days=90, now=NOON) if "canary" in each.text]
    missing.done(notes, found.id)

    assert b"canaryword" not in files_of("missing", database, postgres)
    assert b"another group" in files_of("missing", database, postgres)


def test_p6_a_table_that_is_being_backed_up_still_takes_notes(database: str, pool: Pool) -> None:
    notes = PostgresNotes(pool)
    missing.keep(notes, Note("exshire", "wrong-level"), keep_days=90, now=NOON)
    with psycopg.connect(database) as dumping:
        dumping.execute("lock table earlyhelp.missing in access share mode")
        missing.keep(notes, Note("exshire", "wrong-steps"), keep_days=90, now=NOON)
        assert len(missing.waiting(notes, keep_days=90, now=NOON)) == 2


def test_p8_of_two_who_publish_the_second_waits_for_the_first(database: str, pool: Pool) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        with PostgresCounters(pool).one_publishes():
            assert one(connection, f"select pg_try_advisory_lock({PUBLISHING})") is False
        connection.execute(f"select pg_advisory_lock({PUBLISHING})")


def test_the_store_is_what_app_yaml_says(database: str, tmp_path: Path) -> None:
    settings = Settings(authorities=("oldham",), store=Store(database=database))
    opened = stores.open_stores(settings, {"EARLYHELP_SECRET": "x"}, clock=lambda: NOON)

    assert opened.handled.begin("Ev1") == "new"
    for forget in opened.forgets:
        forget(NOON + dt.timedelta(days=1))
    opened.close()
    assert opened.handled.begin("Ev1") == "new"


def test_several_machines_need_a_secret_in_common(database: str) -> None:
    settings = Settings(authorities=("oldham",), store=Store(database=database))
    with pytest.raises(NotConfigured, match="EARLYHELP_SECRET"):
        stores.open_stores(settings, {}, clock=lambda: NOON)


def test_a_driver_that_is_not_installed_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(authorities=("oldham",), store=Store(database="postgresql://a@b/c"))
    monkeypatch.setitem(sys.modules, "bot.store.postgres", None)
    with pytest.raises(NotConfigured, match="pip install"):
        stores.open_stores(settings, {"EARLYHELP_SECRET": "x"}, clock=lambda: NOON)
