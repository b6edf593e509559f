"""Socket Mode: Slack is called, not calling, so a council's network needs no open door. `earlyhelp slack` runs this.

The SDK connects again by itself whenever the connection is lost or Slack moves it. When the process is told to stop it
takes no further event, finishes the ones it is answering and then closes: what it did not take, Slack delivers to
another connection, or again when this one is back.
"""

from __future__ import annotations

import asyncio
import logging
import signal

from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.safely import where
from bot.slack.app import SlackChannel
from bot.slack.door import Refused, check_shape
from bot.slack.quiet import hush

log = logging.getLogger(__name__)

FINISH_WITHIN = 25.0
"""Seconds to finish what is being answered when told to stop; longer than any answer may take."""


class SocketMode(AsyncSocketModeHandler):
    """A connection that counts what it is answering."""

    def __init__(self, channel: SlackChannel, *, app_token: str, web_client: AsyncWebClient) -> None:
        super().__init__(channel.bolt, app_token, logger=hush(), web_client=web_client)
        self._channel = channel
        self._answering: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.client.on_close_listeners.append(self._closed)

    async def connect(self) -> None:
        """Tries until it stands; the SDK then keeps it up."""
        await self.client.connect()  # type: ignore[no-untyped-call]
        log.info("Connected to Slack.")

    async def _closed(self, _: WSMessage) -> None:
        log.info("Slack closed the connection and is connected to again.")

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answers one envelope, unless told to stop: then it stays unacknowledged and is delivered again."""
        if self._stopping:
            return
        task = asyncio.current_task()
        assert task is not None, "the client runs every envelope in a task of its own"
        self._answering.add(task)
        try:
            await self._answer(client, req)
        except Exception as error:  # noqa: BLE001 - the edge: the SDK would log what it quotes
            log.error("An envelope was not answered: %s at %s", type(error).__name__, where(error))
        finally:
            self._answering.discard(task)

    async def _answer(self, client: SocketModeClient, req: SocketModeRequest) -> None:
        try:
            check_shape(req.payload)
        except Refused as refused:
            log.warning("An envelope was passed over: %s", refused.why)
            return
        request = AsyncBoltRequest(mode="socket_mode", body=dict(req.payload))
        response = await self._channel.dispatch(request)
        await send_async_response(client, req, response, 0.0)

    async def finish(self) -> None:
        """Takes nothing more, and waits for what is being answered."""
        self._stopping = True
        if self._answering:
            await asyncio.wait(set(self._answering), timeout=FINISH_WITHIN)
        await self.client.close()  # type: ignore[no-untyped-call]


async def serve(channel: SlackChannel, *, app_token: str, web_client: AsyncWebClient) -> None:
    """Connects and answers until SIGTERM or Ctrl+C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    async with channel.opened():
        socket = SocketMode(channel, app_token=app_token, web_client=web_client)
        connecting = asyncio.ensure_future(socket.connect())
        log.info("Connecting to Slack.")
        try:
            await stop.wait()
            log.info("Told to stop; finishing what is being answered.")
        finally:
            connecting.cancel()
            await socket.finish()
