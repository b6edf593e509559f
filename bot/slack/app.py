"""The Bolt app: which listener hears what, who is served, and what Slack is told when something breaks.

Every listener runs before the acknowledgement (`process_before_response`), so that what was not answered is delivered
again. Nothing is left unheard: what we do not know is acknowledged and done nothing about, since Slack asks for it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.core.safely import where
from bot.desk import Desk
from bot.slack import words
from bot.slack.answering import CHANNEL, Answering, NotAnswered
from bot.slack.heard import is_served
from bot.slack.home import HomeTab
from bot.slack.listeners import Writing
from bot.slack.message import OPINION, PRESS, RESEND
from bot.slack.officer import Health
from bot.slack.outbox import Outbox, client
from bot.slack.presses import Presses
from bot.slack.quiet import hush

log = logging.getLogger(__name__)

COMMAND = "/earlyhelp"
SHORTCUT = "ask_about_this"
HEARD = {
    "",  # a command
    "url_verification",
    "event_callback",
    "block_actions",
    "block_suggestion",
    "message_action",
    "shortcut",
    "view_submission",
    "view_closed",
}
ANYTHING = re.compile(".*")
AGAIN_LATER = 503


@dataclass(frozen=True)
class Served:
    """What the operator set: see `bot.settings.Slack`."""

    workspaces: frozenset[str]
    officers: frozenset[str] = frozenset()
    threads: bool = True
    default_authority: str = ""


@dataclass(frozen=True)
class SlackChannel:
    """The Bolt app with what it sends through."""

    bolt: AsyncApp
    outbox: Outbox
    answering: Answering

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """With a session for what goes out; at the end what was answered is counted, and the session is closed."""
        await self.outbox.open()
        try:
            yield
        finally:
            await self.answering.settled()
            await self.outbox.close()

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """Runs the listener. What nothing listens to is acknowledged. Never raises."""
        if request.body.get("type", "") not in HEARD:
            return BoltResponse(status=200)
        try:
            response = await self.bolt.async_dispatch(request)
        except Exception as error:  # noqa: BLE001 - the edge: Bolt stumbles over payloads of the wrong shape
            log.error("Bolt failed: %s at %s", type(error).__name__, where(error))
            return BoltResponse(status=AGAIN_LATER)
        return BoltResponse(status=200) if response.status == 404 else response


def slack_channel(desk: Desk, served: Served, *, token: str, api: str, health: Health) -> SlackChannel:
    """The channel. Opens no connection yet."""
    outbox = Outbox(client(token, api=api))
    answering = Answering(desk, served.default_authority)
    bolt = AsyncApp(
        name="earlyhelp",
        logger=hush(),
        client=client(None, api=api),
        authorize=_authorized(token),
        process_before_response=True,
        request_verification_enabled=False,  # the door has checked the signature; Socket Mode has none
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,  # what a bot wrote is passed over by `heard`
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    bolt.middleware(_only_served(desk, served))
    _register(
        bolt,
        Writing(answering, outbox, served.threads),
        Presses(answering, outbox, served.threads),
        HomeTab(desk, outbox, health, served.officers, served.default_authority),
    )
    bolt.error(_told_slack)
    return SlackChannel(bolt, outbox, answering)


def _authorized(token: str) -> Callable[..., Awaitable[AuthorizeResult]]:
    """One workspace's token for whoever is served. Asks Slack nothing, so nothing is lost while Slack is away."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    return authorize


def _only_served(desk: Desk, served: Served) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Lets through only the workspaces of app.yaml. Others are told so where a person waits for an answer."""

    async def only_served(body: dict[str, Any], next: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        if is_served(body, served.workspaces):
            await next()
            return None
        desk.metrics.refuse(CHANNEL, "not_served")
        if "command" in body:
            told = {"response_type": "ephemeral", "text": words.NOT_SERVED}
            return BoltResponse(status=200, body=told)
        return BoltResponse(status=200)

    return only_served


def _register(bolt: AsyncApp, writing: Writing, presses: Presses, home: HomeTab) -> None:
    """Which listener hears what, the ones for everything else last."""
    bolt.event("message")(writing.direct_message)
    bolt.event("app_mention")(writing.mention)
    bolt.event("app_home_opened")(home.opened)
    bolt.event("assistant_thread_started")(home.thread_started)
    bolt.event(ANYTHING)(_nothing_to_do)
    bolt.shortcut(SHORTCUT)(_acknowledged(writing.shortcut))
    bolt.command(ANYTHING)(writing.command)
    bolt.action(re.compile(rf"^{PRESS}-\d+$"))(_acknowledged(presses.choice))
    bolt.action(RESEND)(_acknowledged(presses.resend))
    bolt.action(OPINION)(_acknowledged(presses.opinion))
    bolt.action(re.compile(r"^home-[a-z]+$"))(_acknowledged(home.chosen))
    bolt.action(ANYTHING)(_acknowledged(presses.choice))
    bolt.shortcut(ANYTHING)(_nothing_to_do)
    bolt.view(ANYTHING)(_nothing_to_do)
    bolt.view_closed(ANYTHING)(_nothing_to_do)
    bolt.options(ANYTHING)(_no_options)


def _acknowledged(listener: Callable[[dict[str, Any]], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Acknowledges what the listener has answered: Bolt gives anything else to the next listener, too."""

    async def heard(body: dict[str, Any], ack: AsyncAck) -> None:
        await listener(body)
        await ack()

    return heard


async def _nothing_to_do(ack: AsyncAck) -> None:
    await ack()


async def _no_options(ack: AsyncAck) -> None:
    await ack(options=[])


async def _told_slack(error: Exception) -> BoltResponse:
    """Slack delivers again what was not acknowledged; the error's words stay here."""
    if not isinstance(error, NotAnswered):
        log.error("A listener failed: %s at %s", type(error).__name__, where(error))
    return BoltResponse(status=AGAIN_LATER)
