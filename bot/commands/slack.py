"""`earlyhelp slack`: answers in Slack over Socket Mode, so that nothing outside needs to reach this machine."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial

import click
from slack_sdk.errors import SlackApiError

from bot.commands.common import desk_of, forgetting_of, stores_of
from bot.commands.places import draft_of, releases_of
from bot.commands.places import settings as load
from bot.live import Live
from bot.logs import set_up as set_up_logs
from bot.settings import NotConfigured, Settings
from bot.slack.app import SlackChannel
from bot.slack.connection import GUIDE, Connection, channel_of, connection_of
from bot.slack.officer import Health
from bot.slack.outbox import client, code_of
from bot.slack.socket import serve
from bot.web.beside import health_beside
from bot.web.health import Health as ProcessHealth
from trends.show import headlines


@click.command()
@click.option("--health-port", metavar="N", type=click.IntRange(1, 65535), help="Where this machine may ask how it is.")
def slack(health_port: int | None) -> None:
    """Answers in Slack over Socket Mode until stopped. Published knowledge is taken into use within seconds."""
    settings = load()
    if settings.slack.mode != "socket":
        raise NotConfigured(f"app.yaml has slack.mode: {settings.slack.mode}; this command needs socket. {GUIDE}")
    connection = connection_of(settings.slack, os.environ, default_authority=settings.default_authority or "")
    set_up_logs(settings.logs)
    stores = stores_of(settings)
    live = Live(settings.authorities, draft_of(settings), releases_of(settings, stores.pool))
    live.watch()
    forgetting = forgetting_of(stores)
    desk = desk_of(settings, live.current, stores)
    channel = channel_of(desk, connection, health_of(settings, live))
    click.echo(f"earlyhelp {live.version} answers in Slack (Ctrl+C stops it)", err=True)
    process = ProcessHealth(desk, lambda: not live.faults)
    asyncio.run(_serve(channel, connection, process, health_port))
    forgetting.set()
    live.close()
    stores.close()


def health_of(settings: Settings, live: Live) -> Health:
    """What the officers' part of App Home shows of the running house."""

    def faults() -> Sequence[str]:
        return [str(fault) for fault in live.faults]

    def checked() -> dt.datetime:
        return live.checked

    return Health(faults, checked, partial(headlines, settings.trends.published))


async def _serve(
    channel: SlackChannel, connection: Connection, process: ProcessHealth, health_port: int | None
) -> None:
    await check_tokens(connection)
    web_client = client(connection.app_token, api=connection.api)
    async with health_beside(process, health_port) if health_port else nullcontext():
        await serve(channel, app_token=connection.app_token, web_client=web_client)


async def check_tokens(connection: Connection) -> None:
    """Raises NotConfigured when Slack refuses a token, or the bot's belongs to a workspace that is not served.

    A Slack that cannot be reached now is no reason not to start: the connection is tried again until it stands.
    """
    try:
        who = await client(connection.bot_token, api=connection.api).auth_test()
        app = client(connection.app_token, api=connection.api)
        await app.apps_connections_open(app_token=connection.app_token)
    except SlackApiError as error:
        raise NotConfigured(f"Slack refused a token: {code_of(error) or 'no reason given'}. {GUIDE}") from None
    except Exception as error:  # noqa: BLE001 - whatever the network does
        click.echo(f"Slack cannot be reached yet ({type(error).__name__}); trying until it can.", err=True)
        return
    if not {who.get("team_id"), who.get("enterprise_id")} & connection.served.workspaces:
        raise NotConfigured(f"The bot token belongs to workspace {who.get('team_id')}, not listed in app.yaml. {GUIDE}")
