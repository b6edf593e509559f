"""What changes for whom, worked out beside the pages: it may take a minute, so it runs in a thread and tells how far.

The draft is copied first, so that a save meanwhile mixes nothing. A result is kept for these two trees and shown at
once to whoever asks again; one comparison runs at a time.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bot.core.safely import where
from bot.officers.change import Changes
from bot.web.studio.checks import at_home
from knowledge.errors import EarlyHelpError, Fault, KnowledgeErrors
from knowledge.releases.trees import copy_tree, fingerprint

log = logging.getLogger(__name__)
KEPT = 4

Tell = Callable[[float, str], None]
"""Told how much is done, from 0 to 1, and what is being done."""

Compare = Callable[[Path, Path, Tell], Changes]
"""What changes for whom from one tree to another. Raises KnowledgeErrors where one of them cannot be used."""

State = Literal["none", "running", "done", "failed"]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """How far a comparison is. `fresh`: it is of the trees as they are now."""

    state: State = "none"
    done: float = 0.0
    said: str = ""
    changes: Changes | None = None
    faults: tuple[Fault, ...] = ()
    fresh: bool = True


NOTHING_YET = Job()


class Comparing:
    """The comparisons of one server."""

    def __init__(self, compare: Compare) -> None:
        self._compare = compare
        self._jobs: dict[Key, Job] = {}
        self._running: Key | None = None
        self._lock = threading.Lock()

    def look(self, old: Path, new: Path) -> Job:
        """The comparison of these trees; the one that is running, or was last done, when there is none of them."""
        key = _key(old, new)
        with self._lock:
            if key in self._jobs:
                return self._jobs[key]
            other = self._running or next(reversed(self._jobs), None)
            return replace(self._jobs[other], fresh=False) if other else NOTHING_YET

    def start(self, old: Path, new: Path) -> Job:
        """Begins the comparison unless it is there or another one runs."""
        key = _key(old, new)
        with self._lock:
            there = self._jobs.get(key)
            if self._running or (there and there.state == "done"):
                return there or replace(self._jobs[self._running or key], fresh=False)
            self._jobs.pop(key, None)
            while len(self._jobs) >= KEPT:
                del self._jobs[next(iter(self._jobs))]
            self._jobs[key] = Job("running", 0.0, "Reading both versions.")
            self._running = key
        threading.Thread(target=self._run, args=(key, old, new), name="studio-comparing", daemon=True).start()
        return self._jobs[key]

    def _run(self, key: Key, old: Path, new: Path) -> None:
        folder = Path(tempfile.mkdtemp(prefix="earlyhelp-compare-"))
        try:
            copy_tree(new, folder / "draft")
            changes = self._compare(old, folder / "draft", lambda done, said: self._tell(key, done, said))
            self._finish(key, Job("done", 1.0, changes.sentence, changes))
        except EarlyHelpError as error:
            faults = error.faults if isinstance(error, KnowledgeErrors) else ()
            faults = tuple(at_home(each, folder / "draft", new) for each in faults)
            said = "The draft has something to put right first." if faults else str(error)
            self._finish(key, Job("failed", 1.0, said, faults=faults))
        except Exception as error:  # noqa: BLE001 - the edge of a thread: the page must hear that it failed
            log.error("A comparison failed: %s at %s", type(error).__name__, where(error))
            self._finish(key, Job("failed", 1.0, "The comparison broke off. Try again; the server's log says where."))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _tell(self, key: Key, done: float, said: str) -> None:
        with self._lock:
            self._jobs[key] = Job("running", min(max(done, 0.0), 1.0), said)

    def _finish(self, key: Key, job: Job) -> None:
        with self._lock:
            self._jobs[key] = job
            self._running = None


def _key(old: Path, new: Path) -> Key:
    return fingerprint(old), fingerprint(new)
