"""The three addresses of `bot.web.health` for a process that serves nothing else: `earlyhelp slack` over Socket Mode.

They are on this machine only. Where the port is taken, people are answered without them, and the log says so.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI

from bot.web.health import Health, add_health

log = logging.getLogger(__name__)

HOST = "127.0.0.1"


class Beside(uvicorn.Server):
    """A server in a loop that somebody else runs and stops."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are heard by whoever runs the loop."""
        yield


@asynccontextmanager
async def health_beside(health: Health, port: int) -> AsyncIterator[int]:
    """While the block lasts, tells how the process is on this port, or on any free one for 0. Gives the port, or 0."""
    try:
        listening = socket.create_server((HOST, port))
    except OSError as error:
        log.error("The port for health checks cannot be had: %s.", error.strerror)
        yield 0
        return
    app = FastAPI(title="earlyhelp", openapi_url=None)
    add_health(app, health)
    config = uvicorn.Config(app, access_log=False, log_config=None, log_level="warning", server_header=False)
    server = Beside(config)
    serving = asyncio.ensure_future(server.serve([listening]))
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        await serving
        listening.close()
