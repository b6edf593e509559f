"""Several workers on one address, as processes: killed, hung, restarted and stopped while people ask."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import httpx
import pytest

from .crew import ANSWERS, PATIENCE, SECRET, Crew, crew, taking_slack, traffic

pytestmark = pytest.mark.e2e

FITS = "comes closest to"


@pytest.fixture(scope="module")
def slack() -> Iterator[tuple[str, Queue[dict[str, Any]]]]:
    with taking_slack() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workers")


@pytest.fixture(scope="module")
def two(folder: Path, slack: tuple[str, Queue[dict[str, Any]]]) -> Iterator[Crew]:
    """Two workers that answer."""
    secrets = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-only-for-tests"}
    with crew(folder, "--workers", "2", slack=slack[0], **secrets) as found:
        found.address = found.says(ANSWERS.pattern)[0][2]
        yield found


def test_one_line_says_where_it_answers_and_one_holds_the_link_to_the_studio(two: Crew) -> None:
    assert two.asks("always hungry").status_code == 200
    two.says("this link works once and on this machine only: ")
    assert len([line for line in two.log if "answers on" in line]) == 1
    assert len([line for line in two.log if "works once" in line]) == 1


def test_a_worker_killed_in_the_middle_of_an_answer_is_replaced_and_the_same_question_is_answered(
    two: Crew, folder: Path
) -> None:
    lost: list[BaseException] = []

    def ask() -> None:
        try:
            two.asks("he eats slowly")
        except httpx.HTTPError as error:
            lost.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    victim = int((folder / "reading").read_text(encoding="ascii"))
    assert victim in two.workers
    os.kill(victim, signal.SIGKILL)
    asking.join(PATIENCE)
    assert len(lost) == 1, "that connection is gone"
    assert FITS in two.asks("always hungry").text, "the other worker answers"
    two.says(f"Worker {victim} was killed .* Another is started in 0 s")
    for _ in range(8):
        assert FITS in two.asks("always hungry").text


def test_a_restart_under_traffic_fails_nobody_and_leaves_no_old_worker(two: Crew) -> None:
    with traffic(two.address, 4) as asking:
        two.says("answers on")
        before = set(two.workers)
        done = len([line for line in two.log if "Still to be replaced: 0" in line])
        two.signals(signal.SIGHUP)
        two.says("Still to be replaced: 0", times=done + 1)
    assert asking.wrong == []
    assert asking.answered > 0
    assert two.running.poll() is None
    for old in before:
        _wait_for_end(old)
    assert before.isdisjoint(two.workers)
    assert len(two.workers) == 2


def test_a_worker_that_hangs_is_noticed_killed_and_replaced(two: Crew) -> None:
    victim = two.workers[0]
    os.kill(victim, signal.SIGSTOP)
    two.says(f"Worker {victim} has said nothing for . s and is replaced")
    two.says(f"Worker {victim} was killed")
    for _ in range(8):
        assert FITS in two.asks("always hungry").text


def test_a_number_that_somebody_types_in_slack_is_understood_by_any_worker(
    two: Crew, slack: tuple[str, Queue[dict[str, Any]]]
) -> None:
    taken = slack[1]
    for number in range(1, 9, 2):
        assert two.event(f"Ev{number}", "always hungry").status_code == 200
        assert FITS in str(taken.get(timeout=PATIENCE))
        assert two.event(f"Ev{number + 1}", "walk me through it").status_code == 200
        assert "Step 1 of" in str(taken.get(timeout=PATIENCE))
        assert two.event(f"Ev{number + 1}", "walk me through it").status_code == 200, "a redelivery"
    assert taken.empty(), "and it was answered once"


def test_stopping_ends_everybody(two: Crew) -> None:
    workers = two.workers
    assert two.stop() == 0
    for worker in workers:
        _wait_for_end(worker)
    assert all("Traceback" not in line for line in two.log)


def test_a_fault_in_the_settings_ends_the_start_at_once_with_its_sentence(tmp_path: Path) -> None:
    with crew(tmp_path, "--workers", "2", slack="http://127.0.0.1:9") as found:
        found.says("Nothing is started")
        assert found.running.wait(PATIENCE) == 2
        found.says("SLACK_")


def _wait_for_end(pid: int) -> None:
    """Whoever is not our child ends without our being told; its own supervisor says so by taking it away."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    import select

    assert select.select([descriptor], [], [], PATIENCE)[0]
    os.close(descriptor)
