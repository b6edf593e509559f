"""What systemd is told: ready, what goes on, still alive, about to stop. And what it hands over: an open socket.

The protocol is one datagram of lines and two variables (sd_notify(3), sd_listen_fds(3)), so a library would be longer
than this. Without systemd nothing happens.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress

READY, STOPPING, ALIVE, RELOADING = "READY=1", "STOPPING=1", "WATCHDOG=1", "RELOADING=1"
FIRST_HANDED_OVER = 3
OURS_ALONE = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES")
"""Variables that are meant for the process that systemd started, and for none that it starts."""


def status(words: str) -> str:
    """A line for `systemctl status`."""
    return f"STATUS={words}"


def notify(*lines: str, environment: Mapping[str, str] = os.environ) -> None:
    """Tells systemd. Never raises: nobody is answered worse because the service manager is away."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    path = f"\0{address[1:]}" if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as told:
        told.sendto("\n".join(lines).encode(), path)


def watchdog_seconds(environment: Mapping[str, str] = os.environ) -> float | None:
    """How often systemd wants to hear that this process is alive: twice as often as it must. None: never."""
    said, pid = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
    if not said.isdecimal() or pid not in {"", str(os.getpid())}:
        return None
    return int(said) / 1_000_000 / 2


def handed_over(environment: Mapping[str, str] = os.environ) -> socket.socket | None:
    """The socket that systemd opened for us, if it did."""
    if environment.get("LISTEN_PID") != str(os.getpid()) or environment.get("LISTEN_FDS") in {None, "", "0"}:
        return None
    return socket.socket(fileno=FIRST_HANDED_OVER)
