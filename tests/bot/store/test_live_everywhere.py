"""The house of each machine follows what is published on any of them; the readers are made up here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.core.house import House
from bot.folders import Folders
from bot.live import Live
from bot.store import shelf
from bot.store.postgres import Pool
from bot.store.shelf import PostgresShelf
from bot.store.steps import every_step
from knowledge.releases.folder import Releases
from nlp.reader import Models
from tests.bot.store.test_shelf import publish, renumber
from tests.knowledge.releases.conftest import CONTACTS, NOON, SHIPPED, draft

from ...postgres import Server

__all__ = ["draft"]
SECONDS = 60
Start = Callable[..., "Machine"]


class Machine:
    """A machine's running house. `answers`: the number that people are given."""

    def __init__(self, folder: Path, own: Path, pool: Pool, came: threading.Condition) -> None:
        self._came = came
        self.live = Live((), Folders.under(own), Releases(folder, PostgresShelf(pool)), cast(Models, object()))
        self.live.watch()

    @property
    def answers(self) -> str:
        return str(cast(Any, self.live.current()).number)

    def comes_to(self, number: str) -> bool:
        with self._came:
            return self._came.wait_for(lambda: number in self.answers, SECONDS)


@pytest.fixture
def start(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts machines; a house knows only its number and its version."""
    came = threading.Condition()
    monkeypatch.setattr(shelf, "LISTEN_AGAIN", 0.05)

    def assemble(_: object, folders: Folders, __: object) -> House:
        number = (folders.root / CONTACTS).read_text()
        house = SimpleNamespace(number=number, knowledge=SimpleNamespace(version=folders.root.name))
        return cast(House, house)

    reload = Live.reload

    def reloaded(live: Live) -> bool:
        with came:
            found = reload(live)
            came.notify_all()
        return found

    monkeypatch.setattr("bot.live.assemble", assemble)
    monkeypatch.setattr(Live, "reload", reloaded)
    running: list[tuple[Machine, Pool]] = []

    def started(name: str, own: Path) -> Machine:
        pool = Pool(database, steps=every_step())
        machine = Machine(tmp_path / name, own, pool, came)
        running.append((machine, pool))
        return machine

    yield started
    for machine, pool in running:
        machine.live.close()
        pool.close()


def test_a_release_is_answered_by_every_machine(start: Start, draft: Path, tmp_path: Path, pool: Pool) -> None:
    first, second = start("first", draft), start("second", draft)
    publish(Releases(tmp_path / "first", PostgresShelf(pool)), draft, "0161 496 0001")
    assert first.comes_to("0161 496 0001")
    assert second.comes_to("0161 496 0001")


def test_p6_a_machine_that_starts_without_the_database_answers_and_follows_when_it_is_back(
    start: Start, draft: Path, tmp_path: Path, pool: Pool, postgres: Server
) -> None:
    elsewhere = Releases(tmp_path / "elsewhere", PostgresShelf(pool))
    elsewhere.ship(draft, now=NOON)
    publish(elsewhere, draft, "0161 496 0001")
    renumber(draft, "0161 496 5555")
    postgres.stop()
    try:
        cut_off = start("cut-off", draft)
        assert "5555" in cut_off.answers, "its own tree, while there is nothing else"
        assert not (tmp_path / "cut-off" / "current").exists()
    finally:
        postgres.start()
    assert cut_off.comes_to("0161 496 0001")
    assert (tmp_path / "cut-off" / SHIPPED.version).is_dir()
