"""Metrics: what they count, that no label can hold a person, a place or free text, and that workers add up."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.core.reply import Kind
from bot.metric_words import CHANNELS, CLAIMS, CONTACT_STATES, KINDS, OTHER, PLATFORMS, REASONS, WHY, reason_of_status
from bot.metrics import Metrics
from bot.vitals import Vitals, published_at, release_number

ROOT = Path(__file__).parents[2]
CANARY = "rhododendron"
VERSION = "2026.11.24-2"
ALLOWED = {
    "channel": {*CHANNELS, OTHER},
    "kind": {*KINDS, OTHER},
    "why": {*WHY, OTHER},
    "found": set(CLAIMS),
    "platform": {*PLATFORMS, OTHER},
    "reason": {*REASONS, OTHER},
    "state": set(CONTACT_STATES),
    "version": {VERSION},
}
"""Every label there is, with every value it may have. `le` is a histogram's own."""


def samples(page: bytes) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(page.decode())
    return {(each.name, frozenset(each.labels.items())): each.value for family in families for each in family.samples}


def value(page: bytes, name: str, **labels: str) -> float:
    return samples(page)[f"earlyhelp_{name}", frozenset(labels.items())]


def fed(words: str) -> Metrics:
    """Metrics that were given these words wherever a word can be given."""
    metrics = Metrics.new()
    metrics.answered(words, channel=words, seconds=0.1)
    metrics.refuse(words, words)
    metrics.claimed(words)
    metrics.delivered(words)
    metrics.undelivered(words, words)
    metrics.saw(Vitals(version=VERSION))
    return metrics


def test_p2_p8_no_label_can_hold_what_somebody_typed() -> None:
    page = fed(f"Zelda {CANARY} 07700 900123").page()

    assert CANARY not in page.decode()
    assert value(page, "answers_total", channel=OTHER, kind=OTHER) == 1


def test_p8_every_label_has_a_short_list_of_values_and_the_number_of_series_is_bounded() -> None:
    metrics = fed("anything")
    for channel in (*CHANNELS, "x"):
        for kind in (*KINDS, "y"):
            metrics.answered(kind, channel=channel, seconds=1)
        for why in (*WHY, "z"):
            metrics.refuse(channel, why)
    for platform in PLATFORMS:
        metrics.delivered(platform)
        for reason in REASONS:
            metrics.undelivered(platform, reason)
    found = samples(metrics.page())

    for name, labels in found:
        assert name.startswith("earlyhelp_")
        for label, word in labels:
            assert label == "le" or word in ALLOWED[label]
    assert len(found) < 500


def test_p8_a_label_is_set_in_one_file_only() -> None:
    """So that nobody gets round the lists."""
    files = (file for room in ("bot", "trends", "nlp", "flows", "knowledge") for file in (ROOT / room).rglob("*.py"))
    assert [file.name for file in files if re.search(r"\.labels\(", file.read_text())] == ["metrics.py"]


def test_every_reason_to_refuse_has_its_word() -> None:
    said = re.compile(r'raise Refused\((?:HTTPStatus\.[A-Z_]+, )?"([a-z_]+)"')
    doors = [ROOT / "bot" / "slack" / "door.py", ROOT / "bot" / "teams" / "door.py"]
    found = {why for door in doors for why in said.findall(door.read_text())}

    assert len(found) > 8
    assert found <= set(WHY)


def test_answers_are_counted_by_channel_and_kind_with_their_time() -> None:
    metrics = Metrics.new()
    metrics.answered(Kind.IDENTIFIERS, channel="slack", seconds=0.04)
    metrics.answered("busy", channel="slack", seconds=0.001)
    page = metrics.page()

    assert value(page, "answers_total", channel="slack", kind="identifiers") == 1
    assert value(page, "answers_total", channel="slack", kind="busy") == 1
    assert value(page, "answer_seconds_bucket", channel="slack", le="0.03") == 1
    assert value(page, "answer_seconds_count", channel="slack") == 2


def test_a_redelivery_is_counted_and_a_first_delivery_is_not() -> None:
    metrics = Metrics.new()
    for found in ("new", "busy", "done", "done"):
        metrics.claimed(found)

    assert value(metrics.page(), "redelivered_total", found="done") == 2
    assert value(metrics.page(), "redelivered_total", found="busy") == 1
    assert ("earlyhelp_redelivered_total", frozenset({("found", "new")})) not in samples(metrics.page())


