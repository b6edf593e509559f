"""The store's file moved, deleted, locked or spoilt while people ask: everybody is answered, and it is taken up again.

What a broken store costs is said here too: while it is away nobody remembers where a conversation stood, and an event
that was answered before is answered again if the platform should bring it just then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from .conftest import Books

ALL_IS_WELL = (0, 0, 0)


def store(books: Books) -> Path:
    return books.slack.folder / "store.sqlite"


def parts(file: Path) -> list[Path]:
    """The file with its journal."""
    return sorted(file.parent.glob(f"{file.name}*"))


@contextmanager
def moved_away(file: Path) -> Iterator[None]:
    away = file.parent / "away"
    away.mkdir()
    for part in parts(file):
        part.rename(away / part.name)
    yield
    for part in parts(file):
        part.unlink()
    for part in away.iterdir():
        part.rename(file.parent / part.name)


@contextmanager
def deleted(file: Path) -> Iterator[None]:
    for part in parts(file):
        part.unlink()
    yield


@contextmanager
def spoilt(file: Path) -> Iterator[None]:
    """Overwritten with rubbish, as by a bad disk; put away by the operator, without a restart."""
    for part in parts(file):
        part.write_bytes(b"\xff" * 8192)
    yield
    for part in parts(file):
        part.unlink()


@contextmanager
def spoilt_in_the_middle(file: Path) -> Iterator[None]:
    """The first page stands, what follows is rubbish."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    with file.open("r+b") as raw:
        raw.seek(4096)
        raw.write(b"\xa5" * (file.stat().st_size - 4096))
    yield
    for part in parts(file):
        part.unlink()


@contextmanager
def in_the_way(file: Path) -> Iterator[None]:
    """A folder stands where the file was."""
    for part in parts(file):
        part.unlink()
    file.mkdir()
    yield
    file.rmdir()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program holds it and does not let go."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin exclusive")
        yield
        other.execute("rollback")


@pytest.fixture(autouse=True)
def without_waiting_for_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a lock is waited for is bounded; here not at all."""
    monkeypatch.setattr("bot.store.handled.WAIT_TO_BEGIN", 0.01)
    monkeypatch.setattr("bot.store.files.opened.__kwdefaults__", {"busy_seconds": 0.01})


BREAKS = [moved_away, deleted, spoilt, spoilt_in_the_middle, in_the_way, locked]


@pytest.mark.parametrize("broken", BREAKS, ids=lambda each: each.__name__.replace("_", " "))
def test_a_store_that_breaks_loses_no_answer_and_is_taken_up_again(
    books: Books, broken: Callable[[Path], Iterator[None]]
) -> None:
    assert books.says() == 200
    with broken(store(books)):  # type: ignore[attr-defined]
        assert [books.says() for _ in range(3)] == [200, 200, 200]
    assert books.says() == 200
    assert books.balance() == ALL_IS_WELL
    assert books.slack.desk.handled.reachable()

    last = books.sent[-1]
    assert books.again(last) == 200
    assert books.balance() == ALL_IS_WELL, "it knows again what was handled"


def test_what_was_answered_while_the_store_was_away_may_be_answered_again_and_is_never_lost(books: Books) -> None:
    with locked_from_the_start(store(books)):
        books.says()
        books.again(books.sent[-1])
    assert books.answers_to(books.sent[-1]) == 2, "better twice than never (promise P6)"
    assert books.lost == []


@contextmanager
def locked_from_the_start(file: Path) -> Iterator[None]:
    file.parent.mkdir(parents=True, exist_ok=True)
    with locked(file):
        yield


def test_counters_that_cannot_be_written_keep_no_answer_back(books: Books) -> None:
    counters = books.slack.folder / "counters.sqlite"
    books.says()
    assert books.slack.counted()
    counters.write_bytes(b"\xff" * 8192)
    assert books.says() == 200
    assert books.balance() == ALL_IS_WELL
