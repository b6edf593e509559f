"""A disk that is full, read-only, slow or broken, under real processes: everybody is answered, and once.

The disk is a small file system in memory, mounted where only the server sees it. Slow and broken it is made by strace,
which holds up or fails every write to a file that the server's processes make; the network is left alone.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ...load.served import Served
from .slack_of_ours import Desk

pytestmark = pytest.mark.e2e

ALL_IS_WELL = (0, 0, 0)
WRITES = "pwrite64,fsync,fdatasync,ftruncate"


def inside(server: Served, command: str) -> None:
    """Runs it where the server sees its disk."""
    var = f"/proc/{server.running.pid}/cwd/var"
    entered = ["nsenter", "--mount", "--target", str(server.running.pid), "sh", "-c", command.format(var=var)]
    subprocess.run(entered, check=True, capture_output=True)


def test_a_full_disk_keeps_no_answer_back(two: Served, desk: Desk) -> None:
    assert desk.says() == 200
    inside(two, "dd if=/dev/zero of={var}/fill bs=64k 2>/dev/null || true")
    assert [desk.says() for _ in range(4)] == [200] * 4
    inside(two, "rm {var}/fill")
    assert desk.says() == 200
    assert desk.delivers(list(desk.sent)[-1]) == 200, "it is remembered again what was handled"
    assert desk.balance() == ALL_IS_WELL


@contextmanager
def every_write(server: Served, fate: str) -> Iterator[None]:
    """Every write to a file by any of the server's processes meets this fate while the block runs."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed.")
    traced = [word for pid in server.workers() for word in ("-p", str(pid))]
    command = ["strace", "-f", "-qq", "-e", f"trace={WRITES}", "-e", f"inject={WRITES}:{fate}", "-o", "/dev/null"]
    with subprocess.Popen([*command, *traced], stderr=subprocess.PIPE, text=True) as strace:
        try:
            wait_until_traced(server, strace.pid)
            yield
        finally:
            strace.terminate()


def wait_until_traced(server: Served, by: int) -> None:
    for pid in server.workers():
        while f"TracerPid:\t{by}" not in Path(f"/proc/{pid}/status").read_text():
            pass


@pytest.mark.parametrize(
    "fate",
    ["delay_enter=20000", "error=EIO", "error=EROFS", "error=EDQUOT"],
    ids=["slow", "broken", "read-only", "over its quota"],
)
def test_a_disk_that_is_slow_or_takes_no_write_doubles_and_loses_nothing(two: Served, desk: Desk, fate: str) -> None:
    with every_write(two, fate):
        assert [desk.says() for _ in range(3)] == [200] * 3
    assert desk.says() == 200
    assert desk.delivers(list(desk.sent)[-1]) == 200
    assert desk.balance() == ALL_IS_WELL


def test_the_store_lies_on_the_small_disk(two: Served, desk: Desk) -> None:
    assert desk.says() == 200
    inside(two, "test -f {var}/earlyhelp.sqlite")
