"""Buttons. What a button says and where the conversation stands is in the button itself, so any process answers it.

A step of a flow, an answered question and a choice put right replace their own message; what begins something new comes
as a new message below, so that the answer it began from stays. A button nobody knows is answered with what can be done.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from bot.slack import words
from bot.slack.answering import CHANNEL, Answer, Answering, Asked
from bot.slack.heard import Pressed, pressed
from bot.slack.kit import section
from bot.slack.message import RESEND, RESEND_TEXT, Message
from bot.slack.outbox import Outbox, told

log = logging.getLogger(__name__)

IN_PLACE = {"step", "told", "restore", "drop", "authority", "not-names", RESEND}
DIRECT_CHANNEL = "D"


@dataclass(frozen=True)
class Presses:
    """Listeners for buttons on answers."""

    answering: Answering
    outbox: Outbox
    threads: bool = True

    async def choice(self, body: dict[str, Any]) -> None:
        """Any button that carries a choice and a state, also one from an older version."""
        press = pressed(body)
        choice, _, state = press.value.partition(" ")
        await self._answer(press, Asked(press.event, press.asker.person, choice=choice or "help", state=state))

    async def resend(self, body: dict[str, Any]) -> None:
        """The message without the words that identify, as it stands in the field now."""
        press = pressed(body)
        _, _, state = press.value.partition(" ")
        typed = " ".join(text for action, text in sorted(press.fields.items()) if action.startswith(RESEND_TEXT))
        await self._answer(press, Asked(press.event, press.asker.person, typed=typed, state=state), verb=RESEND)

    async def opinion(self, body: dict[str, Any]) -> None:
        """Adds one to a counter, once for each person and answer, and says so."""
        press = pressed(body)
        said, _, authority = press.value.partition(" ")
        event = f"opinion:{press.asker.person}:{press.channel}:{press.ts}"
        desk = self.answering.desk
        await desk.opinion(helpful=said == "helpful", authority=authority, channel=CHANNEL, event=event)
        thanks = Message(words.COUNTED, (section(words.COUNTED),))
        try:
            await self._thank(press, thanks)
        except Exception as error:  # noqa: BLE001 - an ornament
            log.debug("No thanks were said: %s", told(error))

    async def _thank(self, press: Pressed, thanks: Message) -> None:
        if press.ephemeral:
            await self.outbox.respond(press.response_url, thanks, replace=False)
        else:
            await self.outbox.whisper(press.channel, press.asker.user, thanks, thread=press.thread)

    async def _answer(self, press: Pressed, asked: Asked, *, verb: str = "") -> None:
        in_place = (verb or asked.choice.partition(":")[0]) in IN_PLACE
        closing = [words.ONLY_YOU] if press.ephemeral else []

        async def deliver(answer: Answer) -> str:
            try:
                await self._put(press, answer.message, in_place=in_place)
            except Exception as error:  # noqa: BLE001 - Slack delivers no press again: it must be answered somewhere
                log.warning("Not where it was pressed: %s", told(error))
                ts = await self.outbox.post(press.asker.user, answer.message)
                return ts if self.threads else ""
            return self._thread(press)

        await self.answering.answer(asked, deliver, closing=closing)

    async def _put(self, press: Pressed, message: Message, *, in_place: bool) -> None:
        if press.ephemeral:
            await self.outbox.respond(press.response_url, message, replace=in_place)
        elif in_place and press.ts:
            await self.outbox.update(press.channel, press.ts, message)
        elif press.channel.startswith(DIRECT_CHANNEL):
            await self.outbox.post(press.channel, message, thread=self._thread(press))
        else:
            await self.outbox.post(press.asker.user, message)

    def _thread(self, press: Pressed) -> str:
        """The thread in which the conversation goes on."""
        if press.ephemeral:
            return ""
        return press.thread or (press.ts if self.threads else "")
