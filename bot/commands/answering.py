"""The house, its channels and what runs beside them, put together for a process of `earlyhelp serve`.

Everything heavy is imported here, and not by the supervisor of several workers.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI

from bot.commands.channels import http_channels, studio_for
from bot.commands.common import desk_of, forgetting_of, stores_of
from bot.commands.places import draft_of, releases_of
from bot.live import Live
from bot.serving.memory import give_back
from bot.settings import Settings
from bot.web.app import Shown, create_app
from bot.web.health import Health


@dataclass(frozen=True)
class Answering:
    """`well`: whether this process is of use. `leaving` is told before it ends, `close` afterwards."""

    app: FastAPI
    version: str
    link: str
    well: Callable[[], bool]
    leaving: Callable[[], None]
    close: Callable[[], None]


def put_together(settings: Settings, address: str, *, tidies: bool) -> Answering:
    """`address`: where this machine reaches the server. `tidies`: whether this process deletes what is old."""
    stores = stores_of(settings)
    channels, add_studio = http_channels(settings, os.environ), studio_for(settings, os.environ, stores=stores)
    forgetting = forgetting_of(stores) if tidies else None
    live = Live(settings.authorities, draft_of(settings), releases_of(settings, stores.pool))
    live.watch()
    desk = desk_of(settings, live.current, stores)
    health = Health(desk, lambda: not live.faults)
    shown = Shown(default_authority=settings.default_authority or "", keep_hours=settings.store.keep_hours)
    app = create_app(desk, shown=shown, health=health)
    for add in channels:
        add(app, desk, live)
    link = add_studio(app, desk, live, address) if add_studio else ""

    def well() -> bool:
        return not desk.pace.stuck() and not health.stuck

    def close() -> None:
        if forgetting:
            forgetting.set()
        live.close()
        stores.close()

    give_back()
    return Answering(app, live.version, link, well, health.drain, close)
