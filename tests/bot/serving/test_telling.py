"""What a worker, its supervisor and systemd tell each other."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from pathlib import Path

import click
import pytest

from bot.serving import systemd
from bot.serving.beats import Beats
from bot.serving.listening import open_listening
from bot.serving.part import VARIABLE, Part, part_of
from bot.serving.process import Process
from bot.serving.supervisor import shared_environment


def test_a_part_is_told_in_one_variable() -> None:
    part = Part(1, 3, 5)
    assert part_of({VARIABLE: part.encode()}) == part
    assert part_of({}) is None
    assert [Part(number, 3, 5).tidies for number in (0, 1)] == [True, False]


def test_a_worker_says_that_it_is_ready_and_beats_only_while_it_is_well() -> None:
    read, write = os.pipe()
    well = [True]
    beats = Beats(write, lambda: well[0], lambda: None)
    beats.ready("2026.11.23-1", "http://127.0.0.1/link")
    asyncio.run(beats.beat())
    well[0] = False
    asyncio.run(beats.beat())
    os.close(write)
    assert os.read(read, 500) == b"ready 2026.11.23-1 http://127.0.0.1/link\nbeat\n"
    os.close(read)


def test_a_worker_without_a_supervisor_is_told_to_end() -> None:
    read, write = os.pipe()
    told: list[str] = []
    beats = Beats(write, lambda: True, lambda: told.append("orphaned"))
    os.close(read)
    asyncio.run(beats.beat())
    os.close(write)
    assert told == ["orphaned"]


def test_a_full_pipe_makes_no_worker_wait() -> None:
    read, write = os.pipe()
    beats = Beats(write, lambda: True, lambda: None)
    for _ in range(20_000):
        beats.ready("v", "")
    os.close(read)
    os.close(write)


def test_a_process_is_heard_line_by_line_and_its_end_is_said_in_words() -> None:
    told = (
        "import json, os; part = json.loads(os.environ['EARLYHELP_WORKER']); os.write(part['beats'], b'ready v\\n'); "
        "os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-S", "-c", told]
    with socket.socket() as listening:
        process = Process.start(4, listening, command, {"PATH": os.environ["PATH"], "NOTIFY_SOCKET": "/x"})
        os.set_blocking(process.beats, True)
        lines = process.lines()
    assert (lines, bytes(process.said)) == (None, b"ready v\n")
    how, status = process.end()
    assert how.startswith("was killed (signal 9")
    assert status is None


def test_systemd_is_told_by_datagram_and_its_absence_changes_nothing(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        systemd.notify(systemd.READY, systemd.status("2 of 2"), environment={"NOTIFY_SOCKET": str(tmp_path / "notify")})
        assert heard.recv(100) == b"READY=1\nSTATUS=2 of 2"
    for address in ("", "nonsense", str(tmp_path / "gone")):
        systemd.notify(systemd.READY, environment={"NOTIFY_SOCKET": address})


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_is_told_twice_as_often_as_it_must(environment: dict[str, str], seconds: float | None) -> None:
    assert systemd.watchdog_seconds(environment) == seconds


def test_an_address_in_use_is_said_in_a_sentence() -> None:
    first = open_listening("127.0.0.1", 0)
    with pytest.raises(click.ClickException, match=rf"127\.0\.0\.1:{first.port} cannot be had: Address already in use"):
        open_listening("127.0.0.1", first.port)
    first.socket.close()


def test_a_browser_on_this_machine_is_told_a_name_it_can_reach() -> None:
    listening = open_listening("0.0.0.0", 0)
    assert listening.local == f"http://127.0.0.1:{listening.port}"
    assert listening.address == f"http://0.0.0.0:{listening.port}"
    listening.socket.close()


def test_workers_share_a_secret_and_a_folder_even_where_nothing_is_set() -> None:
    with shared_environment({"PATH": "/bin"}) as shared:
        folder = Path(shared["EARLYHELP_METRICS_DIR"])
        assert folder.is_dir()
        assert len(shared["EARLYHELP_WORKERS_SECRET"]) == 64
        assert shared["PATH"] == "/bin"
    assert not folder.exists()
