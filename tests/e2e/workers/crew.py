"""A supervisor with its workers, as processes of this machine, and a Slack that takes every message."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import parse_qs

import httpx

ROOT = Path(__file__).parents[3]
RUN = Path(__file__).with_name("run.py")
SECRET, TEAM, ALICE = "a signing secret for tests", "T01SCHOOL", "U01ALICE"
PATIENCE = 90.0
ANSWERS = re.compile(r"earlyhelp (\S+) answers on (http://\S+)/ ")


@dataclass
class Crew:
    """The supervisor. `log` is what it and its workers have written so far, and can be waited for."""

    running: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)
    heard: threading.Condition = field(default_factory=threading.Condition)
    address: str = ""

    def listen(self) -> None:
        assert self.running.stderr
        for line in self.running.stderr:
            with self.heard:
                self.log.append(line.rstrip())
                self.heard.notify_all()
        with self.heard:
            self.log.append("(the end)")
            self.heard.notify_all()

    def says(self, pattern: str, *, times: int = 1) -> list[re.Match[str]]:
        """What it says, once it has said so as often."""

        def found() -> list[re.Match[str]]:
            return [match for line in self.log if (match := re.search(pattern, line))]

        with self.heard:
            there = self.heard.wait_for(lambda: len(found()) >= times, PATIENCE)
        assert there, "\n".join(self.log)
        return found()

    @property
    def workers(self) -> list[int]:
        """Those that live; who has just ended may not have been buried yet."""
        children = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children")
        return [int(each) for each in children.read_text(encoding="ascii").split() if _lives(each)]

    def signals(self, number: int) -> None:
        self.running.send_signal(number)

    def stop(self) -> int:
        self.signals(signal.SIGTERM)
        return self.running.wait(PATIENCE)

    def asks(self, typed: str, **more: str) -> httpx.Response:
        """One question on the page, over a connection of its own."""
        form = {"typed": typed, "authority": "oldham", **more}
        return httpx.post(f"{self.address}/ask", data=form, headers={"x-requested-with": "fetch"}, timeout=PATIENCE)

    def event(self, event_id: str, text: str) -> httpx.Response:
        """A direct message, as Slack signs and delivers it."""
        body, headers = signed(event_id, text)
        return httpx.post(f"{self.address}/slack/events", content=body, headers=headers, timeout=PATIENCE)


def _lives(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def signed(event_id: str, text: str) -> tuple[str, dict[str, str]]:
    """The body and the headers of a direct message, as Slack signs it."""
    said = {"type": "message", "channel_type": "im", "channel": "D01ALICE", "user": ALICE, "text": text}
    ts = f"1795370000.{int(event_id[2:]):06}"
    body = json.dumps({"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": {**said, "ts": ts}})
    now = str(int(time.time()))
    mark = hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"x-slack-request-timestamp": now, "x-slack-signature": f"v0={mark}"}
    return body, {**headers, "content-type": "application/json"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def crew(folder: Path, *words: str, slack: str = "", **environment: str) -> Iterator[Crew]:
    """`earlyhelp serve` with these words, in this folder. `slack`: the address of a Slack that it is to use."""
    (folder / "app.yaml").write_text(app_yaml(slack), encoding="utf-8")
    for pipe in ("reading", "never"):
        if not (folder / pipe).exists():
            os.mkfifo(folder / pipe)
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": os.environ.get("HOME", "/"), **environment}
    command = [sys.executable, str(RUN), "serve", "--port", "0", *words]
    with subprocess.Popen(command, cwd=folder, env=kept, stderr=subprocess.PIPE, text=True) as running:
        found = Crew(running)
        threading.Thread(target=found.listen, daemon=True).start()
        try:
            yield found
        finally:
            for worker in found.workers if running.poll() is None else ():
                os.kill(worker, signal.SIGKILL)
            running.kill()


def app_yaml(slack: str) -> str:
    mode = f"slack:\n  mode: http\n  workspaces: [{TEAM}]\n  api: {slack}/api/\n" if slack else ""
    return f"authorities: [bury, oldham, oxfordshire, tameside]\ndefault_authority: oldham\n{mode}"


@contextmanager
def taking_slack() -> Iterator[tuple[str, Queue[dict[str, Any]]]]:
    """Slack's Web API as far as an answer needs it: its address, and the messages it took."""
    taken: Queue[dict[str, Any]] = Queue()

    class Api(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"] or 0)).decode()
            if self.path.endswith("chat.postMessage"):
                taken.put(json.loads(body) if body.startswith("{") else {k: v[0] for k, v in parse_qs(body).items()})
            told = json.dumps({"ok": True, "channel": "D01ALICE", "ts": "1795370001.000001"}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", taken
        server.shutdown()


@dataclass
class Traffic:
    """People who ask without a pause, each over a kept connection, and what went wrong."""

    answered: int = 0
    wrong: list[str] = field(default_factory=list)


@contextmanager
def traffic(address: str, people: int) -> Iterator[Traffic]:
    """Until the end of the block."""
    found, over = Traffic(), threading.Event()

    def person() -> None:
        form = {"typed": "always hungry", "authority": "oldham"}
        with httpx.Client(base_url=address, timeout=PATIENCE, headers={"x-requested-with": "fetch"}) as client:
            while not over.is_set():
                try:
                    answer = client.post("/ask", data=form)
                    if "comes closest to" not in answer.text:
                        found.wrong.append(f"{answer.status_code}: {answer.text[:300]}")
                except httpx.HTTPError as error:
                    found.wrong.append(repr(error))
                found.answered += 1

    with ThreadPoolExecutor(people) as pool:
        asking = [pool.submit(person) for _ in range(people)]
        try:
            yield found
        finally:
            over.set()
    for each in asking:
        each.result()
