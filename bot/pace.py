"""How many messages wait to be read, and when one more would wait too long.

    press  -> its own queue, a few milliseconds                    -> reply
    typed  -> would it wait over a second and a half? -> yes       -> reply at once: 999, the duty number, ask again
                                                      -> no: read  -> reply

Reading a message is work for the processor, so a process reads one at a time, and under a rush the others wait. What
counts for somebody who waits is how long, not how many are before them: so the bound is the number that wait times the
median of the last readings, together with what the reading now going on has taken so far. A reading that does not come
to an end is left to itself after some seconds, and its person is answered without it; `stuck` tells whoever looks
after the process. Nothing here knows what was typed. Used from the event loop of one process.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal, TypeVar

import anyio
import anyio.to_thread

Found = TypeVar("Found")

FIRST_GUESS = 0.05
REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a message was not read: it would wait too long, or reading it did not come to an end."""

    why: Literal["busy", "too_slow"]


BUSY, SLOW = Unread("busy"), Unread("too_slow")


@dataclass(frozen=True, slots=True)
class Bounds:
    """In seconds. `wait`: nobody joins who is expected to wait longer. `patience`: who did join waits no longer.

    `reading`: a reading that takes longer is no longer waited for. `stuck`: after that the process is of no use.
    """

    wait: float = 1.5
    patience: float = 4.0
    reading: float = 8.0
    stuck: float = 30.0


class Pace:
    """The queue of one process. `turns` is what everything waits for that uses the language models."""

    def __init__(self, bounds: Bounds = Bounds(), timer: Callable[[], float] = time.monotonic) -> None:
        self.turns = anyio.CapacityLimiter(1)
        self._bounds = bounds
        self._timer = timer
        self._recent = deque([FIRST_GUESS], maxlen=REMEMBERED)
        self._waiting: Counter[str] = Counter()
        self._holder: object | None = None
        self._began = 0.0
        self._threads = anyio.CapacityLimiter(float("inf"))

    @property
    def waiting(self) -> int:
        """How many wait, without the one that is being read."""
        return self._waiting.total()

    def expected(self) -> float:
        """The seconds that a message arriving now would wait before it is read."""
        usual = statistics.median(self._recent)
        return self.waiting * usual + (max(usual, self._so_far()) if self._holder else 0.0)

    def stuck(self) -> bool:
        """Whether a reading has gone on for so long that it will not end."""
        return self._so_far() > self._bounds.stuck

    async def read(self, work: Callable[[], Found], *, asker: str = "") -> Found | Unread:
        """What `work` gives, done in a thread when its turn comes; or why it was not done.

        `asker`: who or from where, held only while it waits: one alone never fills more than half of the queue.
        """
        if self.expected() > self._bounds.wait or self._fills_half(asker):
            return BUSY
        holder = object()
        return await self._read(holder, work) if await self._has_a_turn(holder, asker) else BUSY

    async def _has_a_turn(self, holder: object, asker: str) -> bool:
        """A free turn at once; else whether one came within `patience`."""
        try:
            self.turns.acquire_on_behalf_of_nowait(holder)
        except anyio.WouldBlock:
            with self._in_the_queue(asker), anyio.move_on_after(self._bounds.patience):
                await self.turns.acquire_on_behalf_of(holder)
                return True
            return False
        return True

    async def _read(self, holder: object, work: Callable[[], Found]) -> Found | Unread:
        self._holder, self._began = holder, self._timer()
        loop, started = asyncio.get_running_loop(), False

        def at_work() -> Found:
            nonlocal started
            started = True
            try:
                return work()
            finally:
                with suppress(RuntimeError):  # the loop is gone, and with it everybody who waited
                    loop.call_soon_threadsafe(self._done, holder)

        try:
            with anyio.move_on_after(self._bounds.reading):
                return await anyio.to_thread.run_sync(at_work, abandon_on_cancel=True, limiter=self._threads)
            return SLOW
        finally:
            if not started:
                self._done(holder)

    def _done(self, holder: object) -> None:
        """The reading came to an end, whether somebody still waited for it or not."""
        if self._holder is not holder:
            return
        self._recent.append(self._so_far())
        self._holder = None
        self.turns.release_on_behalf_of(holder)

    def _so_far(self) -> float:
        return self._timer() - self._began if self._holder else 0.0

    def _fills_half(self, asker: str) -> bool:
        return bool(asker) and self._waiting[asker] * statistics.median(self._recent) > self._bounds.wait / 2

    @contextmanager
    def _in_the_queue(self, asker: str) -> Iterator[None]:
        self._waiting[asker] += 1
        try:
            yield
        finally:
            self._waiting[asker] -= 1
            if not self._waiting[asker]:
                del self._waiting[asker]