def test_what_waits_is_seen_while_it_waits_and_how_long() -> None:
    now = [100.0]
    metrics = Metrics.new()
    metrics.clock = lambda: now[0]
    with metrics.waiting(), metrics.waiting():
        now[0] = 107.0
        assert value(metrics.page(), "waiting") == 2
        assert metrics.longest_wait() == 7
    assert value(metrics.page(), "waiting") == 0
    assert metrics.longest_wait() == 0


def test_delivery_failures_are_told_apart_and_only_some_tell_of_the_platform() -> None:
    metrics = Metrics.new()
    metrics.delivered("teams")
    metrics.undelivered("teams", "refused")
    assert metrics.lately["teams"].failed == 0, "one message that is refused says nothing of the platform"
    metrics.undelivered("teams", "network")

    assert metrics.lately["teams"].failed > 0
    assert value(metrics.page(), "undelivered_total", platform="teams", reason="network") == 1
    assert value(metrics.page(), "delivered_timestamp_seconds", platform="teams") > 1e9


@pytest.mark.parametrize(
    ("status", "reason"),
    [(429, "rate_limited"), (401, "not_allowed"), (403, "not_allowed"), (502, "server_error"), (404, "refused")],
)
def test_a_status_becomes_a_reason(status: int, reason: str) -> None:
    assert reason_of_status(status) == reason


@pytest.mark.parametrize(
    ("version", "number", "day"), [(VERSION, 20261124002, 1795478400.0), ("", 0, 0.0), ("2026.99.99-1", 20269999001, 0)]
)
def test_a_release_is_a_number_that_grows(version: str, number: int, day: float) -> None:
    assert release_number(version) == number
    assert published_at(version) == day
    assert release_number("2026.11.24-10") > release_number("2026.11.24-9")


def test_p6_a_metric_that_cannot_be_written_keeps_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    metrics = Metrics.new()
    metrics._answers = None  # type: ignore[assignment]
    metrics.answered(Kind.LEVEL, channel="web", seconds=0.1)

    assert "not counted in the metrics: AttributeError" in caplog.text


WORKERS = """
import os, signal
from bot.metrics import Metrics
from bot.vitals import Vitals

def work(release, store, counted, asked):
    metrics = Metrics.of(os.environ)
    turn = metrics.waiting()
    turn.__enter__()
    metrics.answered("level", channel="web", seconds=0.02)
    metrics.saw(Vitals(1.0, True, store, True, True, f"2026.11.24-{release}", 20261124000 + release))
    os.write(counted, b"counted")
    if os.read(asked, 1):
        os.write(1, metrics.page())
    os._exit(0)

def started(*seen):
    counted, asked = os.pipe(), os.pipe()
    pid = os.fork()
    if not pid:
        os.close(asked[1])
        work(*seen, counted[1], asked[0])
    os.read(counted[0], 7)
    return pid, asked[1]

workers = [started(1, True), started(2, False), started(3, True)]
os.kill(workers[2][0], signal.SIGKILL)
os.waitpid(workers[2][0], 0)
os.write(workers[0][1], b"?")
os.waitpid(workers[0][0], 0)
os.kill(workers[1][0], signal.SIGKILL)
"""


def test_workers_add_up_and_a_worker_that_was_killed_counts_on_but_waits_no_more(tmp_path: Path) -> None:
    environment = {"EARLYHELP_METRICS_DIR": str(tmp_path / "metrics"), "PYTHONPATH": str(ROOT)}
    page = subprocess.run(
        [sys.executable, "-c", WORKERS], capture_output=True, check=True, env=environment, timeout=60
    ).stdout

    assert value(page, "answers_total", channel="web", kind="level") == 3
    assert value(page, "answer_seconds_count", channel="web") == 3
    assert value(page, "waiting") == 2
    assert value(page, "processes") == 2
    assert value(page, "store_reachable") == 0, "one that does not reach it is enough"
    assert value(page, "knowledge_oldest_release") == 20261124001
    assert value(page, "knowledge_newest_release") == 20261124002
    assert value(page, "memory_bytes") >= value(page, "largest_process_memory_bytes") / 2 > 0
    assert value(page, "knowledge_info", version="2026.11.24-1") == 1


def test_p6_a_folder_that_cannot_be_written_leaves_each_worker_with_its_own_numbers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    metrics = Metrics.new(tmp_path / "file" / "metrics")
    metrics.answered(Kind.LEVEL, channel="web", seconds=0.1)

    assert "cannot be shared: NotADirectoryError" in caplog.text
    assert value(metrics.page(), "answers_total", channel="web", kind="level") == 1
