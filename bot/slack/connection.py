"""Joins Slack as app.yaml and the environment say: over HTTP in the one ASGI app, or over Socket Mode.

connection_of(slack, environment) -> add_slack(web, desk, connection, health)
                                  -> slack_channel(...) for `bot.slack.socket`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import FastAPI

from bot.asgi import while_serving
from bot.desk import Desk
from bot.settings import NotConfigured, Slack
from bot.slack.app import Served, SlackChannel, slack_channel
from bot.slack.door import Door, join
from bot.slack.officer import Health

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
WHERE = {
    BOT_TOKEN: "the bot token that begins with xoxb- (under OAuth & Permissions)",
    APP_TOKEN: "the app-level token that begins with xapp- and has connections:write (under Basic Information)",
    SIGNING_SECRET: "the signing secret (under Basic Information)",
}
GUIDE = "See docs/install-slack.md."


@dataclass(frozen=True, slots=True)
class Connection:
    """Who we are to Slack and whom we serve. One of the two last secrets is empty, by the mode."""

    api: str
    served: Served
    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)


def connection_of(slack: Slack, environment: Mapping[str, str], *, default_authority: str = "") -> Connection:
    """As app.yaml and the environment say. Raises NotConfigured."""
    if not slack.workspaces:
        raise NotConfigured(f"Slack is on, but app.yaml names no workspace under slack.workspaces. {GUIDE}")
    served = Served(
        workspaces=frozenset(slack.workspaces),
        officers=frozenset(slack.officers),
        threads=slack.threads,
        default_authority=default_authority,
    )
    return Connection(
        api=slack.api,
        served=served,
        bot_token=secret(BOT_TOKEN, environment),
        app_token=secret(APP_TOKEN, environment) if slack.mode == "socket" else "",
        signing_secret=secret(SIGNING_SECRET, environment) if slack.mode == "http" else "",
    )


def secret(name: str, environment: Mapping[str, str]) -> str:
    """A secret from the environment. Raises NotConfigured."""
    found = environment.get(name, "").strip()
    if not found:
        raise NotConfigured(f"Slack is on, but the environment variable {name} is not set: {WHERE[name]}. {GUIDE}")
    return found


def channel_of(desk: Desk, connection: Connection, health: Health) -> SlackChannel:
    return slack_channel(desk, connection.served, token=connection.bot_token, api=connection.api, health=health)


def add_slack(web: FastAPI, desk: Desk, connection: Connection, health: Health) -> SlackChannel:
    """Slack's address in the app, with a session for what goes out that lives as long as the server."""
    channel = channel_of(desk, connection, health)
    join(web, Door(channel, connection.signing_secret, desk.clock, desk.metrics))
    while_serving(web, channel.opened)
    return channel
