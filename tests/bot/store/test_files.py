"""What can go wrong with a file of the store: it never stands in the way of an answer."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from bot.store.handled import SqliteHandled
from bot.store.remembered import SqliteRemembered
from tests.bot.store.conftest import NOON

HOURS = dt.timedelta(hours=4)


def table(file: Path) -> SqliteHandled:
    return SqliteHandled(file, clock=lambda: NOON)


def test_p6_a_locked_table_lets_the_event_through(tmp_path: Path) -> None:
    handled = table(tmp_path / "handled.sqlite")
    handled.once("Ev1")
    with sqlite3.connect(tmp_path / "handled.sqlite", isolation_level=None) as locked:
        locked.execute("begin exclusive")
        assert handled.once("Ev1")
        assert not handled.reachable()
        handled.forget("Ev1")
        handled.forget_old(NOON)
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


def test_a_store_that_cannot_be_opened_lets_every_event_be_answered(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    handled = table(tmp_path / "file" / "handled.sqlite")

    assert [handled.begin("Ev1"), handled.begin("Ev1")] == ["new", "new"]
    handled.finish("Ev1")


def test_p8_no_file_tells_what_an_event_was_or_who_asked(tmp_path: Path) -> None:
    table(tmp_path / "store.sqlite").once("a name typed as an event")
    remembered = SqliteRemembered(tmp_path / "store.sqlite", clock=lambda: NOON, secret=b"secret")
    remembered.remember("slack:T1:U1", "ids", keep=HOURS)

    for file in tmp_path.iterdir():
        assert b"a name typed" not in file.read_bytes()
        assert b"slack:T1:U1" not in file.read_bytes()


def test_p6_a_broken_file_remembers_nothing_and_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"not a database at all" * 100)
    remembered = SqliteRemembered(tmp_path / "store.sqlite", clock=lambda: NOON, secret=b"secret")
    remembered.remember("slack:T1:U1", "ids", keep=HOURS)

    assert remembered.recall("slack:T1:U1") == ""
    assert "slack:T1:U1" not in caplog.text


def test_what_nobody_ever_used_makes_no_file(tmp_path: Path) -> None:
    table(tmp_path / "store.sqlite").forget_old(NOON)

    assert list(tmp_path.iterdir()) == []
