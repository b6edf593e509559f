"""What goes out to Slack: one client with a session of its own, and a time after which an answer counts as not sent.

    post (a message)   update (in its place)   whisper (to one person in a channel)   respond (where a press came from)

429 is honoured: the SDK waits as long as Slack asks. Blocks that Slack refuses are sent again as words alone, since a
person who waits for a number must get it. Nothing here logs what it sends.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.safely import where
from bot.metric_words import OTHER, reason_of_status
from bot.slack.kit import Block
from bot.slack.message import Message
from bot.slack.quiet import hush

log = logging.getLogger(__name__)

CALL_SECONDS = 10
"""For one call; the whole of an answer has its own limit, see `bot.slack.answering`."""
MOST_RATE_LIMITED = 3
HOOKS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
CODE = re.compile(r"[a-z_]{1,60}")
NOT_ALLOWED = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope"}
)
SHAPE = re.compile(r"invalid_blocks|invalid_blocks_format|invalid_arguments|msg_blocks_too_long|msg_too_long")


class NotAccepted(Exception):
    """Slack did not take a message. The text is a short code of Slack's, or a kind of error; never words of anybody."""


def client(token: str | None, *, api: str) -> AsyncWebClient:
    """A client of the Web API at `api`, silent and patient."""
    return AsyncWebClient(
        token=token, base_url=api, timeout=CALL_SECONDS, logger=hush(), retry_handlers=retry_handlers()
    )


def retry_handlers() -> list[AsyncRetryHandler]:
    return [
        AsyncConnectionErrorRetryHandler(),
        AsyncServerErrorRetryHandler(),
        AsyncRateLimitErrorRetryHandler(max_retry_count=MOST_RATE_LIMITED),
    ]


class Outbox:
    """Sends to one workspace's Slack. Open it in the running loop, close it at the end."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client

    async def open(self) -> None:
        """One session for all calls, so that no call waits for a handshake. Without it each call makes its own."""
        if self.client.session is None:
            seconds = aiohttp.ClientTimeout(total=self.client.timeout)
            self.client.session = aiohttp.ClientSession(timeout=seconds, cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        if self.client.session is not None:
            await self.client.session.close()
            self.client.session = None

    async def post(self, channel: str, message: Message, *, thread: str = "") -> str:
        """Posts to a conversation, or to a member's direct message when `channel` is a member id. Its time stamp."""

        async def call(blocks: Sequence[Block] | None) -> Any:
            return await self.client.chat_postMessage(
                channel=channel,
                thread_ts=thread or None,
                text=message.text,
                blocks=blocks,
                unfurl_links=False,
                unfurl_media=False,
            )

        return str((await _accepted(call, message)).get("ts") or "")

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Puts the message in the place of an earlier one of ours."""

        async def call(blocks: Sequence[Block] | None) -> Any:
            return await self.client.chat_update(channel=channel, ts=ts, text=message.text, blocks=blocks or [])

        await _accepted(call, message)

    async def whisper(self, channel: str, user: str, message: Message, *, thread: str = "") -> None:
        """Shows the message to one member of a channel only."""

        async def call(blocks: Sequence[Block] | None) -> Any:
            return await self.client.chat_postEphemeral(
                channel=channel, user=user, thread_ts=thread or None, text=message.text, blocks=blocks
            )

        await _accepted(call, message)

    async def respond(self, url: str, message: Message, *, replace: bool) -> None:
        """Answers where a press or a shortcut came from, to that person only. No address but Slack's own is called."""
        if not is_slacks(url, self.client.base_url):
            raise NotAccepted("response_url is not Slack's")
        webhook = AsyncWebhookClient(
            url,
            timeout=CALL_SECONDS,
            session=self.client.session,
            logger=hush(),
            retry_handlers=retry_handlers(),
        )
        for blocks in (list(message.blocks), None):
            sent = await webhook.send(
                text=message.text, blocks=blocks, response_type="ephemeral", replace_original=replace
            )
            if sent.status_code == 200:
                return
            if sent.status_code != 400:
                break
        raise NotAccepted(f"response_url answered {sent.status_code}")

    async def publish(self, user: str, view: Block) -> None:
        """Shows this App Home to the member."""
        await self.client.views_publish(user_id=user, view=view)

    async def status(self, channel: str, thread: str, status: str) -> None:
        """What the agent is doing, shown until the answer is there. Whatever goes wrong, the answer matters more."""
        try:
            await self.client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=status)
        except Exception as error:  # noqa: BLE001 - an ornament
            log.debug("No status was shown: %s", told(error))

    async def prompts(self, channel: str, prompts: Sequence[tuple[str, str]], *, title: str, thread: str = "") -> None:
        """What could be asked, in the agent's messages tab. Without a thread, as Slack wants it of agents."""
        shown = [{"title": label, "message": said} for label, said in prompts]
        try:
            await self.client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, thread_ts=thread or None, title=title, prompts=shown
            )
        except Exception as error:  # noqa: BLE001 - an ornament
            log.debug("No prompts were shown: %s", told(error))


def is_slacks(url: str, api: str) -> bool:
    """Whether an address that came with an event is one where Slack takes answers, or stands where its Web API does."""
    try:
        found, own = urlsplit(url), urlsplit(api)
        return (found.scheme, found.netloc) == (own.scheme, own.netloc) or (
            found.scheme == "https" and found.netloc in HOOKS
        )
    except ValueError:
        return False


async def _accepted(call: Callable[[Sequence[Block] | None], Awaitable[Any]], message: Message) -> Any:
    """What Slack said to the message; to its words alone when it refused its blocks."""
    if message.blocks:
        try:
            return await call(message.blocks)
        except SlackApiError as error:
            if not SHAPE.fullmatch(code_of(error)):
                raise
            log.error("Slack refused the shape of a message (%s); its words went alone.", code_of(error))
    return await call(None)


def code_of(error: BaseException) -> str:
    """Slack's short code for what was wrong, or ""."""
    if not isinstance(error, SlackApiError):
        return ""
    said = error.response.get("error") if hasattr(error.response, "get") else None
    return said if isinstance(said, str) and CODE.fullmatch(said) else ""


def reason_of(error: BaseException) -> str:
    """Why Slack did not take a message, in a word of `bot.metric_words`."""
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, aiohttp.ClientError | OSError):
        return "network"
    code = code_of(error)
    if code in NOT_ALLOWED:
        return "not_allowed"
    if isinstance(error, SlackApiError):
        return "rate_limited" if code == "ratelimited" else reason_of_status(_status(error))
    return "refused" if isinstance(error, NotAccepted) else OTHER


def _status(error: SlackApiError) -> int:
    status = getattr(error.response, "status_code", 0)
    return status if isinstance(status, int) else 0


def told(error: BaseException) -> str:
    """What may be logged of an error: its kind, Slack's code and where it happened; never its words."""
    code = f" {code_of(error)}" if code_of(error) else f" {error}" if isinstance(error, NotAccepted) else ""
    return f"{type(error).__name__}{code} at {where(error)}"
