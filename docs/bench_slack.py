"""From an event in to the call of Slack's Web API out, with 1, 10 and 100 events at once, over the HTTP channel.

The one ASGI app runs in this process with its real store and knowledge; the Web API is a client that notes the time at
which it is called. No network and no emulator, so that the figures are of the bot alone and can be had anywhere.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from bench_crowd import PATIENCE, Ask
from bench_crowd import measured as measured_with
from fastapi import FastAPI
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.house import House
from bot.desk import Desk
from bot.slack.app import Served
from bot.slack.connection import Connection, add_slack
from bot.slack.door import JSON, PATH
from bot.slack.officer import Health
from bot.web.app import create_app

SECRET, TEAM = "a secret for measuring", "T1"


class Noted(AsyncWebClient):
    """A Web API that accepts everything and notes when it was called, by the message it answers."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-measured")  # noqa: S106 - guards nothing
        self.called: dict[str, float] = {}

    async def api_call(self, api_method: str, **said: Any) -> Any:  # type: ignore[override]
        answers = (said.get("json") or said.get("params") or said.get("data") or {}).get("thread_ts", "")
        if api_method == "chat.postMessage":
            self.called[answers] = time.perf_counter()
        return {"ok": True, "ts": "1.1"}


def measured(house: House, texts: list[str]) -> Iterator[tuple[int, list[float]]]:
    """How many at once, and the milliseconds of each event, sorted."""
    return measured_with(slack, house, texts)


@asynccontextmanager
async def slack(house: House, desk: Desk) -> AsyncIterator[Ask]:
    """Slack over HTTP, ready to be asked."""
    api = Noted()
    transport = httpx.ASGITransport(_app(house, desk, api))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot", timeout=PATIENCE) as client:
        yield lambda text, ts: _one(client, api, text, ts)


async def _one(slack: httpx.AsyncClient, api: Noted, text: str, ts: str) -> float:
    """Milliseconds until the answer to this event left."""
    said = {"type": "message", "channel_type": "im", "channel": "D1", "user": f"U{ts}", "text": text, "ts": ts}
    event = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{ts}", "event": said}
    body, stamp = json.dumps(event).encode(), str(int(time.time()))
    signed = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={signed}", "content-type": JSON}
    began = time.perf_counter()
    answer = await slack.post(PATH, content=body, headers=headers)
    answer.raise_for_status()
    return 1000 * (api.called[ts] - began)


def _app(house: House, desk: Desk, api: Noted) -> FastAPI:
    app = create_app(desk)
    served = Served(frozenset({TEAM}), default_authority=house.authorities[0])
    connection = Connection("http://127.0.0.1:9/", served, bot_token="xoxb-measured", signing_secret=SECRET)  # noqa: S106
    add_slack(app, desk, connection, Health()).outbox.client = api
    return app
