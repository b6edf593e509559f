"""Slack's Web API and Teams' connector on this machine: they take every answer and write down to whom it went.

    POST /api/METHOD                                   Slack's Web API
    POST|PUT /connector/v3/conversations/ID/activities Teams' connector
    GET  /v1/.well-known/...                           the keys that Teams' tokens are signed with

It runs inside the load tool, so that who asks and who is answered are counted in one place. An answer takes `LATENCY`
seconds, as one over a network does.
"""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

import gevent
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from gevent.event import Event as Arrival
from gevent.pywsgi import WSGIServer
from jwt.algorithms import RSAAlgorithm
from ledger import Ledger

LATENCY = 0.05
SHED = "asking at once"
"""Words of the reply to a message that was not read because too many waited."""
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
APP_ID = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://api.botframework.com"
ACTIVITIES = re.compile(r"/connector/v3/conversations/([^/]+)/activities")
SHOWN = {"chat.postMessage": "channel", "chat.update": "channel"}
TOKEN_SECONDS = 600

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], None]


@dataclass
class Platform:
    """What a person sees in each place is `newest`; `arrived` tells who waits for it."""

    ledger: Ledger
    latency: float = LATENCY
    url: str = ""
    calls: int = 0
    newest: dict[str, dict[str, Any]] = field(default_factory=dict)
    arrivals: dict[str, Arrival] = field(default_factory=dict)
    _issued: Iterable[int] = field(default_factory=lambda: itertools.count(1))
    _token: tuple[float, str] = (0.0, "")

    def serve(self) -> WSGIServer:
        """Starts it on a free port."""
        server = WSGIServer(("127.0.0.1", 0), self, log=None)
        server.start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        return server

    def __call__(self, environ: Environ, start: Start) -> list[bytes]:
        path, self.calls = environ["PATH_INFO"], self.calls + 1
        if environ["REQUEST_METHOD"] == "GET":
            return _json(start, self._keys())
        body = environ["wsgi.input"].read()
        gevent.sleep(self.latency)
        if path.startswith("/api/"):
            return _json(start, self._slack(path.removeprefix("/api/"), body, environ.get("CONTENT_TYPE", "")))
        if found := ACTIVITIES.search(path):
            self.shows(unquote(found.group(1)), json.loads(body))
            return _json(start, {"id": f"1:{next(self._issued)}"})
        start("404 Not Found", [])
        return [b""]

    def shows(self, place: str, said: dict[str, Any]) -> None:
        """A person sees an answer."""
        self.newest[place] = said
        self.ledger.answers(place, shed=SHED in json.dumps(said))
        if waiting := self.arrivals.pop(place, None):
            waiting.set()

    def wait(self, place: str, *, seconds: float) -> bool:
        """Whether an answer came to whoever asked in this place. Called after it was looked for."""
        waiting = self.arrivals.setdefault(place, Arrival())
        return bool(waiting.wait(seconds))

    def token(self) -> str:
        """As the Bot Framework signs its requests; used for some minutes, as theirs are."""
        made, token = self._token
        if time.time() - made > TOKEN_SECONDS / 2:
            now = int(time.time())
            times = {"iat": now, "nbf": now - 5, "exp": now + TOKEN_SECONDS}
            claims = {"iss": ISSUER, "aud": APP_ID, **times, "serviceurl": self.service_url}
            token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "k1"})
            self._token = (time.time(), token)
        return token

    @property
    def service_url(self) -> str:
        return f"{self.url}/connector"

    def _slack(self, method: str, body: bytes, kind: str) -> dict[str, Any]:
        said = _slack_fields(body, kind)
        answer = {"ok": True, "ts": f"1764000000.{next(self._issued):06}", "channel": said.get("channel", "")}
        if method in SHOWN:
            self.shows(str(said[SHOWN[method]]), {**answer, **said, "ts": said.get("ts") or answer["ts"]})
        return answer

    def _keys(self) -> dict[str, Any]:
        key = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**key, "kid": "k1", "use": "sig", "alg": "RS256"}]}


def _slack_fields(body: bytes, kind: str) -> dict[str, Any]:
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    said: dict[str, Any] = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return {key: json.loads(value) if key == "blocks" else value for key, value in said.items()}


def _json(start: Start, said: dict[str, Any]) -> list[bytes]:
    body = json.dumps(said).encode()
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
