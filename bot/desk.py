"""The desk where every channel brings a turn and fetches the reply: what all channels share stands here, once.

    channel -> desk.answer(turn) -> Told -> the channel shows it -> desk.count(told)

Slack and Teams also bring back, with `resumed` and `keep`, where a person's conversation stood: a typed "2" or "yes"
carries no state of its own. The desk decides nothing about a worry; that is `bot.core`.
"""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import anyio
import anyio.to_thread

from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import Reply
from bot.core.safely import answer_safely
from bot.core.turn import Answered, Turn
from bot.metrics import Metrics
from bot.store.counting import Counting
from bot.store.handled import HandledOnce
from bot.store.remembered import Remembered
from trends.counters import Channel

AT_ONCE = 1
"""Answers made at the same time in one process. Reading a message is work for the processor, not waiting."""


def one_at_a_time() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Keep:
    """How long what is known of a person's conversation is kept: ids only."""

    conversation: dt.timedelta = dt.timedelta(hours=4)
    place: dt.timedelta = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered, by which version of the house, and when."""

    answered: Answered
    house: House
    now: dt.datetime

    @property
    def reply(self) -> Reply:
        return self.answered.reply


@dataclass(frozen=True)
class Desk:
    """Everything a channel needs. `current` gives the house of this moment, so that a reload needs no restart."""

    current: Callable[[], House]
    clock: Callable[[], dt.datetime]
    handled: HandledOnce
    remembered: Remembered
    counting: Counting
    metrics: Metrics
    kept: Keep = Keep()
    turns: anyio.CapacityLimiter = field(default_factory=one_at_a_time)

    async def answer(self, turn: Turn, *, channel: Channel) -> Told:
        """The reply to one turn, always: see `bot.core.safely`."""
        house, now, began = self.current(), self.clock(), time.perf_counter()
        answered = await anyio.to_thread.run_sync(lambda: answer_safely(turn, house, now=now), limiter=self.turns)
        self.metrics.answered(answered.reply.kind, channel=channel, seconds=time.perf_counter() - began)
        return Told(answered, house, now)

    async def once(self, event: str) -> bool:
        """True for the first process that asks about this event, False for every later delivery of it."""
        return await anyio.to_thread.run_sync(self.handled.once, event)

    async def forget(self, event: str) -> None:
        """Gives an event back whose answer could not be delivered, so that the platform's redelivery is answered."""
        await anyio.to_thread.run_sync(self.handled.forget, event)

    async def resumed(self, person: str) -> str:
        """The state to go on from: the conversation of the last hours, or else only the place chosen before."""
        recall = self.remembered.recall
        return await anyio.to_thread.run_sync(lambda: recall(_talk(person)) or recall(_place(person)))

    async def keep(self, person: str, state: str) -> None:
        """Remembers where the conversation stands and which place it is about; ids only."""
        await anyio.to_thread.run_sync(self._keep, person, state)

    async def count(self, told: Told, *, channel: Channel, event: str = "") -> None:
        """Adds the turn to the trends, once for each event. Never raises, and is called after the reply has left."""
        count = told.answered.count
        if count is None or (event and not await self.once(f"count:{channel}:{event}")):
            return
        counted = functools.partial(self.counting, count, told.house, channel=channel, now=told.now)
        await anyio.to_thread.run_sync(counted)

    def _keep(self, person: str, state: str) -> None:
        conversation = Conversation.decode(state)
        place = Conversation(conversation.authority, conversation.area, conversation.setting)
        self.remembered.remember(_talk(person), state, keep=self.kept.conversation)
        if place != Conversation():
            self.remembered.remember(_place(person), place.encode(), keep=self.kept.place)


def _talk(person: str) -> str:
    return f"conversation:{person}"


def _place(person: str) -> str:
    return f"place:{person}"
