"""One-time links for a studio that only this machine can reach: what `make run` prints, and a second person's.

A link's code stands in the fragment of the address, which no server log and no other site sees; the page hands it in
with a form. It counts once, and only its fingerprint is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request

AT_START = dt.timedelta(hours=12)
INVITED = dt.timedelta(minutes=30)
MOST = 50


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was made: its code is known to whoever was given it."""

    code: str
    officer: str
    until: dt.datetime

    def address(self, base: str) -> str:
        return f"{base.rstrip('/')}/studio/sign-in#link={self.code}"


class Links:
    """The links that still count."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._open: dict[str, tuple[str, dt.datetime]] = {}
        self._lock = threading.Lock()

    def make(self, officer: str, *, lasts: dt.timedelta) -> Link:
        """A fresh link for this officer; the oldest gives way when there are too many."""
        link = Link(secrets.token_urlsafe(24), officer, self._clock() + lasts)
        with self._lock:
            while len(self._open) >= MOST:
                del self._open[next(iter(self._open))]
            self._open[_mark(link.code)] = (officer, link.until)
        return link

    def use(self, code: str) -> str | None:
        """The officer whom the code signs in, once; None for a code that is unknown, used or too old."""
        with self._lock:
            officer, until = self._open.pop(_mark(code), ("", None))
        return officer if until and self._clock() < until else None


def _mark(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()


def is_from_this_machine(request: Request) -> bool:
    """Whether the browser runs on this machine and calls it by a name of its own: no proxy, no rebound name."""
    forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via"))
    caller = request.client.host if request.client else ""
    return not forwarded and _is_loopback(caller) and _is_loopback(_host(request))


def _host(request: Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
