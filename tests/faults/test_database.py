"""PostgreSQL stopped, crashed or standing still while people ask in Slack: all are answered, and it is taken up again.

What each table does is tested in `tests/bot/store/test_away.py`; here the books are kept.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store.postgres import Patience, Pool
from bot.store.postgres_handled import PostgresHandled
from bot.store.postgres_remembered import PostgresRemembered
from bot.store.steps import every_step
from tests.postgres import Server

from ..bot.slack.conftest import TUESDAY, running
from ..bot.slack.fake_slack import FakeSlack
from .conftest import Books


@pytest.fixture
def pool(database: str) -> Iterator[Pool]:
    made = Pool(database, steps=every_step(), patience=Patience(connection=2, answer=2, look_again=0.02))
    yield made
    made.close()


@pytest.fixture
def books(api: FakeSlack, tmp_path: Path, pool: Pool) -> Iterator[Books]:
    with running(api, tmp_path / "var") as slack:
        clock = slack.desk.clock
        shared = replace(
            slack.desk,
            handled=PostgresHandled(pool, clock=clock),
            remembered=PostgresRemembered(pool, clock=clock, secret=b"s"),
        )
        object.__setattr__(slack.channel.answering, "desk", shared)
        yield Books(slack)


@pytest.fixture
def back() -> Iterator[Callable[[], None]]:
    """Waits until the pool itself says that the database is back."""
    heard = threading.Event()

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "answers again" in record.getMessage():
                heard.set()

    listening = Listening()
    logging.getLogger("bot.store.postgres").addHandler(listening)
    yield lambda: None if heard.wait(30) else pytest.fail("the database was not taken up again")
    logging.getLogger("bot.store.postgres").removeHandler(listening)


BREAKS: dict[str, tuple[Callable[[Server], None], Callable[[Server], None]]] = {
    "stopped": (Server.stop, Server.start),
    "crashed": (Server.crash, Server.start),
    "standing still": (Server.freeze, Server.thaw),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_database_that_goes_away_and_comes_back_loses_no_answer(
    books: Books, postgres: Server, back: Callable[[], None], how: str
) -> None:
    breaks, mends = BREAKS[how]
    assert books.says() == 200
    breaks(postgres)
    try:
        assert [books.says() for _ in range(3)] == [200] * 3
    finally:
        mends(postgres)
    back()
    assert books.says() == 200
    assert books.again(books.sent[-1]) == 200, "it is remembered again what was handled"
    assert books.balance() == (0, 0, 0)
    assert books.slack.now[0] == TUESDAY
