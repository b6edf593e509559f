"""What every channel over HTTP shares: reading a body no further than it may go, and living as long as the server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.requests import Request


async def body_of(request: Request, *, most: int, drained: int = 0) -> bytes | None:
    """The body, or None when it is longer than `most`; of a longer one as much as `drained` is read and thrown away."""
    kept, read = bytearray(), 0
    async for chunk in request.stream():
        read += len(chunk)
        if read <= most:
            kept += chunk
        elif read > drained:
            break
    return bytes(kept) if read <= most else None


def host_of(address: str) -> str:
    """The host and port of an address as a browser sends it in a header; "" for what is no address."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def while_serving(web: FastAPI, opened: Callable[[], AbstractAsyncContextManager[None]]) -> None:
    """Keeps `opened()` open for as long as the app is served, inside whatever the app keeps open already."""
    before = web.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with before(app), opened():
            yield

    web.router.lifespan_context = lifespan
