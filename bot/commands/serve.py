"""`earlyhelp serve`: every channel over HTTP, health checks and metrics, on one address, in one process or in several.

    earlyhelp serve                 one process that answers
    earlyhelp serve --workers N     a supervisor, which loads nothing, and N processes that answer

A worker is this very command, told its part by the supervisor (`bot.serving.part`).
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable

import click

from bot.commands.places import settings as load
from bot.logs import set_up as set_up_logs
from bot.serving import systemd
from bot.serving.beats import Beats
from bot.serving.crew import MEGABYTE, Bounds
from bot.serving.listening import Listening, listening_on, open_listening
from bot.serving.part import Part, part_of
from bot.serving.process import leave_nothing, own_command
from bot.serving.supervisor import Supervisor, shared_environment
from bot.settings import Settings


@click.command()
@click.option("--host", metavar="H", help="Default: app.yaml's, which is this machine only.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), help="Default: app.yaml's.")
@click.option("--workers", metavar="N", type=click.IntRange(1, 64), help="So many processes, looked after by one more.")
@click.option(
    "--worker-memory",
    metavar="MB",
    type=click.IntRange(300),
    default=1500,
    show_default=True,
    help="A worker that takes more is replaced, the new one first.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the page in a browser.")
def serve(host: str | None, port: int | None, workers: int | None, worker_memory: int, open_browser: bool) -> None:
    """Serves every channel that is on until stopped. Published knowledge is taken into use within seconds."""
    leave_nothing()
    settings = load()
    set_up_logs(settings.logs)
    where = host or settings.web.host
    if part := part_of(os.environ):
        _work(settings, part, where)
        return
    listening = open_listening(where, settings.web.port if port is None else port)
    browser = _opened if open_browser else _not_opened
    if workers:
        _supervise(listening, workers, Bounds(memory=worker_memory * MEGABYTE), browser)
    else:
        _alone(settings, listening, browser)


Browse = Callable[[str], None]


def _supervise(listening: Listening, workers: int, bounds: Bounds, browse: Browse) -> None:
    """Starts the workers and looks after them. Ends with the status of what went wrong, or with 0."""
    browse = _once(browse)

    def announce(version: str, link: str) -> None:
        said = f"{workers} workers" if workers > 1 else "1 worker"
        _say_ready(version, link, listening, f"{said}; Ctrl+C stops it, kill -HUP {os.getpid()} restarts it")
        browse(f"{listening.local}/")

    with shared_environment() as environment:
        status = Supervisor(listening, workers, own_command(), environment, announce, bounds).run()
    listening.socket.close()
    sys.exit(status)


def _work(settings: Settings, part: Part, host: str) -> None:
    """One worker of several."""
    from bot.commands.answering import put_together
    from bot.web.serve import LINGER_SECONDS, Told, serving

    listening = listening_on(socket.socket(fileno=part.listening), host)
    answering = put_together(settings, listening.local, tidies=part.tidies)
    beats = Beats(part.beats, answering.well, lambda: setattr(server, "should_exit", True))

    def ready() -> None:
        beats.ready(answering.version, answering.link)

    told = Told(ready, beats.beat, answering.leaving)
    server = serving(answering.app, told, linger=LINGER_SECONDS)
    server.run([listening.socket])
    answering.close()


def _alone(settings: Settings, listening: Listening, browse: Browse) -> None:
    """One process and no supervisor."""
    from bot.commands.answering import put_together
    from bot.web.serve import Told, serving

    answering = put_together(settings, listening.local, tidies=True)

    def ready() -> None:
        _say_ready(answering.version, answering.link, listening, "Ctrl+C stops it")
        systemd.notify(systemd.READY)
        browse(f"{listening.local}/")

    async def alive() -> None:
        if answering.well():
            systemd.notify(systemd.ALIVE)

    def leaving() -> None:
        systemd.notify(systemd.STOPPING)
        answering.leaving()

    serving(answering.app, Told(ready, alive, leaving)).run([listening.socket])
    answering.close()


def _say_ready(version: str, link: str, listening: Listening, more: str) -> None:
    click.echo(f"earlyhelp {version} answers on {listening.address}/ ({more})", err=True)
    if link:
        click.echo(f"Officers' studio, this link works once and on this machine only: {link}", err=True)


def _opened(address: str) -> None:
    """A browser may take its time; nobody waits for it."""
    threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()


def _once(browse: Browse) -> Browse:
    """For the first time only: a restart of the workers opens no browser."""
    left = [browse]
    return lambda address: left.pop()(address) if left else None


def _not_opened(_address: str) -> None:
    """Nobody asked for a browser."""
