"""Not too fast: so many tries a minute for each kind of request and each caller.

Each process counts for itself, in memory. What somebody could gain by going from one process to the next is counted in
the shared store as well, by the minute of the clock; a store that is away leaves it at the first.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.store.marks import Marks

Kind = Literal["sign-in", "save", "check", "try", "work", "read"]
MINUTE = 60.0
WINDOW = dt.timedelta(minutes=2)
"""Longer than the minute it counts, so that no clock of another machine ends it early."""
MOST_CALLERS = 5_000
SHARED: frozenset[Kind] = frozenset({"sign-in", "try", "work"})
"""Guessing a way in, and what costs seconds of the processor."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Tries a minute."""

    each: int
    all: int


ALLOWED: dict[Kind, Allowed] = {
    "sign-in": Allowed(10, 600),
    "save": Allowed(120, 600),
    "check": Allowed(120, 240),
    "try": Allowed(30, 60),
    "work": Allowed(20, 60),
    "read": Allowed(600, 3_000),
}


class Limits:
    """Who tried what in the last minute."""

    def __init__(self, marks: Marks, clock: Callable[[], dt.datetime]) -> None:
        self._marks = marks
        self._clock = clock
        self._tries: dict[tuple[str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, kind: Kind, caller: str) -> int:
        """0 when the caller may go on, and is counted; else the seconds to wait."""
        return self._wait_here(kind, caller) or (self._wait_everywhere(kind, caller) if kind in SHARED else 0)

    def _wait_everywhere(self, kind: Kind, caller: str) -> int:
        allowed, now = ALLOWED[kind], int(self._clock().timestamp())
        minute, passed = divmod(now, int(MINUTE))
        for whose, most in ((caller, allowed.each), ("", allowed.all)):
            if self._marks.add(f"studio-{kind}", f"{minute} {whose}", window=WINDOW) > most:
                return int(MINUTE) - passed
        return 0

    def _wait_here(self, kind: Kind, caller: str) -> int:
        allowed, now = ALLOWED[kind], self._clock().timestamp()
        with self._lock:
            self._forget(now)
            own, everyone = self._of((kind, caller)), self._of((kind, ""))
            full = [each for each, most in ((own, allowed.each), (everyone, allowed.all)) if len(each) >= most]
            if full:
                return max(1, int(full[0][0] + MINUTE - now) + 1)
            own.append(now)
            everyone.append(now)
        return 0

    def _of(self, key: tuple[str, str]) -> deque[float]:
        return self._tries.setdefault(key, deque())

    def _forget(self, now: float) -> None:
        for key, tries in list(self._tries.items()):
            while tries and tries[0] <= now - MINUTE:
                tries.popleft()
            if not tries:
                del self._tries[key]
        if len(self._tries) > MOST_CALLERS:
            self._tries.clear()
