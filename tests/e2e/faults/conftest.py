"""One server for all faults that only happen to real processes: two workers with the made-up reader, on a small disk.

The disk is a file system of a few megabytes in memory, mounted where only the server sees it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ...load.served import Served, served
from .slack_of_ours import Desk, slack_of_ours

OWN_DISK = ("unshare", "-m", "sh", "-c", 'mount -t tmpfs -o size=8m none var && exec "$@"', "sh")


@pytest.fixture(scope="session")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the seconds by which the server's clock is off."""
    file = tmp_path_factory.mktemp("clock") / "off"
    file.write_text("0")
    return file


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, clock: Path) -> Iterator[tuple[Served, Desk]]:
    if os.geteuid() != 0:
        pytest.skip("Only root can mount a file system of its own.")
    folder = tmp_path_factory.mktemp("server")
    (folder / "var").mkdir()
    told = {"EARLYHELP_LOAD_CLOCK": str(clock)}
    with (
        slack_of_ours() as slack,
        served(folder, slack.url, made_up=True, teams=False, prefix=OWN_DISK, **told) as found,
    ):
        yield found, Desk(found.address, slack)


@pytest.fixture
def two(running: tuple[Served, Desk]) -> Served:
    """The server."""
    return running[0]


@pytest.fixture
def desk(running: tuple[Served, Desk], clock: Path) -> Desk:
    """A clean sheet."""
    desk = running[1]
    desk.sent.clear()
    desk.slack.answers.clear()
    desk.off = 0.0
    clock.write_text("0")
    return desk
