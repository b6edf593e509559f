"""`earlyhelp serve`: every channel over HTTP, health checks and metrics, in one process on one address."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import webbrowser

import click

from bot.commands.channels import http_channels
from bot.commands.common import desk_of, draft_of, releases_of
from bot.commands.common import settings as load
from bot.live import Live
from bot.settings import Trends
from bot.web.app import Shown, create_app
from bot.web.serve import server
from knowledge import clock
from trends.counters import forget_old_weeks

log = logging.getLogger(__name__)
BROWSER_AFTER_SECONDS = 1.0


def forget(trends: Trends) -> None:
    """Deletes weeks that are no longer kept. A counter file that cannot be opened stops nobody's answer."""
    try:
        forget_old_weeks(trends.file, keep_weeks=trends.keep_weeks, now=clock.now())
    except (sqlite3.Error, OSError) as error:
        log.warning("The weekly counters could not be opened: %s.", type(error).__name__)


@click.command()
@click.option("--host", metavar="H", help="Default: app.yaml's, which is this machine only.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), help="Default: app.yaml's.")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in a browser.")
def serve(host: str | None, port: int | None, open_browser: bool) -> None:
    """Serves every channel that is on until stopped. Published knowledge is taken into use within seconds."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    settings = load()
    channels = http_channels(settings, os.environ)
    forget(settings.trends)
    live = Live(settings.authorities, draft_of(settings), releases_of(settings))
    live.watch()
    shown = Shown(default_authority=settings.default_authority or "", keep_hours=settings.store.keep_hours)
    desk = desk_of(settings, live.current)
    app = create_app(desk, shown=shown)
    for add in channels:
        add(app, desk, live)
    where, number = host or settings.web.host, settings.web.port if port is None else port
    click.echo(f"earlyhelp {live.version} answers on http://{where}:{number}/ (Ctrl+C stops it)", err=True)
    if open_browser:
        timer = threading.Timer(BROWSER_AFTER_SECONDS, webbrowser.open, [f"http://{where}:{number}/"])
        timer.daemon = True
        timer.start()
    server(app, host=where, port=number).run()
    live.close()
