"""A real browser on a real server: Debian's Chromium, a free port on the loopback, and a clock that we set."""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI

from bot.core.house import House
from bot.web.app import create_app
from bot.web.serve import server
from tests.bot.desks import desk_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

CHROMIUM = Path(os.environ.get("EARLYHELP_CHROMIUM", "/usr/bin/chromium"))
NO_CHROMIUM = f"There is no Chromium at {CHROMIUM}: install Debian's chromium, or name one in EARLYHELP_CHROMIUM."
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 20


def launch(playwright: Playwright, program: Path = CHROMIUM) -> Browser:
    """Debian's Chromium, or a program that starts it elsewhere; Playwright downloads nothing."""
    return playwright.chromium.launch(executable_path=str(program), headless=True, args=ARGUMENTS)


def app_in(folder: Path, house: House, clock: Callable[[], dt.datetime]) -> FastAPI:
    """The web chat with its files in `folder`."""
    return create_app(desk_in(folder, lambda: house, clock))


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The app's address while it is served from a thread."""
    running = server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    until = time.monotonic() + START_SECONDS
    while not running.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.02)
    assert running.started, "the web server did not start"
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(START_SECONDS)
