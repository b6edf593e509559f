"""From an activity in to the call of Teams' connector out, with 1, 10 and 100 activities at once.

The one ASGI app runs in this process with its real store, knowledge and token check. Keys and connector are a small
server on the loopback that notes when it is called, since the SDK fetches and sends over HTTP with clients of its own.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import jwt
import uvicorn
from bench_crowd import PATIENCE, Ask
from bench_crowd import measured as measured_with
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI

from bot.core.house import House
from bot.desk import Desk
from bot.teams.app import Connection, add_teams
from bot.teams.door import ENDPOINT
from bot.teams.sdk import PUBLIC
from bot.web.app import create_app

APP_ID, TENANT = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb"


@dataclass
class Platform:
    """Signs, serves the keys, and notes when it was called, by the conversation that is answered."""

    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    called: dict[str, float] = field(default_factory=dict)
    url: str = ""

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}

    def take(self, conversation: str) -> dict[str, str]:
        self.called[conversation] = time.perf_counter()
        return {"id": "1:sent"}

    def authorization(self) -> str:
        now = int(time.time())
        claims = {"iss": PUBLIC.token_issuer, "aud": APP_ID, "iat": now, "exp": now + 600, "serviceurl": self.url}
        return f"Bearer {jwt.encode(claims, self.key, algorithm='RS256', headers={'kid': 'k1'})}"

    def web(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/v1/.well-known/keys", self.keys)
        app.add_api_route("/v3/conversations/{conversation}/activities", self.take, methods=["POST"])
        return app


def measured(house: House, texts: list[str]) -> Iterator[tuple[int, list[float]]]:
    """How many at once, and the milliseconds of each activity, sorted."""
    return measured_with(teams, house, texts)


@asynccontextmanager
async def teams(house: House, desk: Desk) -> AsyncIterator[Ask]:
    """Teams with its platform beside it, ready to be asked."""
    async with _served(Platform()) as platform, _client(_app(house, desk, platform)) as client:
        yield lambda text, conversation: _one(client, platform, text, conversation)


async def _one(teams: httpx.AsyncClient, platform: Platform, text: str, conversation: str) -> float:
    """Milliseconds until the answer to this activity arrived."""
    activity = {
        "type": "message",
        "id": "1",
        "text": text,
        "channelId": "msteams",
        "serviceUrl": platform.url,
        "from": {"id": f"29:{conversation}", "name": "A Teacher", "aadObjectId": f"aad-{conversation}"},
        "recipient": {"id": f"28:{APP_ID}", "name": "Early help"},
        "conversation": {"id": conversation, "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
    }
    authorization = platform.authorization()
    began = time.perf_counter()
    answer = await teams.post(ENDPOINT, json=activity, headers={"Authorization": authorization})
    answer.raise_for_status()
    return 1000 * (platform.called[conversation] - began)


@asynccontextmanager
async def _served(platform: Platform) -> AsyncIterator[Platform]:
    server = uvicorn.Server(uvicorn.Config(platform.web(), host="127.0.0.1", port=0, log_level="critical"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    platform.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield platform
    server.should_exit = True
    await running


@asynccontextmanager
async def _client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app, started."""
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://bot", timeout=PATIENCE) as client,
    ):
        yield client


def _app(house: House, desk: Desk, platform: Platform) -> FastAPI:
    app = create_app(desk)
    cloud = replace(PUBLIC, openid_metadata_url=f"{platform.url}/v1/.well-known/openidconfiguration")
    connection = Connection(APP_ID, (TENANT,), token=_own_token, cloud=cloud)
    add_teams(app, desk, connection, default_authority=house.authorities[0])
    return app


async def _own_token(_: object, __: object) -> str:
    """What is shown to a connector that checks nothing."""
    return jwt.encode({"appid": APP_ID, "exp": int(time.time()) + 3600}, "k" * 32, algorithm="HS256")
