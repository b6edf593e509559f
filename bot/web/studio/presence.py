"""Who has which file open, and who has typed there without saving: a heartbeat every few seconds, kept in memory."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

GONE_AFTER = dt.timedelta(seconds=35)


@dataclass(frozen=True, slots=True)
class There:
    """An officer at a file."""

    officer: str
    title: str
    local: bool
    since: dt.datetime
    seen: dt.datetime
    unsaved: bool


class Presence:
    """Who is where."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._at: dict[tuple[str, str], There] = {}
        self._lock = threading.Lock()

    def here(self, path: str, officer: str, title: str, *, local: bool, unsaved: bool) -> None:
        """A heartbeat."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            before = self._at.get((path, officer))
            fresh = There(officer, title, local, now, now, unsaved)
            self._at[path, officer] = replace(before, seen=now, unsaved=unsaved) if before else fresh

    def gone(self, path: str, officer: str) -> None:
        """The page was closed."""
        with self._lock:
            self._at.pop((path, officer), None)

    def others(self, path: str, officer: str) -> tuple[There, ...]:
        """Everybody else at this file, whoever came first stands first."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            found = [there for (at, who), there in self._at.items() if at == path and who != officer]
        return tuple(sorted(found, key=lambda there: there.since))

    def _forget(self, now: dt.datetime) -> None:
        self._at = {key: there for key, there in self._at.items() if now - there.seen <= GONE_AFTER}
