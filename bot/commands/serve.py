"""`earlyhelp serve`: every channel over HTTP, health checks and metrics, in one process on one address."""

from __future__ import annotations

import logging
import os
import threading
import webbrowser

import click

from bot.commands.channels import http_channels, studio_for
from bot.commands.common import desk_of, forgetting_of
from bot.commands.places import draft_of, releases_of
from bot.commands.places import settings as load
from bot.live import Live
from bot.web.app import Shown, create_app
from bot.web.serve import server

BROWSER_AFTER_SECONDS = 1.0


@click.command()
@click.option("--host", metavar="H", help="Default: app.yaml's, which is this machine only.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), help="Default: app.yaml's.")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in a browser.")
def serve(host: str | None, port: int | None, open_browser: bool) -> None:
    """Serves every channel that is on until stopped. Published knowledge is taken into use within seconds."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    settings = load()
    channels, add_studio = http_channels(settings, os.environ), studio_for(settings, os.environ)
    forgetting = forgetting_of(settings)
    live = Live(settings.authorities, draft_of(settings), releases_of(settings))
    live.watch()
    shown = Shown(default_authority=settings.default_authority or "", keep_hours=settings.store.keep_hours)
    desk = desk_of(settings, live.current)
    app = create_app(desk, shown=shown)
    for add in channels:
        add(app, desk, live)
    where, number = host or settings.web.host, settings.web.port if port is None else port
    click.echo(f"earlyhelp {live.version} answers on http://{where}:{number}/ (Ctrl+C stops it)", err=True)
    link = add_studio(app, desk, live, f"http://{_local(where)}:{number}") if add_studio else ""
    if link:
        click.echo(f"Officers' studio, this link works once and on this machine only: {link}", err=True)
    if open_browser:
        timer = threading.Timer(BROWSER_AFTER_SECONDS, webbrowser.open, [f"http://{where}:{number}/"])
        timer.daemon = True
        timer.start()
    server(app, host=where, port=number).run()
    forgetting.set()
    live.close()


def _local(host: str) -> str:
    """The name by which a browser on this machine reaches the server."""
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else f"[{host}]" if ":" in host else host  # noqa: S104
