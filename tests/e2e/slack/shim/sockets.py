"""Socket Mode between the emulator and any number of bots: each envelope goes to one of them, as in Slack.

What was not acknowledged is brought again: to another connection when its own is lost, and when a test asks for it.
Slack does so with events only; a press or a command that nobody answered is lost.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, web
from as_slack import as_slack
from record import Record
from web_api import acknowledged

Envelope = dict[str, Any]


@dataclass
class Sockets:
    """The bots' connections, and ours to the emulator."""

    record: Record
    session: ClientSession
    bots: list[web.WebSocketResponse] = field(default_factory=list)
    open: dict[str, Envelope] = field(default_factory=dict)
    """Envelopes that nobody acknowledged yet."""
    _up: ClientWebSocketResponse | None = None
    _reading: asyncio.Task[None] | None = None
    _turn: itertools.count[int] = field(default_factory=itertools.count)

    async def join(self, request: web.Request) -> web.WebSocketResponse:
        """A bot connects."""
        bot = web.WebSocketResponse()
        await bot.prepare(request)
        await self._connect()
        await bot.send_json({"type": "hello", "num_connections": len(self.bots) + 1})
        self.bots.append(bot)
        await self._counted()
        try:
            async for message in bot:
                if message.type is WSMsgType.TEXT:
                    await self._heard(message.data)
        finally:
            self.bots.remove(bot)
            await self._counted()
        return bot

    async def bring(self, kind: str, payload: dict[str, Any]) -> None:
        """An envelope of our own, for what the emulator has no button for."""
        await self._bring({"envelope_id": str(uuid.uuid4()), "type": kind, "payload": payload, "own": True})

    async def again(self) -> int:
        """Brings every event again that was not acknowledged."""
        waiting = [each for each in self.open.values() if each["type"] == "events_api"]
        for envelope in waiting:
            envelope["retry_attempt"] = envelope.get("retry_attempt", 0) + 1
            await self._bring(envelope)
        return len(waiting)

    async def lose(self) -> None:
        """The network fails: every bot's connection breaks."""
        for bot in tuple(self.bots):
            await bot.close()

    async def _counted(self) -> None:
        self.record.connected = len(self.bots)
        await self.record.tell()

    async def _connect(self) -> None:
        """To the emulator, once: it would send everything to each of several connections."""
        if self._up is not None and not self._up.closed:
            return
        headers = {"Authorization": f"Bearer {self.record.setup.app_token}"}
        async with self.session.post(
            f"{self.record.setup.upstream}/api/apps.connections.open", headers=headers
        ) as told:
            address = (await told.json())["url"].replace("localhost", "127.0.0.1")
        self._up = await self.session.ws_connect(address, max_msg_size=0)
        self._reading = asyncio.create_task(self._read(self._up))

    async def _read(self, up: ClientWebSocketResponse) -> None:
        async for message in up:
            envelope = json.loads(message.data)
            if "envelope_id" in envelope:
                setup = self.record.setup
                envelope["payload"] = as_slack(envelope["payload"], setup.own, setup.upstream, self.record.typed)
                await self._bring(envelope)

    async def _bring(self, envelope: Envelope) -> None:
        self.open[envelope["envelope_id"]] = envelope
        if self.bots:
            bot = self.bots[next(self._turn) % len(self.bots)]
            await bot.send_json({key: value for key, value in envelope.items() if key != "own"})
        await self.record.delivered(envelope["type"], envelope["payload"], "brought")

    async def _heard(self, text: str) -> None:
        """An acknowledgement, perhaps with an answer in it."""
        told = json.loads(text)
        envelope = self.open.pop(str(told.get("envelope_id")), None)
        if envelope is None:
            return
        said = told.get("payload")
        if isinstance(said, dict) and said.get("text"):
            await self.record.called("acknowledgement", said, {"ok": True})
            told["payload"] = acknowledged(said, self.record)
        if self._up is not None and not envelope.get("own"):
            await self._up.send_json(told)
        await self.record.delivered(envelope["type"], envelope["payload"], "acknowledged")
