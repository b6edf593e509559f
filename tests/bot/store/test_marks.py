"""Facts that every process shares: the same on each store."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store.marks import Marks, SqliteMarks
from bot.store.postgres import Pool
from bot.store.postgres_marks import PostgresMarks
from knowledge.clock import LONDON

TUESDAY = dt.datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
SECRET = b"only for tests"
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
PERSON = "U0JANE"


class Clock:
    def __init__(self) -> None:
        self.now = TUESDAY

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


Open = Callable[[], Marks]


@pytest.fixture(params=["sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, file: Path, clock: Clock) -> Open:
    """Opens the marks as another process would."""
    if request.param == "sqlite":
        return lambda: SqliteMarks(file, clock, SECRET)
    pool = request.getfixturevalue("pool")
    return lambda: PostgresMarks(pool, clock, SECRET)


@pytest.fixture
def marks(opened: Open) -> Marks:
    return opened()


def test_what_was_put_is_there_for_every_process_until_it_is_over(marks: Marks, opened: Open, clock: Clock) -> None:
    other = opened()
    assert marks.put("link", "code", "officer", until=TUESDAY + HOUR)
    assert other.get("link", "code") == "officer"
    assert other.get("session", "code") is None, "another kind"

    clock.now += HOUR
    assert other.get("link", "code") is None


def test_the_second_to_take_gets_nothing(marks: Marks) -> None:
    marks.put("link", "code", "officer", until=TUESDAY + HOUR)
    assert [marks.take("link", "code") for _ in range(2)] == ["officer", None]


def test_what_is_over_cannot_be_taken(marks: Marks, clock: Clock) -> None:
    marks.put("link", "code", "officer", until=TUESDAY + HOUR)
    clock.now += HOUR
    assert marks.take("link", "code") is None


def test_of_many_who_take_at_once_one_wins(marks: Marks) -> None:
    marks.put("link", "code", "officer", until=TUESDAY + HOUR)
    found: list[str | None] = []
    threads = [threading.Thread(target=lambda: found.append(marks.take("link", "code"))) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found, key=str) == [None] * 11 + ["officer"]


def test_a_value_is_replaced_dropped_and_listed(marks: Marks) -> None:
    marks.put("there", "a", "1", until=TUESDAY + HOUR)
    marks.put("there", "a", "2", until=TUESDAY + HOUR)
    marks.put("there", "b", "3", until=TUESDAY + HOUR)
    marks.put("there", "c", "4", until=TUESDAY)
    assert sorted(marks.listed("there")) == ["2", "3"]

    assert marks.drop("there", "a")
    assert marks.listed("there") == ("3",)


def test_times_are_counted_within_a_window_that_begins_with_the_first(marks: Marks, clock: Clock) -> None:
    assert [marks.add("typed", PERSON, window=MINUTE) for _ in range(3)] == [1, 2, 3]
    assert marks.add("typed", "another", window=MINUTE) == 1
    clock.now += MINUTE
    assert marks.add("typed", PERSON, window=MINUTE) == 1


def test_nobody_is_lost_when_many_count_at_once(marks: Marks) -> None:
    found: list[int] = []
    turn = threading.Barrier(8)

    def count() -> None:
        turn.wait()
        found.append(marks.add("typed", PERSON, window=MINUTE))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    counted = [each for each in found if each]
    assert sorted(counted) == list(range(1, len(counted) + 1)), "no number twice; 0 is a table that was too busy"


def test_nothing_names_anybody_and_what_is_over_is_deleted(pool: Pool, clock: Clock) -> None:
    marks = PostgresMarks(pool, clock, SECRET)
    marks.put("there", PERSON, "x", until=TUESDAY + HOUR)
    marks.add("typed", PERSON, window=MINUTE)
    with pool.lent() as connection:
        rows = "select kind || key from earlyhelp.marks union select kind || key from earlyhelp.tallies"
        assert not [row for (row,) in connection.execute(rows) if PERSON in row]

    clock.now += HOUR
    marks.forget(clock.now)
    with pool.lent() as connection:
        assert connection.execute(rows).fetchall() == []


def test_the_file_names_nobody_and_forgets(file: Path, clock: Clock) -> None:
    marks = SqliteMarks(file, clock, SECRET)
    marks.put("there", PERSON, "x", until=TUESDAY + HOUR)
    marks.add("typed", PERSON, window=MINUTE)
    assert PERSON.encode() not in file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()

    clock.now += HOUR
    marks.forget(clock.now)
    with sqlite3.connect(file) as connection:
        assert [connection.execute(f"select count(*) from {each}").fetchone()[0] for each in ("marks", "tallies")] == [
            0,
            0,
        ]
    connection.close()


@pytest.fixture(params=["sqlite", "postgres"])
def broken(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Marks]:
    """Marks of a store that does not answer."""
    if request.param == "sqlite":
        file = tmp_path / "not-a-database.sqlite"
        file.write_bytes(b"this is no database, though it is long enough to be one" * 40)
        yield SqliteMarks(file, clock, SECRET)
        return
    nobody = Pool(f"postgresql://nobody@/none?host={tmp_path}", steps=())
    yield PostgresMarks(nobody, clock, SECRET)
    nobody.close()


def test_p6_a_broken_table_keeps_nobody_from_an_answer_and_lets_nobody_in(broken: Marks, clock: Clock) -> None:
    marks = broken
    assert marks.put("link", "code", "officer", until=TUESDAY + HOUR) is False
    assert (marks.get("link", "code"), marks.take("link", "code"), marks.listed("link")) == (None, None, ())
    assert marks.drop("link", "code") is False
    assert marks.add("typed", PERSON, window=MINUTE) == 0
    marks.forget(clock.now)
