"""One turn of a person in Slack, from the event to the delivered answer: once, and never without an answer.

    begin -> state -> desk -> message -> deliver -> finish -> keep, count

Slack delivers an event again that was not acknowledged, and we acknowledge only after the answer was accepted: so
nothing is queued on our side and a process may die at any point. Whoever cannot deliver gives the event back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, field

import anyio

from bot.core.consultation import at_default, context_of
from bot.core.conversation import Conversation
from bot.core.reply import Kind, Reply
from bot.core.safely import where
from bot.core.turn import Turn
from bot.core.typed import typed_choice
from bot.desk import Desk, Told
from bot.slack import words
from bot.slack.message import Message, beside, message, words_only
from bot.slack.outbox import reason_of, told
from knowledge.pack import NATIONAL
from trends.counters import Channel

log = logging.getLogger(__name__)

CHANNEL: Channel = "slack"
MEANWHILE_SECONDS = 1.0
DELIVER_WITHIN = 20.0
"""Seconds for an answer and its delivery, waiting for Slack included; shorter than the lease of an event."""


class NotAnswered(Exception):
    """This delivery of an event stays unacknowledged, so that Slack delivers it again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One turn. `state` None: go on from what is remembered; `anew`: of that only the place."""

    event: str
    person: str
    typed: str = ""
    choice: str = ""
    state: str | None = None
    thread: str = ""
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What is delivered: the reply, and how it looks."""

    reply: Reply
    message: Message


Meanwhile = Callable[[], Awaitable[None]]
Deliver = Callable[[Answer], Awaitable[str]]
"""Sends the answer. Returns the thread in which the conversation goes on, or "". Raises when Slack did not take it."""


@dataclass(frozen=True)
class Answering:
    """Answers turns. `default_authority`: whose levels and numbers, until somebody chooses."""

    desk: Desk
    default_authority: str = ""
    counting: set[asyncio.Task[None]] = field(default_factory=set, repr=False, compare=False)

    async def settled(self) -> None:
        """Waits until everything is counted that was answered: before the process ends."""
        await asyncio.gather(*self.counting)

    async def answer(
        self, asked: Asked, deliver: Deliver, *, closing: Iterable[str] = (), meanwhile: Meanwhile | None = None
    ) -> None:
        """Raises NotAnswered when the event must come again. `meanwhile` runs beside the reading, before the answer."""
        claim = await self.desk.begin(asked.event)
        if claim == "done":
            return
        if claim == "busy":
            raise NotAnswered("another delivery is being answered")
        try:
            async with asyncio.timeout(DELIVER_WITHIN):
                found, thread = await self._delivered(asked, deliver, tuple(closing), meanwhile)
        except BaseException as error:
            with anyio.CancelScope(shield=True):
                await self.desk.forget(asked.event)
            if not isinstance(error, Exception):
                raise
            self.desk.metrics.undelivered(CHANNEL, reason_of(error))
            log.error("An answer was not delivered: %s", told(error))
            raise NotAnswered("not delivered") from None
        self.desk.metrics.delivered(CHANNEL)
        await self.desk.finish(asked.event)
        if found is not None:
            for each in sorted({asked.thread, thread}):
                await self.desk.keep(asked.person, found.reply.state, each)
            self._count(self.desk.count(found, channel=CHANNEL, event=asked.event))

    def _count(self, counting: Coroutine[None, None, None]) -> None:
        """The counters wait for the disk; nobody waits for the counters. Counting never raises."""
        task = asyncio.get_running_loop().create_task(counting)
        self.counting.add(task)
        task.add_done_callback(self.counting.discard)

    async def _delivered(
        self, asked: Asked, deliver: Deliver, closing: tuple[str, ...], meanwhile: Meanwhile | None
    ) -> tuple[Told | None, str]:
        """What was told and where the conversation goes on. Told is None when even the desk broke."""
        beside_it = asyncio.ensure_future(meanwhile()) if meanwhile else None
        try:
            found = await self._told(asked)
        finally:
            await _at_most(beside_it, MEANWHILE_SECONDS)
        return found, await deliver(Answer(found.reply, shown(found, closing)) if found else LAST_RESORT)

    async def _told(self, asked: Asked) -> Told | None:
        try:
            return await self.desk.answer(await self._turn(asked), channel=CHANNEL, person=asked.person)
        except Exception as error:  # noqa: BLE001 - the edge: whatever broke, the person gets a number
            log.error("The desk failed: %s at %s", type(error).__name__, where(error))
            return None

    async def _turn(self, asked: Asked) -> Turn:
        turn = Turn(typed=asked.typed, choice=asked.choice, state=await self._state(asked))
        return at_default(turn, self.default_authority)

    async def _state(self, asked: Asked) -> str:
        if asked.state is not None:
            return asked.state
        if asked.anew:
            return await self.desk.place_of(asked.person)
        found = await self.desk.resumed(asked.person, asked.thread)
        if asked.thread and not Conversation.decode(found).offered:
            return await self._latest_if_choice(asked, found)
        return found

    async def _latest_if_choice(self, asked: Asked, otherwise: str) -> str:
        """ "2" or "yes" outside its thread means the choices last shown; anything else begins a new conversation."""
        latest = await self.desk.resumed(asked.person)
        house = self.desk.current()
        context = context_of(Conversation.decode(latest), house, self.desk.clock())
        return latest if typed_choice(asked.typed, context, house) else otherwise


async def _at_most(task: asyncio.Future[None] | None, seconds: float) -> None:
    """Waits for an ornament, but not for long, and lets none be left over."""
    if task is None:
        return
    await asyncio.wait({task}, timeout=seconds)
    task.cancel()


def shown(found: Told, closing: tuple[str, ...] = ()) -> Message:
    """The reply as a message; as words alone should it ever be beyond the builder."""
    councils = tuple(each for each in found.house.names() if each[0] != NATIONAL)
    try:
        return message(found.reply, beside(found.reply, councils, closing))
    except Exception as error:  # noqa: BLE001 - the edge: a reply that exists is shown
        log.error("A reply could not be laid out: %s at %s", type(error).__name__, where(error))
        return words_only(found.reply)


LAST_RESORT = Answer(Reply(Kind.FAILED, words.LAST_RESORT), Message(words.LAST_RESORT))
"""Needs neither knowledge nor store."""
