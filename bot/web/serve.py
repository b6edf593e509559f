"""Runs the app with uvicorn, without an access log: an address is nobody's business, and a log is a diary.

A worker that is to end lingers for a moment: it accepts nobody new, tells every browser and proxy with its next answer
that the connection ends, and goes once nobody is connected any more. To close at once would meet a request that is on
its way on a kept connection, and lose it.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from bot.serving.beats import EVERY_SECONDS
from bot.serving.listening import WAITING
from bot.web.impatient import Impatient

ACCEPTED_AT_ONCE = 8
"""Connections that one worker takes before it looks at what it has; with many more it would starve the others."""
KEEP_ALIVE_SECONDS = 5
DRAIN_SECONDS = 25
"""Longer than any answer may take, its delivery included."""
SWITCH_SECONDS = 0.0005
"""How long a thread that reads a message keeps the others of its process waiting; Python's own is ten times that, and
every answer changes between threads some twenty times."""
LINGER_SECONDS = KEEP_ALIVE_SECONDS + 1.0


def nothing() -> None:
    """Nobody needs to know."""


async def nobody() -> None:
    """Nobody is told every second."""


@dataclass(frozen=True)
class Told:
    """Whom a server tells: once when it answers, every second while it does, and once when it is to end."""

    ready: Callable[[], None] = nothing
    alive: Callable[[], Awaitable[None]] = nobody
    leaving: Callable[[], None] = nothing


class Serving(uvicorn.Server):
    """A server on sockets that may be shared with others."""

    def __init__(self, config: uvicorn.Config, told: Told, *, linger: float = 0.0) -> None:
        super().__init__(config)
        self._told_whom, self._linger = told, linger

    async def startup(self, sockets: Sequence[socket.socket] | None = None) -> None:
        await super().startup(sockets=list(sockets) if sockets else None)
        for each in sockets or ():
            each.listen(WAITING)  # asyncio set it to what it accepts at once
        if self.started:
            self._told_whom.ready()

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        self._told_whom.leaving()
        if self._linger:
            await self._last_answers()
        await super().shutdown(sockets=list(sockets) if sockets else None)

    async def _last_answers(self) -> None:
        for server in self.servers:
            server.close()
        self.server_state.default_headers = [*self.server_state.default_headers, (b"connection", b"close")]
        for _ in range(int(self._linger / 0.05)):
            if not self.server_state.connections or self.force_exit:
                return
            await asyncio.sleep(0.05)


def serving(app: ASGIApp, told: Told = Told(), *, linger: float = 0.0) -> Serving:
    """A server that is not yet running, for sockets that are open."""
    sys.setswitchinterval(SWITCH_SECONDS)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,  # its own would write past the edge of `bot.logs`
        log_level="warning",
        server_header=False,
        http=Impatient,
        ws="none",
        backlog=ACCEPTED_AT_ONCE,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        callback_notify=told.alive,
        timeout_notify=EVERY_SECONDS,
    )
    return Serving(config, told, linger=linger)


def server(app: ASGIApp, *, host: str, port: int) -> uvicorn.Server:
    """A server that is not yet running. `port` 0 takes a free one."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            log_config=None,  # its own would write past the edge of `bot.logs`
            log_level="warning",
            server_header=False,
            http=Impatient,
            ws="none",
            timeout_graceful_shutdown=10,
        )
    )
