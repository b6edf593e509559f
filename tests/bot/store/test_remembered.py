"""What a person is remembered by: ids, for hours, under a mark that cannot be read back."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from bot.store.remembered import SqliteRemembered

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
HOURS = dt.timedelta(hours=4)
PERSON = "slack:T1:U1"


def table(file: Path, now: dt.datetime = NOON, secret: bytes = b"secret") -> SqliteRemembered:
    return SqliteRemembered(file, clock=lambda: now, secret=secret)


def test_another_process_goes_on_where_the_first_one_stopped(tmp_path: Path) -> None:
    table(tmp_path / "a" / "store.sqlite").remember(PERSON, "ids", keep=HOURS)

    assert table(tmp_path / "a" / "store.sqlite").recall(PERSON) == "ids"
    assert table(tmp_path / "a" / "store.sqlite").recall("slack:T1:U2") == ""


def test_the_newest_replaces_what_was_there_and_nothing_forgets(tmp_path: Path) -> None:
    remembered = table(tmp_path / "store.sqlite")
    remembered.remember(PERSON, "first", keep=HOURS)
    remembered.remember(PERSON, "second", keep=HOURS)
    assert remembered.recall(PERSON) == "second"

    remembered.remember(PERSON, "", keep=HOURS)
    assert remembered.recall(PERSON) == ""


def test_it_is_forgotten_after_its_hours(tmp_path: Path) -> None:
    table(tmp_path / "store.sqlite").remember(PERSON, "ids", keep=HOURS)

    assert table(tmp_path / "store.sqlite", NOON + HOURS).recall(PERSON) == "ids"
    later = table(tmp_path / "store.sqlite", NOON + HOURS + dt.timedelta(hours=1))
    assert later.recall(PERSON) == ""
    later.remember("slack:T1:U2", "other", keep=HOURS)
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        assert connection.execute("select count(*) from remembered").fetchone() == (1,)


def test_p8_the_file_alone_does_not_tell_who_asked(tmp_path: Path) -> None:
    table(tmp_path / "store.sqlite").remember(PERSON, "ids", keep=HOURS)

    for file in tmp_path.iterdir():
        assert PERSON.encode() not in file.read_bytes()
    assert table(tmp_path / "store.sqlite", secret=b"another").recall(PERSON) == ""


def test_p6_a_broken_file_remembers_nothing_and_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"not a database at all" * 100)
    remembered = table(tmp_path / "store.sqlite")
    remembered.remember(PERSON, "ids", keep=HOURS)

    assert remembered.recall(PERSON) == ""
    assert PERSON not in caplog.text
