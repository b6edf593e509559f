"""Where people write: a direct message, a mention, a shortcut on a message, a slash command. Payload in, turn out.

A direct message is answered in its thread, as agents in Slack do. A mention and a shortcut are answered in the direct
message and never in the channel, where only the person who asked is told where the answer is. A command is answered
where it was typed, for that person's eyes only, in the acknowledgement itself.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.core.numbers import numbers_of
from bot.core.reply import Reply
from bot.slack import words
from bot.slack.answering import Answer, Answering, Asked
from bot.slack.heard import Asker, Written, asker_of, part, text_of, words_of, written
from bot.slack.kit import section, small
from bot.slack.message import Message
from bot.slack.outbox import Outbox, told
from bot.slack.text import bold, tappable

log = logging.getLogger(__name__)

DIRECT = "im"


@dataclass(frozen=True)
class Writing:
    """Listeners for what people write. `threads`: direct messages are answered in threads, as agents do."""

    answering: Answering
    outbox: Outbox
    threads: bool = True

    async def direct_message(self, body: dict[str, Any]) -> None:
        """Also an edited one: somebody who takes a name out of their message is answered."""
        found = written(body)
        if found is None or text_of(body["event"], "channel_type") != DIRECT:
            return
        thread = found.thread or (found.ts if self.threads else "")
        asked = Asked(text_of(body, "event_id"), found.asker.person, typed=found.words, thread=thread)

        async def deliver(answer: Answer) -> str:
            await self.outbox.post(found.channel, answer.message, thread=thread)
            return thread

        async def thinking() -> None:
            await self.outbox.status(found.channel, thread or found.ts, words.THINKING)

        await self.answering.answer(asked, deliver, meanwhile=thinking if self.threads else None)

    async def mention(self, body: dict[str, Any]) -> None:
        """A mention that is edited or delivered again is the same mention."""
        found = written(body)
        if found is None:
            return
        event = f"mention:{found.asker.team}:{found.channel}:{found.ts}"
        asked = _asked(event, found.asker, found.words, thread=found.thread or found.ts)
        closing = words.ASKED_IN.format(channel=found.channel)

        async def deliver(answer: Answer) -> str:
            return await self._privately(answer, found)

        await self.answering.answer(asked, deliver, closing=[closing])

    async def _privately(self, answer: Answer, found: Written) -> str:
        """In the direct message, with a word in the channel; in the channel for these eyes only where that fails."""
        try:
            ts = await self.outbox.post(found.asker.user, answer.message)
        except Exception as error:  # noqa: BLE001 - there is another way, and the person waits
            log.warning("No direct message: %s", told(error))
            await self.outbox.whisper(found.channel, found.asker.user, answer.message, thread=found.thread)
            return ""
        await self._point(found, answer.reply)
        return ts if self.threads else ""

    async def _point(self, found: Written, reply: Reply) -> None:
        try:
            await self.outbox.whisper(found.channel, found.asker.user, pointer(reply), thread=found.thread)
        except Exception as error:  # noqa: BLE001 - the answer itself is delivered
            log.warning("No word in the channel: %s", told(error))

    async def shortcut(self, body: dict[str, Any]) -> None:
        """ "Ask about this": a message of anybody, read as a new worry."""
        asker, url = asker_of(body), text_of(body, "response_url")
        event, typed = f"shortcut:{text_of(body, 'trigger_id')}", words_of(part(body, "message").get("text"))
        closing = words.CHOSEN_IN.format(channel=text_of(part(body, "channel"), "id"))

        async def deliver(answer: Answer) -> str:
            return await self._from_shortcut(answer, asker, url)

        await self.answering.answer(Asked(event, asker.person, typed=typed, anew=True), deliver, closing=[closing])

    async def _from_shortcut(self, answer: Answer, asker: Asker, url: str) -> str:
        try:
            ts = await self.outbox.post(asker.user, answer.message)
        except Exception as error:  # noqa: BLE001 - there is another way, and the person waits
            log.warning("No direct message: %s", told(error))
            await self.outbox.respond(url, answer.message, replace=False)
            return ""
        try:
            await self.outbox.respond(url, pointer(answer.reply), replace=False)
        except Exception as error:  # noqa: BLE001 - the answer itself is delivered
            log.warning("No word in the channel: %s", told(error))
        return ts if self.threads else ""

    async def command(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """`/earlyhelp` with help, call, flow, note, or a worry: core knows them all as typed words."""
        asked = _asked(f"command:{text_of(body, 'trigger_id')}", asker_of(body), words_of(body.get("text")))

        async def deliver(answer: Answer) -> str:
            await ack(text=answer.message.text, blocks=list(answer.message.blocks), response_type="ephemeral")
            return ""

        await self.answering.answer(asked, deliver, closing=[words.ONLY_YOU])


def _asked(event: str, asker: Asker, typed: str, *, thread: str = "") -> Asked:
    """A turn; without a word it asks for help."""
    return Asked(event, asker.person, typed=typed, choice="" if typed else "help", thread=thread)


def pointer(reply: Reply) -> Message:
    """Where the answer is; with the number first, where somebody must be rung now."""
    if not reply.ring_now:
        return Message(words.ANSWERED_PRIVATELY, (section(words.ANSWERED_PRIVATELY),))
    headline = bold(tappable(reply.headline, numbers_of(reply.ring_now)))
    text = f"{reply.headline} {words.ANSWERED_PRIVATELY}"
    return Message(text, (section(headline), *small([words.ANSWERED_PRIVATELY])))
