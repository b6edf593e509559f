"""Adds Teams to the one ASGI app: makes the SDK's app with a door of ours, and starts it with the server.

    add_teams(web, desk, Connection(app_id, tenants, secret))

There is no way to leave the token check out: tests bring a cloud of their own, with keys of their own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from fastapi import FastAPI

from bot.asgi import while_serving
from bot.desk import Desk
from bot.settings import NotConfigured, Teams
from bot.teams.delivery import CALL_SECONDS, PATIENT, Patience, Receipt
from bot.teams.door import ENDPOINT, Door
from bot.teams.entra import EntraToken
from bot.teams.handlers import Chat, no_trends
from bot.teams.keys import Doorkeeper
from bot.teams.quiet import hush
from bot.teams.sdk import PUBLIC, App, BasicTokenProvider, ClientOptions, CloudEnvironment


@dataclass(frozen=True, slots=True)
class Connection:
    """Who we are to Microsoft and whom we serve. `token` and `cloud` are other than the defaults in tests only."""

    app_id: str
    tenants: tuple[str, ...]
    officers: tuple[str, ...] = ()
    secret: str | None = field(default=None, repr=False)
    token: BasicTokenProvider | None = field(default=None, repr=False)
    cloud: CloudEnvironment = PUBLIC


SECRET = "TEAMS_CLIENT_SECRET"  # noqa: S105 - the name of a variable, not a secret


def connection_of(teams: Teams, environment: Mapping[str, str]) -> Connection:
    """As app.yaml and the environment say. Raises NotConfigured."""
    if not teams.app_id:
        raise NotConfigured("Teams is on, but app.yaml names no teams.app_id. See docs/install-teams.md.")
    if not teams.tenants:
        raise NotConfigured("Teams is on, but app.yaml names no tenant under teams.tenants, so nobody would be served.")
    if not environment.get(SECRET):
        raise NotConfigured(f"Teams is on, but the environment variable {SECRET} is not set.")
    return Connection(teams.app_id, teams.tenants, teams.officers, secret=environment[SECRET])


def add_teams(
    web: FastAPI,
    desk: Desk,
    connection: Connection,
    *,
    default_authority: str = "",
    patience: Patience = PATIENT,
    trends: Callable[[str], Sequence[str]] = no_trends,
) -> App:
    """The SDK's app, which answers on `/api/messages` as soon as `web` has started."""
    hush()
    door = Door(web, Doorkeeper(connection.app_id, connection.cloud), connection.tenants, desk.metrics)
    app = App(
        client_id=connection.app_id,
        tenant_id=connection.tenants[0],
        token=connection.token
        or EntraToken(connection.app_id, connection.secret or "", connection.cloud.login_endpoint),
        cloud=connection.cloud,
        client=ClientOptions(timeout=CALL_SECONDS, interceptors=[Receipt()]),
        http_server_adapter=door,
        messaging_endpoint=ENDPOINT,
        dangerously_allow_unauthenticated_requests=False,
        fetch_user_token=False,
        telemetry={"agent365": False},
    )
    door.lead_to(app)
    Chat(desk, connection.app_id, connection.officers, default_authority, patience, trends).register(app)
    while_serving(web, lambda: _started(app))
    return app


@asynccontextmanager
async def _started(app: App) -> AsyncIterator[None]:
    """The SDK's app, initialized; its connections are closed at the end."""
    await app.initialize()
    try:
        yield
    finally:
        await app.http_client.http.aclose()
