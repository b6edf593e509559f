"""The channels that `earlyhelp serve` carries beside the web chat, and the officers' studio, according to app.yaml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from fastapi import FastAPI

from bot.assemble import assemble
from bot.commands.places import draft_of, releases_of, settings_file
from bot.desk import Desk
from bot.live import Live
from bot.officers.cases import keeping_it_back
from bot.officers.checking import all_faults
from bot.officers.publishing import Publishing
from bot.secrets import studio_secret
from bot.settings import APP_YAML, Settings
from bot.store.stores import Stores
from knowledge import clock
from trends.show import headlines

Add = Callable[[FastAPI, Desk, Live], object]
AddStudio = Callable[[FastAPI, Desk, Live, str], str]
"""Adds the studio; the last argument is where this machine's browser reaches the server. Gives the one-time link."""


def http_channels(settings: Settings, environment: Mapping[str, str]) -> tuple[Add, ...]:
    """What adds each channel that is on to the app. Raises NotConfigured before anything slow is loaded."""
    return (*_slack(settings, environment), *_teams(settings, environment))


def _slack(settings: Settings, environment: Mapping[str, str]) -> tuple[Add, ...]:
    if settings.slack.mode != "http":
        return ()
    from bot.commands.slack import health_of
    from bot.slack.connection import add_slack, connection_of

    connection = connection_of(settings.slack, environment, default_authority=settings.default_authority or "")
    return (lambda app, desk, live: add_slack(app, desk, connection, health_of(settings, live)),)


def _teams(settings: Settings, environment: Mapping[str, str]) -> tuple[Add, ...]:
    if settings.teams.mode == "off":
        return ()
    from bot.teams.app import add_teams, connection_of

    connection = connection_of(settings.teams, environment)
    authority, trends = settings.default_authority or "", partial(headlines, settings.trends.published)
    return (lambda app, desk, _live: add_teams(app, desk, connection, default_authority=authority, trends=trends),)


def studio_for(settings: Settings, environment: Mapping[str, str], *, stores: Stores) -> AddStudio | None:
    """What adds the studio, or None where it is off. Raises NotConfigured before anything slow is loaded."""
    if settings.studio.sign_in == "off":
        return None
    from bot.web.studio.app import add_studio, first_link, openid_of
    from bot.web.studio.compared import in_own_process
    from bot.web.studio.fresh import FreshSettings
    from bot.web.studio.studio import Studio

    key = studio_secret(environment)
    openid = openid_of(settings.studio, environment, key=key, marks=stores.marks, clock=clock.now)
    draft, releases = draft_of(settings), releases_of(settings, stores.pool)

    def add(app: FastAPI, desk: Desk, live: Live, address: str) -> str:
        publishing = Publishing(
            releases,
            draft.root,
            check=lambda folders: keeping_it_back(folders, live.models),
            clock=clock.now,
            vectors=draft.vectors,
        )
        with suppress(OSError):
            publishing.tidy()
        studio = Studio(
            settings=FreshSettings(settings_file() or APP_YAML, settings.studio),
            authorities=settings.authorities,
            draft=draft,
            live=live,
            assemble=lambda folders: assemble(settings.authorities, folders, live.models),
            publishing=publishing,
            check=all_faults,
            compare=partial(in_own_process, vectors=draft.vectors),
            trends=settings.trends,
            notes=stores.notes,
            clock=clock.now,
            marks=stores.marks,
            address=address,
            key=key,
            openid=openid,
            turns=desk.turns,
        )
        add_studio(app, studio)
        return first_link(studio)

    return add
