"""Not too fast: so many tries a minute for each kind of request and each caller, counted in memory."""

from __future__ import annotations

import datetime as dt
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["sign-in", "save", "check", "try", "work", "read"]
MINUTE = 60.0
MOST_CALLERS = 5_000


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

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._tries: dict[tuple[str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, kind: Kind, caller: str) -> int:
        """0 when the caller may go on, and is counted; else the seconds to wait."""
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
