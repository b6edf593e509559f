"""What is wrong with the draft: as it is saved, and as somebody is typing it.

The same checks as `earlyhelp check`. One check at a time for each officer: whoever types on gets the answer for the
newest text, and a check that was overtaken while waiting says so.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

import anyio
import anyio.to_thread

from bot.folders import Folders
from knowledge.errors import Fault
from knowledge.releases.trees import fingerprint

AT_ONCE = 2


class Check(Protocol):
    """`bot.officers.checking.all_faults`, or what a test has in its place."""

    def __call__(self, folders: Folders, *, unsaved: Mapping[Path, str]) -> tuple[Fault, ...]: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A fault as pages and the editor show it; `path` is the file's name in the draft."""

    path: str
    line: int
    column: int
    rule: str
    what: str
    why: str
    instead: str
    warning: bool
    edit: str

    @property
    def sentence(self) -> str:
        return " ".join(part for part in (self.what, self.why, self.instead) if part)


def shown(fault: Fault, root: Path, *, editable: bool = True) -> Shown:
    """The fault with its file named as the draft names it."""
    file = fault.position.file
    inside = file.is_relative_to(root)
    path = file.relative_to(root).as_posix() if inside else file.name
    at = f"/studio/file?path={path}&line={fault.position.line}&column={fault.position.column}"
    return Shown(
        path=path,
        line=fault.position.line,
        column=fault.position.column,
        rule=fault.rule,
        what=fault.what,
        why=fault.why,
        instead=fault.instead,
        warning=not fault.blocks,
        edit=at if inside and editable else "",
    )


def at_home(fault: Fault, copied: Path, home: Path) -> Fault:
    """A fault found in a copy of a tree, at the same place in the tree itself."""
    file = fault.position.file
    if not file.is_relative_to(copied):
        return fault
    return replace(fault, position=replace(fault.position, file=home / file.relative_to(copied)))


@dataclass
class _Turn:
    """One officer's checks: who is running, and the number of the newest."""

    running: anyio.Lock = field(default_factory=anyio.Lock)
    newest: int = 0


class Checks:
    """The faults of the draft."""

    def __init__(self, draft: Folders, check: Check, clock: Callable[[], dt.datetime]) -> None:
        self._draft = draft
        self._check = check
        self._clock = clock
        self._turns: dict[str, _Turn] = {}
        self._limiter = anyio.CapacityLimiter(AT_ONCE)
        self._saved: tuple[tuple[str, dt.date], tuple[Shown, ...]] | None = None
        self._lock = threading.Lock()

    def saved(self) -> tuple[Shown, ...]:
        """The faults of the draft as it is saved; worked out anew only when a file or the day has changed."""
        key = (fingerprint(self._draft.root), self._clock().date())
        with self._lock:
            if self._saved is None or self._saved[0] != key:
                self._saved = (key, self._shown({}))
            return self._saved[1]

    async def typed(self, officer: str, path: str, text: str) -> tuple[Shown, ...] | None:
        """The faults with this text in the file's place; None when the same officer has typed on meanwhile."""
        turn = self._turns.setdefault(officer, _Turn())
        turn.newest += 1
        number = turn.newest
        async with turn.running:
            if number != turn.newest:
                return None
            work = partial(self._shown, {self._draft.root / path: text})
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    def _shown(self, unsaved: Mapping[Path, str]) -> tuple[Shown, ...]:
        faults = self._check(self._draft, unsaved=unsaved)
        return tuple(shown(each, self._draft.root) for each in faults)
