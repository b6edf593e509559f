"""The handled-once table: once means once, for all processes, and it never stands in the way."""

from __future__ import annotations

import datetime as dt
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.store.handled import LEASE, SqliteHandled

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def table(file: Path, now: dt.datetime = NOON) -> SqliteHandled:
    return SqliteHandled(file, clock=lambda: now)


def test_the_first_to_ask_about_an_event_is_told_to_handle_it(tmp_path: Path) -> None:
    handled = table(tmp_path / "a" / "handled.sqlite")

    assert [handled.once("Ev1"), handled.once("Ev1"), handled.once("Ev2")] == [True, False, True]


def test_another_process_sees_the_same_table(tmp_path: Path) -> None:
    table(tmp_path / "handled.sqlite").once("Ev1")

    assert not table(tmp_path / "handled.sqlite").once("Ev1")


def test_of_many_who_ask_at_once_one_is_told_to_handle_it(tmp_path: Path) -> None:
    handled = table(tmp_path / "handled.sqlite")
    handled.once("warm")
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: handled.once("Ev1"), range(16)))

    assert told.count(True) == 1


def test_an_event_that_could_not_be_answered_may_come_again(tmp_path: Path) -> None:
    handled = table(tmp_path / "handled.sqlite")
    handled.once("Ev1")
    handled.forget("Ev1")

    assert handled.once("Ev1")


def test_an_event_is_forgotten_after_a_day(tmp_path: Path) -> None:
    table(tmp_path / "handled.sqlite").once("Ev1")

    assert not table(tmp_path / "handled.sqlite", NOON + dt.timedelta(hours=23)).once("Ev1")
    assert table(tmp_path / "handled.sqlite", NOON + dt.timedelta(hours=26)).once("Ev1")


def test_p8_the_table_holds_a_fingerprint_and_an_hour_only(tmp_path: Path) -> None:
    handled = table(tmp_path / "handled.sqlite", NOON.replace(minute=41, second=17))
    handled.once("a name typed as an event")

    assert handled.reachable()
    with sqlite3.connect(tmp_path / "handled.sqlite") as connection:
        ((event, forget_after),) = connection.execute("select * from handled").fetchall()
    assert len(event) == 64
    assert forget_after == "2026-11-25T12"
    for file in tmp_path.iterdir():
        assert b"a name typed" not in file.read_bytes()


def test_p6_a_locked_table_lets_the_event_through(tmp_path: Path) -> None:
    handled = table(tmp_path / "handled.sqlite")
    handled.once("Ev1")
    with sqlite3.connect(tmp_path / "handled.sqlite", isolation_level=None) as locked:
        locked.execute("begin exclusive")
        assert handled.once("Ev1")
        assert not handled.reachable()
        handled.forget("Ev1")
        locked.execute("rollback")


@pytest.mark.parametrize("broken", ["a folder", "not a database"])
def test_p6_a_broken_table_lets_the_event_through(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "handled.sqlite"
    if broken == "a folder":
        file.mkdir()
    else:
        file.write_bytes(b"this is no database" * 100)
    handled = table(file)

    assert handled.once("Ev1")
    assert not handled.reachable()


def test_an_event_whose_holder_died_is_free_again_after_a_while(tmp_path: Path) -> None:
    file, a_second = tmp_path / "handled.sqlite", dt.timedelta(seconds=1)

    told = [table(file, NOON + later).begin("Ev1") for later in (dt.timedelta(), LEASE, LEASE + a_second)]

    assert told == ["new", "busy", "new"]


def test_an_event_that_was_finished_stays_so(tmp_path: Path) -> None:
    handled = table(tmp_path / "handled.sqlite")
    handled.begin("Ev1")
    handled.finish("Ev1")

    assert table(tmp_path / "handled.sqlite", NOON + 2 * LEASE).begin("Ev1") == "done"
    assert not handled.once("Ev1")


def test_of_many_who_begin_at_once_one_is_told_to_answer(tmp_path: Path) -> None:
    handled = table(tmp_path / "handled.sqlite")
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: handled.begin("Ev1"), range(24)))

    assert sorted(set(told)) == ["busy", "new"]
    assert told.count("new") == 1


def test_only_an_event_being_answered_has_a_time_to_the_second(tmp_path: Path) -> None:
    file = tmp_path / "handled.sqlite"
    handled = table(file, NOON.replace(minute=17, second=23))
    handled.begin("Ev1")
    handled.finish("Ev1")

    with sqlite3.connect(file) as connection:
        assert connection.execute("select * from begun").fetchall() == []
        assert connection.execute("select forget_after from handled").fetchall() == [("2026-11-25T12",)]


def test_a_store_that_cannot_be_opened_lets_every_event_be_answered(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    handled = table(tmp_path / "file" / "handled.sqlite")

    assert [handled.begin("Ev1"), handled.begin("Ev1")] == ["new", "new"]
    handled.finish("Ev1")
