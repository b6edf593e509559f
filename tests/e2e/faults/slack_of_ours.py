"""A Slack that can be told to hold an answer back, for faults in the middle of one; and books of what came of it all.

with slack_of_ours() as slack:                       a Web API that notes to which message each answer belongs
    desk = Desk(address, slack)
    desk.says(), desk.redelivers(), desk.balance()   (lost, doubled, not acknowledged)
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx

from ...load.served import SECRET, TEAM

WORRY = "Year 4 boy, always hungry"
PATIENCE_SECONDS = 60.0
ISSUED = itertools.count(1)


@dataclass
class OurSlack:
    """`answers`: how often each message was answered, by its time stamp. Held answers are noted when let go."""

    url: str = ""
    answers: Counter[str] = field(default_factory=Counter)
    hold: bool = False
    holding: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def take(self, method: str, body: str, kind: str) -> dict[str, Any]:
        said = json.loads(body) if "json" in kind else {key: each[0] for key, each in parse_qs(body).items()}
        if method == "chat.postMessage":
            if self.hold:
                self.holding.set()
                self.let_go.wait(PATIENCE_SECONDS)
            self.answers[said.get("thread_ts", "")] += 1
        return {"ok": True, "ts": f"1764000000.{next(ISSUED):06}", "channel": said.get("channel", "")}


class Handler(BaseHTTPRequestHandler):
    slack: OurSlack

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        kind = self.headers.get("content-type", "")
        said = json.dumps(self.slack.take(self.path.rsplit("/", 1)[-1], body, kind)).encode()
        self._say(said)

    def do_GET(self) -> None:
        self._say(json.dumps(self.slack.answers).encode())

    def _say(self, said: bytes) -> None:
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Quietly."""


@contextmanager
def slack_of_ours(host: str = "127.0.0.1", port: int = 0) -> Iterator[OurSlack]:
    slack = OurSlack()
    server = ThreadingHTTPServer((host, port), type("Bound", (Handler,), {"slack": slack}))
    server.daemon_threads = True
    slack.url = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield slack
    slack.let_go.set()
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Desk:
    """A workspace that writes to the server at `address` and delivers again what was not acknowledged."""

    address: str
    slack: OurSlack
    off: float = 0.0
    """Seconds by which the server's clock is off; what it is sent is signed by that clock."""
    sent: dict[str, int] = field(default_factory=dict)
    """The last status of each message: 0 when the connection broke."""

    def says(self, words: str = WORRY) -> int:
        """A new message; the status Slack hears."""
        ts = f"1763990000.{next(ISSUED):06}"
        return self.delivers(ts, words)

    def delivers(self, ts: str, words: str = WORRY) -> int:
        said = {"type": "message", "channel_type": "im", "channel": "D1", "user": f"U{ts}", "text": words, "ts": ts}
        body = json.dumps({"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{ts}", "event": said}).encode()
        stamp = str(int(time.time() + self.off))
        signed = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={signed}"}
        headers |= {"content-type": "application/json"}
        self.sent[ts] = 0
        try:
            answer = httpx.post(f"{self.address}/slack/events", content=body, headers=headers, timeout=PATIENCE_SECONDS)
            self.sent[ts] = answer.status_code
        except httpx.TransportError:
            pass
        return self.sent[ts]

    def redelivers(self) -> None:
        for ts, status in list(self.sent.items()):
            if status != 200:
                self.delivers(ts)

    def balance(self) -> tuple[int, int, int]:
        """How many are lost, doubled, and still to be delivered again."""
        answers = self.slack.answers
        lost = sum(status == 200 and not answers[ts] for ts, status in self.sent.items())
        return lost, sum(answers[ts] > 1 for ts in self.sent), sum(status != 200 for status in self.sent.values())

    @contextmanager
    def saying(self, words: str = WORRY) -> Iterator[Future[int]]:
        """A message whose answer is held back while the block runs."""
        self.slack.hold = True
        with ThreadPoolExecutor(1) as beside:
            said = beside.submit(self.says, words)
            assert self.slack.holding.wait(PATIENCE_SECONDS)
            yield said
            self.slack.hold = False
            self.slack.let_go.set()
            said.result(PATIENCE_SECONDS)
        self.slack.holding.clear()
        self.slack.let_go.clear()
