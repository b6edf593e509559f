"""The channels that `earlyhelp serve` carries beside the web chat, according to app.yaml."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import FastAPI

from bot.desk import Desk
from bot.live import Live
from bot.settings import Settings

Add = Callable[[FastAPI, Desk, Live], object]


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
    authority = settings.default_authority or ""
    return (lambda app, desk, _live: add_teams(app, desk, connection, default_authority=authority),)
