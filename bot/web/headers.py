"""What stands around every answer of the app: headers that keep the page to itself, and a last resort when it breaks.

An exception's message may quote what somebody typed, so none leaves here: its type and place are logged, and the
person gets a page with the numbers that are always right (promises P2 and P6).
"""

from __future__ import annotations

import logging

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.core.safely import where

log = logging.getLogger(__name__)

CSP = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self'; connect-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
NO_STORE = "no-store"
REVALIDATED = "no-cache"
STATIC = "/static/"


class Surroundings:
    """ASGI middleware: headers on every response, and an answer also when the app inside raises."""

    def __init__(self, app: ASGIApp, *, last_resort: str) -> None:
        self.app = app
        self.last_resort = last_resort

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(MutableHeaders(scope=message), scope)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except ClientDisconnect:
            return  # nobody is there any more: no failure of ours, and whoever does it on purpose fills no log
        except Exception as error:  # noqa: BLE001 - the edge: nothing may leave with the text in it
            log.error("A request failed: %s at %s", type(error).__name__, where(error))
            if not started:
                await HTMLResponse(self.last_resort, 500)(scope, receive, send_with_headers)


def _add_headers(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", REVALIDATED if scope["path"].startswith(STATIC) else NO_STORE)
