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
from dataclasses import dataclass, field, replace
from typing import TypeVar, TypeVarTuple, Unpack

import anyio
import anyio.to_thread

from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.opinion import opinion_count
from bot.core.reply import Reply
from bot.core.safely import answer_safely
from bot.core.turn import Answered, Telling, Turn
from bot.metrics import Metrics
from bot.store.counting import Counting
from bot.store.handled import Claim, HandledOnce
from bot.store.noting import NO_NOTES, Noting
from bot.store.remembered import Remembered
from trends.counters import Channel

Given = TypeVarTuple("Given")
Found = TypeVar("Found")

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
    noting: Noting = NO_NOTES
    turns: anyio.CapacityLimiter = field(default_factory=one_at_a_time)
    stores: anyio.CapacityLimiter = field(default_factory=one_at_a_time)
    """Within a process one waits for the other: SQLite lets those who wait for long go away empty."""
    counters: anyio.CapacityLimiter = field(default_factory=one_at_a_time)

    async def answer(self, turn: Turn, *, channel: Channel) -> Told:
        """The reply to one turn, always: see `bot.core.safely`."""
        house, now, began, days = self.current(), self.clock(), time.perf_counter(), self.noting.days
        answered = await anyio.to_thread.run_sync(
            lambda: answer_safely(turn, house, now=now, missing_days=days), limiter=self.turns
        )
        if answered.telling:
            answered = await self._noted(answered, answered.telling, now)
        self.metrics.answered(answered.reply.kind, channel=channel, seconds=time.perf_counter() - began)
        return Told(answered, house, now)

    async def _noted(self, answered: Answered, telling: Telling, now: dt.datetime) -> Answered:
        """Keeps a note for the officers before the reply says so; the same note twice is one."""
        kept = await self._stored(lambda: self.noting(telling.note, now=now))
        return answered if kept else replace(answered, reply=telling.otherwise)

    async def once(self, event: str) -> bool:
        """True for the first process that asks about this event, False for every later delivery of it."""
        return await self._stored(self.handled.once, event)

    async def begin(self, event: str) -> Claim:
        """Whether to answer this event now: "new" yes, "busy" another delivery of it is being answered, "done" never.

        Who is told "new" calls `finish` once the answer is delivered, or `forget`. An event that is begun by a process
        that dies is free again after some seconds.
        """
        return await self._stored(self.handled.begin, event)

    async def finish(self, event: str) -> None:
        """The answer to an event that was begun is delivered: every later delivery of it is "done"."""
        await self._stored(self.handled.finish, event)

    async def forget(self, event: str) -> None:
        """Gives an event back whose answer could not be delivered, so that the platform's redelivery is answered."""
        await self._stored(self.handled.forget, event)

    async def resumed(self, person: str, thread: str = "") -> str:
        """The state to go on from: the conversation of the last hours, or else only the place chosen before.

        A platform with threads names the thread; without one it is the person's latest conversation.
        """
        recall = self.remembered.recall
        return await self._stored(lambda: recall(_talk(person, thread)) or recall(_place(person)))

    async def place_of(self, person: str) -> str:
        """Only the place this person chose, for a worry that has nothing to do with the last one."""
        return await self._stored(self.remembered.recall, _place(person))

    async def keep(self, person: str, state: str, thread: str = "") -> None:
        """Remembers where the conversation stands, in its thread and as the latest, and its place; ids only."""
        await self._stored(self._keep, person, state, thread)

    async def settle(self, person: str, place: Conversation) -> None:
        """The person chose this place outside a conversation. What they ask next is about it."""
        await self._stored(self._settle, person, place)

    async def count(self, told: Told, *, channel: Channel, event: str = "") -> None:
        """Adds the turn to the trends, once for each event. Never raises, and is called after the reply has left."""
        count = told.answered.count
        if count is None or (event and not await self.once(f"count:{channel}:{event}")):
            return
        counted = functools.partial(self.counting, count, told.house, channel=channel, now=told.now)
        await anyio.to_thread.run_sync(counted, limiter=self.counters)

    async def opinion(self, *, helpful: bool, authority: str, channel: Channel, event: str) -> None:
        """Counts whether an answer helped, once for each event. Never raises."""
        if not await self.once(f"count:{channel}:{event}"):
            return
        house, now = self.current(), self.clock()
        count = opinion_count(helpful=helpful, authority=authority, house=house)
        counted = functools.partial(self.counting, count, house, channel=channel, now=now)
        await anyio.to_thread.run_sync(counted, limiter=self.counters)

    async def _stored(self, work: Callable[[Unpack[Given]], Found], *given: *Given) -> Found:
        """Something done with the store's files, away from the loop."""
        return await anyio.to_thread.run_sync(work, *given, limiter=self.stores)

    def _keep(self, person: str, state: str, thread: str) -> None:
        conversation = Conversation.decode(state)
        place = Conversation(conversation.authority, conversation.area, conversation.setting)
        for talk in {_talk(person, thread), _talk(person)}:
            self.remembered.remember(talk, state, keep=self.kept.conversation)
        if place != Conversation():
            self.remembered.remember(_place(person), place.encode(), keep=self.kept.place)

    def _settle(self, person: str, place: Conversation) -> None:
        chosen = Conversation(place.authority, place.area, place.setting)
        self.remembered.remember(_place(person), chosen.encode(), keep=self.kept.place)
        self.remembered.remember(_talk(person), "", keep=self.kept.conversation)


def _talk(person: str, thread: str = "") -> str:
    return f"conversation:{person}:{thread}" if thread else f"conversation:{person}"


def _place(person: str) -> str:
    return f"place:{person}"
