"""Who has which file open, and who typed there without saving: a heartbeat every few seconds, in the shared store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from pydantic import ValidationError

from bot.store.marks import Marks
from knowledge.schema.common import Strict

GONE_AFTER = dt.timedelta(seconds=35)


class There(Strict):
    """An officer at a file."""

    officer: str
    title: str
    local: bool
    since: dt.datetime
    unsaved: bool


class Presence:
    """Who is where, whichever process their page talks to."""

    def __init__(self, marks: Marks, clock: Callable[[], dt.datetime]) -> None:
        self._marks = marks
        self._clock = clock

    def here(self, path: str, officer: str, title: str, *, local: bool, unsaved: bool) -> None:
        """A heartbeat."""
        now = self._clock()
        before = _there(self._marks.get(_kind(path), officer))
        since = before.since if before else now
        there = There(officer=officer, title=title, local=local, since=since, unsaved=unsaved)
        self._marks.put(_kind(path), officer, there.model_dump_json(), until=now + GONE_AFTER)

    def gone(self, path: str, officer: str) -> None:
        """The page was closed."""
        self._marks.drop(_kind(path), officer)

    def others(self, path: str, officer: str) -> tuple[There, ...]:
        """Everybody else at this file, whoever came first stands first."""
        found = [_there(value) for value in self._marks.listed(_kind(path))]
        return tuple(sorted((each for each in found if each and each.officer != officer), key=lambda each: each.since))


def _kind(path: str) -> str:
    return f"studio-at {path}"


def _there(value: str | None) -> There | None:
    try:
        return There.model_validate_json(value) if value else None
    except ValidationError:
        return None
