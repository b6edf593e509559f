"""Teams without Teams: signed activities in, a connector that writes down what it is sent, and a real key set.

Keys and connector are one small server on this machine, since both are fetched over HTTP by code that is not ours.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from starlette.testclient import TestClient

from bot.core.house import House
from bot.desk import Desk
from bot.teams.app import Connection, add_teams
from bot.teams.delivery import Patience
from bot.teams.sdk import PUBLIC, CloudEnvironment
from bot.web.app import create_app
from knowledge import clock
from trends.counters import CountersFile, WeekTotal, totals_of_closed_weeks

from ..desks import desk_in
from ..web.fake_house import house as fake_house

TUESDAY = dt.datetime(2026, 11, 24, 17, 40, tzinfo=clock.LONDON)
APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb"
BOT = f"28:{APP_ID}"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Answer:
    """What the connector says to one call."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"id": "1:sent"}'


@dataclass
class Platform:
    """Microsoft's side: keys, and a connector that keeps what it accepted. `script` is what it says first."""

    url: str = ""
    accepted: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    script: list[Answer] = field(default_factory=list)
    key_fetches: int = 0
    keys_down: bool = False

    @property
    def cards(self) -> list[dict[str, Any]]:
        """Every card accepted, in order."""
        return [each["content"] for sent in self.accepted for each in sent.get("attachments", [])]

    def keys(self) -> bytes:
        self.key_fetches += 1
        key = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return json.dumps({"keys": [{**key, "kid": "k1", "use": "sig", "alg": "RS256"}]}).encode()

    def take(self, method: str, path: str, body: bytes) -> Answer:
        self.calls.append((method, path))
        answer = self.script.pop(0) if self.script else Answer()
        if answer.status < 300:
            self.accepted.append(json.loads(body))
        return answer

    @property
    def service_url(self) -> str:
        return f"{self.url}/connector"

    @property
    def cloud(self) -> CloudEnvironment:
        return replace(PUBLIC, openid_metadata_url=f"{self.url}/v1/.well-known/openidconfiguration")


class Handler(BaseHTTPRequestHandler):
    platform: Platform

    def do_GET(self) -> None:
        if self.platform.keys_down:
            self._say(Answer(503))
            return
        self._say(Answer(200, body=self.platform.keys()))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self._say(self.platform.take(self.command, self.path, body))

    def do_PUT(self) -> None:
        self.do_POST()

    def _say(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        """Quietly."""


@pytest.fixture
def platform() -> Iterator[Platform]:
    found = Platform()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"platform": found}))
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def claims(service_url: str, **other: Any) -> dict[str, Any]:
    """What a token of the platform says; None leaves a claim out."""
    now = int(time.time())
    usual = {"iss": PUBLIC.token_issuer, "aud": APP_ID, "iat": now, "nbf": now - 5, "exp": now + 600}
    given = {**usual, "serviceurl": service_url, **other}
    return {name: value for name, value in given.items() if value is not None}


def token(service_url: str, *, key: Any = KEY, kid: str = "k1", algorithm: str = "RS256", **other: Any) -> str:
    return jwt.encode(claims(service_url, **other), key, algorithm=algorithm, headers={"kid": kid})


@dataclass
class Teams:
    """A person in Teams: what they send arrives signed, as Teams sends it."""

    client: TestClient
    platform: Platform
    desk: Desk
    folder: Path
    person: str = "29:teacher"
    sent: int = 0

    def says(self, text: str, **other: Any) -> int:
        """A message; the status our server answered with."""
        return self.delivers(self.activity("message", text=text, **other))

    def presses(self, action: dict[str, Any], **typed: str) -> dict[str, Any]:
        """A press of a button, with what stands in the fields; the card that comes back."""
        response = self.post(self.pressing(action, **typed))
        assert response.status_code == 200, response.status_code
        said = response.json()
        assert said["type"] == "application/vnd.microsoft.card.adaptive"
        return dict(said["value"])

    def pressing(self, action: dict[str, Any], **typed: str) -> dict[str, Any]:
        data = {**action["data"], **typed}
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}, "trigger": "manual"}
        return self.activity("invoke", name="adaptiveCard/action", value=value, replyToId="1:card")

    def activity(self, kind: str, *, conversation: str = "personal", **other: Any) -> dict[str, Any]:
        self.sent += 1
        return {
            "type": kind,
            "id": f"activity-{self.sent}",
            "channelId": "msteams",
            "serviceUrl": self.platform.service_url,
            "from": {"id": self.person, "name": "A Teacher", "aadObjectId": f"aad-{self.person}"},
            "recipient": {"id": BOT, "name": "Early help"},
            "conversation": {
                "id": f"conversation-{conversation}",
                "conversationType": conversation,
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}},
            **other,
        }

    def delivers(self, activity: dict[str, Any], **header: str) -> int:
        return int(self.post(activity, **header).status_code)

    def post(self, activity: Any, *, authorization: str | None = "") -> Any:
        signed = f"Bearer {token(self.platform.service_url)}" if authorization == "" else authorization
        headers = {"Authorization": signed} if signed else {}
        return self.client.post("/api/messages", json=activity, headers=headers)

    @property
    def card(self) -> dict[str, Any]:
        """The newest card in the chat."""
        return self.platform.cards[-1]

    def counted(self) -> tuple[WeekTotal, ...]:
        counters = CountersFile(self.folder / "counters.sqlite")
        return totals_of_closed_weeks(counters, now=TUESDAY + dt.timedelta(weeks=1))


async def own_token(_: object, __: object) -> str:
    """What we show the connector."""
    return jwt.encode({"appid": APP_ID, "exp": int(time.time()) + 3600}, KEY, algorithm="RS256")


@dataclass
class Pauses:
    """Waits that take no time, written down."""

    taken: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


def served(desk: Desk, platform: Platform, pauses: Pauses, *, tenants: tuple[str, ...] = (TENANT,)) -> Any:
    """The one app, with Teams."""
    web = create_app(desk)
    connection = Connection(APP_ID, tenants, ("aad-29:officer",), token=own_token, cloud=platform.cloud)
    add_teams(web, desk, connection, patience=Patience(pause=pauses, share=lambda: 1.0))
    return web


@pytest.fixture
def house() -> House:
    return fake_house()


@pytest.fixture
def teams(tmp_path: Path, platform: Platform, pauses: Pauses, house: House) -> Iterator[Teams]:
    folder = tmp_path / "var"
    desk = desk_in(folder, lambda: house, lambda: TUESDAY)
    with TestClient(served(desk, platform, pauses)) as client:
        yield Teams(client, platform, desk, folder)
