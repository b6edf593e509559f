"""The one socket that all workers accept from.

It is opened before any worker is up and closed after the last has ended, so that whoever connects while a worker is
replaced waits for a moment and is not sent away. What waits in it belongs to no worker: none can take it along when it
dies, as it would with a socket of its own for each (`SO_REUSEPORT`).
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

import click

from bot.serving.systemd import handed_over

WAITING = 1024
"""Connections that may wait to be accepted; Linux allows no more than net.core.somaxconn."""


@dataclass(frozen=True)
class Listening:
    """The socket and what it is called."""

    socket: socket.socket
    host: str
    port: int

    @property
    def address(self) -> str:
        """As the operator asked for it."""
        return f"http://{_bracketed(self.host)}:{self.port}"

    @property
    def local(self) -> str:
        """As a browser on this machine reaches it."""
        here = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104
        return f"http://{_bracketed(here)}:{self.port}"


def open_listening(host: str, port: int) -> Listening:
    """systemd's socket, or a new one. Raises click.ClickException where the address cannot be had. Port 0 is any."""
    found = handed_over() or _opened(host, port)
    found.set_inheritable(False)
    found.listen(WAITING)
    return listening_on(found, host)


def listening_on(found: socket.socket, host: str) -> Listening:
    """A socket that is open already."""
    name = found.getsockname()
    return Listening(found, host, int(name[1]) if isinstance(name, tuple) else 0)


def _opened(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return _bound(socket.socket(family, kind, protocol), where)
    except OSError as error:
        raise click.ClickException(f"The address {host}:{port} cannot be had: {error.strerror or error}.") from None


def _bound(found: socket.socket, where: Any) -> socket.socket:
    """The socket at this address. Raises OSError, and then it is closed."""
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(where)
    except OSError:
        found.close()
        raise
    return found


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
