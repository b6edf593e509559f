"""From an event in to the call of Slack's Web API out, with 1, 10 and 100 events at once, over the HTTP channel.

The one ASGI app runs in this process with its real store and knowledge; the Web API is a client that notes the time at
which it is called. No network and no emulator, so that the figures are of the bot alone and can be had anywhere.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.house import House
from bot.desk import Desk
from bot.metrics import Metrics
from bot.slack.app import Served
from bot.slack.connection import Connection, add_slack
from bot.slack.door import JSON, PATH
from bot.slack.officer import Health
from bot.store.counting import CountInto
from bot.store.handled import SqliteHandled
from bot.store.remembered import SqliteRemembered
from bot.web.app import create_app
from knowledge import clock

SECRET, TEAM = "a secret for measuring", "T1"
AT_ONCE = ((1, 60), (10, 8), (100, 2))
"""How many events at once, and how often."""
PATIENCE = 120.0


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
    with tempfile.TemporaryDirectory() as folder:
        for at_once, rounds in AT_ONCE:
            yield at_once, asyncio.run(_rounds(house, texts, at_once, rounds, Path(folder)))


async def _rounds(house: House, texts: list[str], at_once: int, rounds: int, folder: Path) -> list[float]:
    api = Noted()
    transport = httpx.ASGITransport(_app(house, folder, api))
    told = itertools.cycle(texts)
    numbers = itertools.count(1)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot", timeout=PATIENCE) as slack:
        await _one(slack, api, next(told), f"{at_once}.warming-up")
        taken: list[float] = []
        for _ in range(rounds):
            each = (_one(slack, api, next(told), f"{at_once}.{next(numbers):06}") for _ in range(at_once))
            taken += await asyncio.gather(*each)
    return sorted(taken)


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


def _app(house: House, folder: Path, api: Noted) -> Any:
    desk = Desk(
        current=lambda: house,
        clock=clock.now,
        handled=SqliteHandled(folder / "store.sqlite", clock=clock.now),
        remembered=SqliteRemembered(folder / "store.sqlite", clock=clock.now, secret=b"measured"),
        counting=CountInto(folder / "counters.sqlite"),
        metrics=Metrics.new(),
    )
    app = create_app(desk)
    served = Served(frozenset({TEAM}), default_authority=house.authorities[0])
    connection = Connection("http://127.0.0.1:9/", served, bot_token="xoxb-measured", signing_secret=SECRET)  # noqa: S106
    add_slack(app, desk, connection, Health()).outbox.client = api
    return app
