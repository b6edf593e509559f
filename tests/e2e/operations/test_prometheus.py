"""A real Prometheus reads a real server: it is reached, and every query of the dashboard and every rule is answered."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from bot.web.app import create_app
from knowledge import clock

from ...bot.desks import desk_in
from ...bot.web.fake_house import house
from ..browser import serving

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not shutil.which("prometheus"), reason="Prometheus is not here (apt install prometheus)"),
]

DEPLOY = Path(__file__).parents[3] / "deploy"
DASHBOARD = json.loads((DEPLOY / "grafana" / "earlyhelp.json").read_text(encoding="utf-8"))
TUESDAY = dt.datetime(2026, 11, 24, 17, 40, tzinfo=clock.LONDON)
PATIENCE_SECONDS = 60
EMPTY_WHEN_ALL_IS_WELL = {"Not delivered", "Delivered again", "Not let in"}


def until(found: Callable[[], Any]) -> Any:
    """What `found` gives as soon as it gives something."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        with contextlib.suppress(httpx.HTTPError):
            if known := found():
                return known
        time.sleep(0.1)
    raise AssertionError("nothing came in time")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server at whose door some things have happened."""
    desk = desk_in(tmp_path_factory.mktemp("var"), house, lambda: TUESDAY)
    desk.metrics.delivered("slack")
    with serving(create_app(desk)) as address:
        yield address


@pytest.fixture(scope="module")
def prometheus(assistant: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prometheus with our rules, as the example configures it, but in more of a hurry."""
    folder, port = tmp_path_factory.mktemp("prometheus"), free_port()
    shutil.copyfile(DEPLOY / "prometheus" / "earlyhelp.rules.yml", folder / "earlyhelp.rules.yml")
    example = (DEPLOY / "prometheus" / "prometheus.yml").read_text(encoding="utf-8")
    config = example.replace("15s", "1s").replace("127.0.0.1:8080", urlsplit(assistant).netloc)
    (folder / "prometheus.yml").write_text(config, encoding="utf-8")
    run = ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data"]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen([*run, f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: httpx.get(f"{address}/-/ready").status_code == 200)
        yield address
    finally:
        running.terminate()
        running.wait()


def asked(prometheus: str, query: str) -> list[Any]:
    """What Prometheus answers to a query. An error of its own fails the test."""
    answer = httpx.get(f"{prometheus}/api/v1/query", params={"query": query.replace("$__rate_interval", "10s")}).json()
    assert answer["status"] == "success", f"{query}: {answer.get('error')}"
    found: list[Any] = answer["data"]["result"]
    return found


def test_every_panel_shows_something_of_a_server_that_answers(assistant: str, prometheus: str) -> None:
    def answered_and_read() -> Any:
        httpx.post(f"{assistant}/ask", data={"typed": "always hungry", "area": "", "authority": "oldham"})
        return asked(prometheus, "rate(earlyhelp_answers_total[10s]) > 0")

    until(answered_and_read)
    assert asked(prometheus, 'up{job="earlyhelp"}')[0]["value"][1] == "1"
    empty = set()
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", ()):
            if not asked(prometheus, target["expr"]):
                empty.add(panel["title"])
    assert empty <= {*EMPTY_WHEN_ALL_IS_WELL, "Sent off with the numbers", "Stopped by the guard"}


def test_the_rules_are_loaded_and_none_fails(prometheus: str) -> None:
    def evaluated() -> Any:
        groups = httpx.get(f"{prometheus}/api/v1/rules").json()["data"]["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        return rules if rules and all(rule["health"] != "unknown" for rule in rules) else None

    rules = until(evaluated)
    assert len(rules) > 15
    assert [(rule["name"], rule.get("lastError")) for rule in rules if rule["health"] != "ok"] == []


@pytest.mark.parametrize(
    "command",
    [
        ["check", "config", "prometheus.yml"],
        ["check", "rules", "earlyhelp.rules.yml"],
        ["test", "rules", "earlyhelp.tests.yml"],
    ],
    ids=" ".join,
)
def test_promtool_finds_nothing_to_say(command: list[str]) -> None:
    done = subprocess.run(
        ["promtool", *command], cwd=DEPLOY / "prometheus", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_promtool_lints_what_is_exposed(assistant: str) -> None:
    page = httpx.get(f"{assistant}/metrics").text
    done = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
