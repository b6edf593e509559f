"""One-time links for a studio that only this machine can reach: what `make run` prints, and a second person's.

A link's code stands in the fragment of the address, which no server log and no other site sees; the page hands it in
with a form. It counts once, whichever process it is handed to, and only its fingerprint is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import Request

from bot.store.marks import Marks
from knowledge.errors import EarlyHelpError

AT_START = dt.timedelta(hours=12)
INVITED = dt.timedelta(minutes=30)
KIND = "studio-link"


class LinkNotKept(EarlyHelpError):
    """The store did not take note of a link, so it would let nobody in."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was made: its code is known to whoever was given it."""

    code: str = field(repr=False)
    officer: str
    until: dt.datetime

    def address(self, base: str) -> str:
        return f"{base.rstrip('/')}/studio/sign-in#link={self.code}"


class Links:
    """The links that still count, for every process that shares `marks`."""

    def __init__(self, marks: Marks, clock: Callable[[], dt.datetime]) -> None:
        self._marks = marks
        self._clock = clock

    def make(self, officer: str, *, lasts: dt.timedelta) -> Link:
        """A fresh link for this officer. Raises LinkNotKept."""
        link = Link(secrets.token_urlsafe(24), officer, self._clock() + lasts)
        if not self._marks.put(KIND, _mark(link.code), officer, until=link.until):
            raise LinkNotKept("The server's store does not answer, so no link can be made. Try again in a minute.")
        return link

    def use(self, code: str) -> str | None:
        """The officer whom the code signs in, once; None for a code that is unknown, used or too old."""
        return self._marks.take(KIND, _mark(code))


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
