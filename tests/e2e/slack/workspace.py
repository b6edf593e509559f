"""A school's Slack on this machine: the emulator, the shim in front of it, and bots as processes of their own.

    with workspace("socket", folder, network) as slack:
        slack.start("--at", "2026-11-24T17:40", "--", "slack")
        slack.browser_address, slack.calls("chat.postMessage"), slack.tell(faults=[...])

Everything listens on the loopback, in a network of its own where the machine allows one (`tests/e2e/network.py`).
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from ..network import Network
from ..node import modules

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-only-for-tests", "xapp-only-for-tests", "a signing secret for tests"
TEAM, BOT, ALICE, OFFICER = "T01SCHOOL", "U0BOT", "U01ALICE", "U02OLIVE"
STAFF, DM, OFFICERS_DM = "C01STAFF", "D01ALICE", "D02OLIVE"
MADE_UP = ("--made-up", "--")
PATIENCE_SECONDS = 20.0
START_SECONDS = 240.0
STOP_SECONDS = 40.0

Call = dict[str, Any]


@dataclass
class Process:
    """A bot. `log` is what it wrote to stderr."""

    running: subprocess.Popen[bytes]
    log_file: Path
    address: str = ""

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """At once, in the middle of whatever it does."""
        self.running.send_signal(signal.SIGKILL)
        self.running.wait(STOP_SECONDS)

    def stop(self) -> bool:
        """As a service manager stops it. Whether it went as it should: uvicorn ends with the signal it was sent."""
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(STOP_SECONDS) in {0, -signal.SIGTERM}


@dataclass
class Workspace:
    """Slack's side of a journey."""

    mode: str
    folder: Path
    network: Network
    control: httpx.Client
    browser_address: str
    shim_address: str
    bots: list[Process] = field(default_factory=list)

    def start(self, *words: str, wait: bool = True, **secrets: str) -> Process:
        """A bot: `words` for run_bot.py. Waits until it can be spoken to."""
        port = free_port()
        served = ["--port", str(port)] if "serve" in words else []
        log = self.folder / f"bot{len(self.bots)}.log"
        command = self.network.command(sys.executable, HERE / "run_bot.py", *words, *served)
        with log.open("wb") as out:
            running = subprocess.Popen(command, cwd=self.folder, env=environment(secrets), stdout=out, stderr=out)
        bot = Process(running, log, f"http://127.0.0.1:{port}" if served else "")
        self.bots.append(bot)
        if wait:
            self.wait_until_ready(bot)
        return bot

    def wait_until_ready(self, *bots: Process) -> None:
        if self.mode == "socket":
            assert self.wait("connected", times=len(bots), seconds=START_SECONDS), bots[0].log
        for bot in bots if self.mode == "http" else ():
            ready = self.control.get("/ready", params={"url": f"{bot.address}/healthz"}, timeout=START_SECONDS + 10)
            assert ready.json()["ready"], bot.log
        self.serve_from(*bots)

    def at_least(self, number: int, *words: str) -> None:
        """Starts what is missing, and waits for all."""
        missing = number - len(self.alive())
        started = [self.start(*words, wait=False) for _ in range(missing)]
        self.wait_until_ready(*(started or self.alive()))
        self.serve_from(*self.alive())

    def alive(self) -> list[Process]:
        return [bot for bot in self.bots if bot.running.poll() is None]

    def serve_from(self, *bots: Process) -> None:
        """Which of them Slack knows of, over HTTP."""
        self.tell(bots=[bot.address for bot in bots if bot.address])

    def tell(self, **said: Any) -> None:
        self.control.post("/tell", json=said).raise_for_status()

    def breaks(self, method: str, how: str, times: int = 1) -> None:
        """The next calls of this method meet a fault."""
        self.tell(faults=[{"method": method, "how": how, "times": times}])

    def fresh(self) -> None:
        """A clean sheet: an empty workspace, nothing recorded, nothing broken."""
        self.control.post("/emulator/_control/reset").raise_for_status()
        self.control.post("/fresh").raise_for_status()

    def seen(self) -> dict[str, Any]:
        return dict(self.control.get("/seen").json())

    def calls(self, *methods: str) -> list[Call]:
        """What the bot said, in order."""
        return [each for each in self.seen()["calls"] if each["method"] in methods]

    def wait(self, what: str, name: str = "", *, times: int = 1, seconds: float = PATIENCE_SECONDS) -> bool:
        asked = {"what": what, "name": name, "times": times, "seconds": seconds}
        return bool(self.control.get("/wait", params=asked, timeout=seconds + 10).json()["there"])

    def wait_for(self, method: str, times: int = 1) -> list[Call]:
        """The calls of this method, once there are this many."""
        there = self.wait("call", method, times=times)
        assert there, f"{method}: {len(self.calls(method))} of {times}\n{self.bots[-1].log}"
        return self.calls(method)

    def says(self, text: str, *, channel: str = DM, user: str = ALICE, thread: str = "") -> None:
        """Somebody writes, without a browser."""
        said = {"channel": channel, "user": user, "text": text, **({"thread_ts": thread} if thread else {})}
        self.control.post("/emulator/_control/message", json=said, timeout=90).raise_for_status()

    def shown(self, channel: str = DM) -> list[dict[str, Any]]:
        """What stands in a conversation."""
        return list(self.control.get(f"/emulator/_control/messages/{channel}").json()["messages"])

    def again(self) -> int:
        """Slack delivers again what was not acknowledged."""
        return int(self.control.post("/again", timeout=90).json()["brought"])

    def deliver(self, payload: dict[str, Any], to: list[str]) -> list[int]:
        """One event to all of these at once; their statuses."""
        return list(self.control.post("/deliver", json={"payload": payload, "to": to}, timeout=90).json()["statuses"])

    @contextmanager
    def meanwhile(self, act: Callable[[], Any]) -> Iterator[Future[Any]]:
        """Does something beside what the block does."""
        with ThreadPoolExecutor(1) as beside:
            yield beside.submit(act)

    def shortcut(self, text: str, *, channel: str = STAFF, user: str = ALICE) -> None:
        """ "Ask about this" on the message that holds `text`."""
        asked = {"channel": channel, "user": user, "text": text}
        self.control.post("/shortcut", json=asked, timeout=90).raise_for_status()

    def kept(self) -> bytes:
        """Everything that the bots have on disk, their logs included."""
        files = [each for each in self.folder.rglob("*") if each.is_file() and "emulator" not in each.name]
        return b"\n".join(each.read_bytes() for each in files)


