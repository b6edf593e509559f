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
from bot.core.safely import answer_safely, needs_reading, unread_safely
from bot.core.turn import Answered, Telling, Turn
from bot.metrics import Metrics
from bot.pace import Pace, Unread
from bot.store.counting import Counting
from bot.store.handled import Claim, HandledOnce
from bot.store.marks import Marks
from bot.store.noting import NO_NOTES, Noting
from bot.store.remembered import Remembered
from trends.counters import Channel

Given = TypeVarTuple("Given")
Found = TypeVar("Found")

MINUTE = dt.timedelta(minutes=1)
MOST_A_MINUTE = 20
"""Messages to be read that one person in Slack or Teams may send in a minute: more than anybody types."""
TYPED = "typed"


def one_at_a_time() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(1)


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
    marks: Marks | None = None
    """Where it is counted how often a person sends; None: nobody is held up."""
    pace: Pace = field(default_factory=Pace)
    presses: anyio.CapacityLimiter = field(default_factory=one_at_a_time)
    """A press is answered without the language models, and waits for no message that is being read."""
    stores: anyio.CapacityLimiter = field(default_factory=one_at_a_time)
    """Within a process one waits for the other: SQLite lets those who wait for long go away empty."""
    counters: anyio.CapacityLimiter = field(default_factory=one_at_a_time)

    @property
    def turns(self) -> anyio.CapacityLimiter:
        """What everything waits for that uses the language models."""
        return self.pace.turns

    async def answer(self, turn: Turn, *, channel: Channel, person: str = "", address: str = "") -> Told:
        """The reply to one turn, always: see `bot.core.safely`, and `bot.pace` for when too many ask.

        `person`: who asks, as the platform calls them. `address`: where from, for those whom nobody knows; it is held
        only while their message waits.
        """
        house, now, began = self.current(), self.clock(), time.perf_counter()
        with self.metrics.waiting():
            answered = await self._answered(turn, house, now, asker=person or address, person=person)
            if answered.telling:
                answered = await self._noted(answered, answered.telling, now)
        self.metrics.answered(answered.reply.kind, channel=channel, seconds=time.perf_counter() - began)
        return Told(answered, house, now)

    async def _answered(self, turn: Turn, house: House, now: dt.datetime, *, asker: str, person: str) -> Answered:
        """The answer to a press; to words, too, or the numbers at once where the words can't be read now."""
        work = functools.partial(answer_safely, turn, house, now=now, missing_days=self.noting.days)
        if not needs_reading(turn, house, now=now):
            return await anyio.to_thread.run_sync(work, limiter=self.presses)
        if person and self.marks and await self._stored(self._sent, self.marks, person) > MOST_A_MINUTE:
            return unread_safely(turn, house, now=now, why="too_often")
        read = await self.pace.read(work, asker=asker)
        return unread_safely(turn, house, now=now, why=read.why) if isinstance(read, Unread) else read

    @staticmethod
    def _sent(marks: Marks, person: str) -> int:
        return marks.add(TYPED, person, window=MINUTE)

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
        claim = await self._stored(self.handled.begin, event)
        self.metrics.claimed(claim)
        return claim

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
