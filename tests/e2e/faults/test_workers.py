"""A worker killed or out of memory in the middle of an answer, and a restart: every message ends in one answer."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import pytest

from bot.store.handled import LEASE

from ...load.served import Served
from .slack_of_ours import Desk

pytestmark = pytest.mark.e2e

ALL_IS_WELL = (0, 0, 0)


def test_killed_in_the_middle_of_an_answer_the_message_is_answered_when_it_comes_again(
    two: Served, desk: Desk, clock: Path
) -> None:
    """Nobody can know whether Slack had taken the answer; here it had not, so the second is the only one."""
    with desk.saying() as said:
        desk.slack.answers.clear()
        for worker in two.workers():
            os.kill(worker, signal.SIGKILL)
        assert said.result(60) == 0
        two.until("is started")
        desk.slack.hold = False
    desk.slack.answers.clear()
    put_forward(desk, clock, LEASE.total_seconds() + 1)
    desk.redelivers()
    assert desk.says() == 200
    assert desk.balance() == ALL_IS_WELL


def test_told_to_end_in_the_middle_of_an_answer_a_worker_finishes_it(two: Served, desk: Desk) -> None:
    with desk.saying() as said:
        for worker in two.workers():
            os.kill(worker, signal.SIGTERM)
        two.until("is started")
    assert said.result() == 200
    assert desk.says() == 200
    assert desk.balance() == ALL_IS_WELL


def test_workers_that_get_no_more_memory_lose_nothing(two: Served, desk: Desk) -> None:
    """Each may take a megabyte more than it has: no room for a thread, let alone a message. Then memory is back."""
    assert desk.says() == 200
    workers = two.workers()
    for worker in workers:
        resource.prlimit(worker, resource.RLIMIT_AS, (size_of(worker) + 2**20, resource.RLIM_INFINITY))
    for _ in range(6):
        desk.says("always hungry " + "and cold " * 3000)
    for worker in set(workers) & set(two.workers()):
        resource.prlimit(worker, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    desk.redelivers()
    assert desk.says() == 200
    assert desk.balance() == ALL_IS_WELL


def test_a_clock_that_jumps_under_running_workers_doubles_nothing(two: Served, desk: Desk, clock: Path) -> None:
    assert desk.says() == 200
    for off in (3 * 3600.0, -26 * 3600.0):
        put_forward(desk, clock, off)
        for ts in list(desk.sent):
            assert desk.delivers(ts) == 200
        assert desk.says() == 200
    assert desk.balance() == ALL_IS_WELL


def put_forward(desk: Desk, clock: Path, seconds: float) -> None:
    desk.off = seconds
    clock.write_text(str(seconds))


def size_of(worker: int) -> int:
    """Bytes of address space."""
    return int(Path(f"/proc/{worker}/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