@contextmanager
def workspace(mode: str, folder: Path, network: Network) -> Iterator[Workspace]:
    """The emulator and the shim, for bots in this mode ("socket" or "http")."""
    emulator_port, shim_port = free_port(), free_port()
    upstream, shim = f"http://127.0.0.1:{emulator_port}", f"http://127.0.0.1:{shim_port}"
    binary = modules() / "local-slack-linux-x64" / "bin" / "local-slack"
    if not binary.exists():
        pytest.skip("local-slack is built for Linux on x64 only.")
    config = folder / "emulator.json"
    config.write_text(json.dumps(emulator_config(mode, shim)), encoding="utf-8")
    (folder / "app.yaml").write_text(app_yaml(mode, shim), encoding="utf-8")
    control = folder / "shim.sock"
    ours = ["--upstream", upstream, "--port", str(shim_port), "--control", str(control), "--team", TEAM]
    tokens = ["--bot-token", BOT_TOKEN, "--app-token", APP_TOKEN, "--secret", SECRET]
    emulator_command = [str(binary), "--config", str(config), "--port", str(emulator_port), "--base-host", "127.0.0.1"]
    with (
        process(network.command(*emulator_command), folder / "emulator.log"),
        process(network.command(sys.executable, HERE / "shim", *ours, *tokens), folder / "shim.log") as running,
        httpx.Client(transport=httpx.HTTPTransport(uds=str(control), retries=5), base_url="http://shim") as client,
    ):
        wait_for_file(control, running, folder / "shim.log")
        found = Workspace(mode, folder, network, client, upstream, shim)
        assert client.get("/ready", params={"url": f"{upstream}/_control/state"}, timeout=30).json()["ready"]
        try:
            yield found
        finally:
            for bot in found.bots:
                if bot.running.poll() is None:
                    bot.kill()


@contextmanager
def process(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        running = subprocess.Popen(command, stdout=out, stderr=out, cwd=log.parent)
    try:
        yield running
    finally:
        running.terminate()
        running.wait(10)


def wait_for_file(file: Path, running: subprocess.Popen[bytes], log: Path) -> None:
    """The shim's socket is there as soon as the shim is."""
    for _ in range(400):
        if file.exists():
            return
        try:
            running.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError(log.read_text(encoding="utf-8"))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(other: Mapping[str, str]) -> dict[str, str]:
    """What the bot's environment holds: its secrets, and no more than it needs."""
    secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SECRET, **other}
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": os.environ.get("HOME", "/"), **secrets}


def app_yaml(mode: str, shim: str) -> str:
    return f"""authorities: [bury, oldham, oxfordshire, tameside]
slack:
  mode: {mode}
  workspaces: [{TEAM}]
  officers: [{OFFICER}]
  api: {shim}/api/
"""


def emulator_config(mode: str, shim: str) -> dict[str, Any]:
    """A school with a teacher, an officer and a staff channel."""
    app = {"appId": "A01HELP", "botUserId": BOT, "botName": "Early help", "botToken": BOT_TOKEN, "appToken": APP_TOKEN}
    how = {"mode": "socket"} if mode == "socket" else {"mode": "events", "requestUrl": f"{shim}/from-emulator"}
    people = [(ALICE, "alice", "Alice Anderson"), (OFFICER, "olive", "Olive Officer")]
    direct = {"is_channel": False, "is_im": True}
    return {
        "workspace": {"name": "A school", "domain": "school", "teamId": TEAM},
        "app": {**app, "signingSecret": SECRET, **how},
        "users": [{"id": i, "name": n, "real_name": r, "email": f"{n}@example.com"} for i, n, r in people],
        "channels": [
            {"id": STAFF, "name": "staff", "members": [ALICE, OFFICER, BOT]},
            {"id": DM, "name": "alice-dm", "members": [ALICE, BOT], **direct},
            {"id": OFFICERS_DM, "name": "olive-dm", "members": [OFFICER, BOT], **direct},
        ],
    }
