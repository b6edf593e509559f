"""What changes for whom, worked out beside the pages: it may take minutes, so it runs by itself and tells how far.

The draft is copied first, so that a save meanwhile mixes nothing. One comparison runs at a time on a machine, whichever
process began it, and every process can show how far it is and what came of it (`shared_job.py`). It ends early when the
draft or what is live changes, for nobody needs it any longer, and when nobody looks at its page.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

from bot.core.safely import where
from bot.officers.change import Changes
from bot.web.studio.checks import at_home
from bot.web.studio.shared_job import NOTHING_YET, Job, Key, SharedJob
from knowledge.errors import EarlyHelpError, KnowledgeErrors
from knowledge.private import private_folder
from knowledge.releases.trees import copy_tree, fingerprint

log = logging.getLogger(__name__)
KEPT = 4
GONE_AFTER = dt.timedelta(minutes=5)
"""A browser asks a page in the background once a minute at least."""
LEFT_AFTER = dt.timedelta(seconds=5)
CHANGED = "The draft, or what is live, changed meanwhile, so the comparison was stopped. Start it again."
NOBODY = "Nobody looked at it any longer, so the comparison was stopped. Start it again."
BROKE_OFF = "The comparison broke off. Try again; the server's log says where."
ANOTHER = "Another comparison is being worked out. Try again in a minute."

Tell = Callable[[float, str], None]
"""Told how much is done, from 0 to 1, and what is being done; at least every few seconds. Raises Stopped."""

Compare = Callable[[Path, Path, Tell], Changes]
"""What changes for whom from one tree to another. Raises KnowledgeErrors where one of them cannot be used."""


class Stopped(Exception):
    """Nobody needs the comparison any longer; the sentence says why."""


class Comparing:
    """The comparisons of one machine, as one of its processes sees them. `folder` is where the processes take turns."""

    def __init__(self, compare: Compare, shared: SharedJob, folder: Path, *, clock: Callable[[], dt.datetime]) -> None:
        self._compare = compare
        self._shared = shared
        self._turns = folder / ".comparing"
        self._clock = clock
        self._jobs: dict[Key, Job] = {}
        self._running: Key | None = None
        self._looked = clock()
        self._stale = False
        self._lock = threading.Lock()

    def look(self, old: Path, new: Path) -> Job:
        """The comparison of these trees; the one that is running, or was last done, when there is none of them."""
        key = _key(old, new)
        self._shared.looked(self._clock() + GONE_AFTER)
        with self._lock:
            self._looked = self._clock()
            self._stale = self._running not in {None, key}
            mine = self._jobs.get(key, NOTHING_YET)
            other = self._running or next(reversed(self._jobs), None)
            here = replace(self._jobs[other], fresh=False) if other else None
        if mine.state in {"running", "done"}:
            return mine
        there = self._shared.job(key)
        if there and there.state == "running" and not there.fresh:
            self._shared.stop()
        return there or here or NOTHING_YET

    def start(self, old: Path, new: Path) -> Job:
        """Begins the comparison unless it is there or another one runs."""
        there = self.look(old, new)
        if there.state == "running" or (there.state == "done" and there.fresh):
            return there
        turn = self._turn()
        if turn is None:
            return replace(NOTHING_YET, said=ANOTHER)
        key = _key(old, new)
        self._begin(key)
        threading.Thread(target=self._run, args=(key, old, new, turn), name="studio-comparing", daemon=True).start()
        return self._jobs[key]

    def leave(self) -> None:
        """Somebody closed the page: the comparison ends soon, unless somebody else looks."""
        self._shared.looked(self._clock() + LEFT_AFTER)
        with self._lock:
            self._looked = self._clock() - GONE_AFTER + LEFT_AFTER

    def _turn(self) -> IO[str] | None:
        """The machine's one turn to compare, held while the file is open; None while another process has it."""
        private_folder(self._turns.parent)
        turn = self._turns.open("w")
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            turn.close()
            return None
        return turn

    def _begin(self, key: Key) -> None:
        with self._lock:
            self._jobs.pop(key, None)
            while len(self._jobs) >= KEPT:
                del self._jobs[next(iter(self._jobs))]
            self._jobs[key] = Job("running", 0.0, "Reading both versions.")
            self._running, self._stale = key, False
        self._shared.begin(key, self._jobs[key])

    def _run(self, key: Key, old: Path, new: Path, turn: IO[str]) -> None:
        folder = Path(tempfile.mkdtemp(prefix="earlyhelp-compare-"))
        try:
            copy_tree(new, folder / "draft")
            changes = self._compare(old, folder / "draft", lambda done, said: self._tell(key, done, said))
            self._finish(key, Job("done", 1.0, changes.sentence, changes))
        except Stopped as stopped:
            self._finish(key, Job("failed", 1.0, str(stopped), fresh=False))
        except EarlyHelpError as error:
            faults = error.faults if isinstance(error, KnowledgeErrors) else ()
            faults = tuple(at_home(each, folder / "draft", new) for each in faults)
            said = "The draft has something to put right first." if faults else str(error)
            self._finish(key, Job("failed", 1.0, said, faults=faults))
        except Exception as error:  # noqa: BLE001 - the edge of a thread: the page must hear that it failed
            log.error("A comparison failed: %s at %s", type(error).__name__, where(error))
            self._finish(key, Job("failed", 1.0, BROKE_OFF))
        finally:
            turn.close()
            shutil.rmtree(folder, ignore_errors=True)

    def _tell(self, key: Key, done: float, said: str) -> None:
        job = Job("running", min(max(done, 0.0), 1.0), said)
        with self._lock:
            self._jobs[key] = job
            alone = self._clock() - self._looked >= GONE_AFTER
            stale = self._stale
        if stale or self._shared.is_stopped():
            raise Stopped(CHANGED)
        if alone and not self._shared.is_looked_at():
            raise Stopped(NOBODY)
        self._shared.tell(key, job)

    def _finish(self, key: Key, job: Job) -> None:
        with self._lock:
            self._jobs[key] = job
            self._running = None
        self._shared.finish(key, job)


def _key(old: Path, new: Path) -> Key:
    return fingerprint(old), fingerprint(new)
