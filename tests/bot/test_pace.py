"""The queue of one process: who waits, who is told at once, and what happens when a reading never ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from bot.pace import BUSY, SLOW, Bounds, Pace

NOW = 100.0


class Timer:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def readings_of(pace: Pace, timer: Timer, seconds: float, times: int = 32) -> None:
    """Lets the pace have seen so many readings that took so long."""

    async def read() -> None:
        for _ in range(times):
            await pace.read(lambda: setattr(timer, "now", timer.now + seconds))

    anyio.run(read)


async def filled(pace: Pace, number: int, then: Callable[[], Any], *, asker: str = "") -> list[object]:
    """What this many hear who come while one is being read; `then` is called when all of them have come."""
    begun, go_on = threading.Event(), threading.Event()
    found: list[object] = []

    def reading() -> str:
        begun.set()
        go_on.wait()
        return "read"

    async def ask(work: Callable[[], str]) -> None:
        found.append(await pace.read(work, asker=asker))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask, reading)
        await anyio.to_thread.run_sync(begun.wait)
        for _ in range(number):
            tasks.start_soon(ask, lambda: "read")
        await anyio.wait_all_tasks_blocked()
        then()
        go_on.set()
    return found


def test_a_message_is_read_and_nothing_waits_afterwards() -> None:
    pace = Pace()
    assert anyio.run(pace.read, lambda: "read") == "read"
    assert (pace.waiting, pace.expected(), pace.turns.borrowed_tokens) == (0, 0.0, 0)


def test_as_many_wait_as_can_be_read_soon_and_the_others_are_told_at_once() -> None:
    timer = Timer()
    pace = Pace(Bounds(wait=1.5), timer)
    readings_of(pace, timer, 0.3)
    found = anyio.run(filled, pace, 10, lambda: None)
    assert (found.count("read"), found.count(BUSY)) == (6, 5)
    assert found[:5] == [BUSY] * 5, "they were told before anybody else was read"


def test_a_faster_machine_lets_more_wait() -> None:
    timer = Timer()
    pace = Pace(Bounds(wait=1.5), timer)
    readings_of(pace, timer, 0.03)
    assert BUSY not in anyio.run(filled, pace, 40, lambda: None)


def test_one_long_message_among_short_ones_does_not_send_the_next_away() -> None:
    timer = Timer()
    pace = Pace(timer=timer)
    readings_of(pace, timer, 0.03)
    readings_of(pace, timer, 7.0, times=1)
    assert BUSY not in anyio.run(filled, pace, 10, lambda: None)


def test_nobody_joins_behind_a_reading_that_already_takes_too_long() -> None:
    timer = Timer()
    pace = Pace(timer=timer)

    async def story() -> object:
        begun, go_on = threading.Event(), threading.Event()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(pace.read, lambda: (begun.set(), go_on.wait()))
            await anyio.to_thread.run_sync(begun.wait)
            timer.now += 2
            told = await pace.read(lambda: "read")
            go_on.set()
        return told

    assert anyio.run(story) is BUSY


def test_one_asker_fills_no_more_than_half_of_the_queue() -> None:
    timer = Timer()
    pace = Pace(Bounds(wait=1.5), timer)
    readings_of(pace, timer, 0.1)
    alone = anyio.run(lambda: filled(pace, 14, lambda: None, asker="somebody"))
    assert alone.count("read") == 9
    assert pace._waiting == {}, "nobody is remembered who waits no longer"


def test_who_waits_in_vain_is_told_so() -> None:
    pace = Pace(Bounds(patience=0.0))
    assert anyio.run(filled, pace, 1, lambda: None) == [BUSY, "read"]


def test_a_reading_that_does_not_end_is_no_longer_waited_for_and_the_next_waits_for_its_thread() -> None:
    timer = Timer()
    pace = Pace(Bounds(reading=0.2, stuck=30), timer)
    go_on = threading.Event()

    async def story() -> tuple[object, bool, bool, object]:
        slow = await pace.read(go_on.wait)
        timer.now += 20
        before = pace.stuck()
        timer.now += 20
        after = pace.stuck()
        told = await pace.read(lambda: "read")
        go_on.set()
        while pace.turns.borrowed_tokens:
            await anyio.sleep(0)
        return slow, before, after, told

    assert anyio.run(story) == (SLOW, False, True, BUSY)
    assert not pace.stuck()


def test_who_goes_away_while_waiting_leaves_the_queue_as_it_was() -> None:
    pace = Pace()

    async def story() -> None:
        with anyio.move_on_after(0):
            await pace.read(lambda: "read")

    anyio.run(story)
    assert (pace.waiting, pace.turns.borrowed_tokens) == (0, 0)


def test_what_breaks_in_a_reading_frees_its_turn() -> None:
    pace = Pace()

    def breaks() -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        anyio.run(pace.read, breaks)
    assert pace.turns.borrowed_tokens == 0
