"""What the measurements of Slack and Teams share: the desk, and many at once asking in turns."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from bot.commands.common import desk_of, stores_of
from bot.core.house import House
from bot.desk import Desk
from bot.settings import Settings, Store, Trends

AT_ONCE = ((1, 60), (10, 8), (100, 2))
"""How many at once, and how often."""
PATIENCE = 120.0

Ask = Callable[[str, str], Awaitable[float]]
"""Asks with these words and this mark of its own; the milliseconds until the answer left."""
Channel = Callable[[House, Desk], AbstractAsyncContextManager[Ask]]


def measured(channel: Channel, house: House, texts: list[str]) -> Iterator[tuple[int, list[float]]]:
    """How many at once, and the milliseconds of each, sorted."""
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(house, Path(folder))
        for at_once, rounds in AT_ONCE:
            yield at_once, asyncio.run(_rounds(channel, house, desk, texts, at_once, rounds))


async def _rounds(
    channel: Channel, house: House, desk: Desk, texts: list[str], at_once: int, rounds: int
) -> list[float]:
    told, marks = itertools.cycle(texts), (f"{at_once}.{number:06}" for number in itertools.count(1))
    async with channel(house, desk) as ask:
        await ask(next(told), next(marks))
        taken: list[float] = []
        for _ in range(rounds):
            taken += await asyncio.gather(*(ask(next(told), next(marks)) for _ in range(at_once)))
    return sorted(taken)


def _desk(house: House, folder: Path) -> Desk:
    """The desk of an operator who keeps everything in this folder."""
    store, trends = Store(file=folder / "store.sqlite"), Trends(file=folder / "counters.sqlite")
    settings = Settings(authorities=house.authorities, store=store, trends=trends)
    return desk_of(settings, lambda: house, stores_of(settings))
