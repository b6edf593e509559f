"""Serves the published figures with Datasette: to look at, to ask in SQL, and nothing to write.

The file is opened as one that never changes. When a newer publication takes its place, the next request gets that one.
Every answer carries a content security policy, so that a browser loads nothing from anywhere else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from trends.show.dashboards import SETTINGS, metadata
from trends.show.figures import opened
from trends.show.needed import require

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from datasette.app import Datasette

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

STATIC = Path(__file__).parent / "static"
NEEDED = ("datasette", "datasette_dashboards")
CSP = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
HEADERS = {
    b"content-security-policy": CSP.encode(),
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"x-robots-tag": b"noindex, nofollow",
}


def datasette_of(file: Path) -> Datasette:
    """Datasette on one publication. Raises NothingPublished, NotInstalled and sqlite3.Error."""
    require(NEEDED, "Serving trends")
    from datasette.app import Datasette

    with opened(file) as figures:
        words = metadata(figures)
    mounts = [("assets", str(STATIC))]
    return Datasette(
        immutables=[str(file)], metadata=words, settings=dict(SETTINGS), static_mounts=mounts, cache_headers=False
    )


def server(file: Path, *, host: str, port: int) -> uvicorn.Server:
    """A server that is not yet running. `port` 0 takes a free one. Raises as `datasette_of` does."""
    config = uvicorn.Config(
        Newest(file), host=host, port=port, access_log=False, log_level="warning", server_header=False, lifespan="off"
    )
    return uvicorn.Server(config)


class Newest:
    """ASGI: the publication that lies there now."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.stamp = _stamp(file)
        self.app: App = datasette_of(file).app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http", "only pages are served"
        if (stamp := _stamp(self.file)) not in (self.stamp, None):
            self.app, self.stamp = datasette_of(self.file).app(), stamp

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *HEADERS.items()]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _stamp(file: Path) -> tuple[int, int] | None:
    """Changes when another file takes the place of this one; None while there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns
