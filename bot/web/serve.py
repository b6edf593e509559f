"""Runs the app with uvicorn, without an access log: an address is nobody's business, and a log is a diary."""

from __future__ import annotations

import uvicorn
from starlette.types import ASGIApp


def server(app: ASGIApp, *, host: str, port: int) -> uvicorn.Server:
    """A server that is not yet running. `port` 0 takes a free one."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=10,
        )
    )
