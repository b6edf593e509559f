"""How far a comparison is, and what came of it, for every process of a machine: by way of the store they share.

What came of it holds sentences of cases, so it is put there only sealed with a key that is in no file of ours, and for
some minutes: the store's disk never holds a word of it. How far it is says nothing about anybody.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import socket
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from cryptography.fernet import Fernet, InvalidToken
from pydantic import TypeAdapter, ValidationError

from bot.officers.change import Changes
from bot.store.marks import Marks
from knowledge.errors import Fault
from knowledge.schema.common import Strict

State = Literal["none", "running", "done", "failed"]
Key = tuple[str, str]
ALIVE = dt.timedelta(seconds=30)
"""How long a comparison counts as running that nobody tells of any more: its process is gone."""
KEPT = dt.timedelta(minutes=30)
EVERY = dt.timedelta(seconds=1)
LONGEST = 4_000_000
NOW, RESULT, LOOKED, STOP = "studio-comparing", "studio-compared", "studio-compare-looked", "studio-compare-stop"


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
_jobs = TypeAdapter(Job)


class _Told(Strict):
    """The comparison of a machine. `said` is one of our own sentences."""

    key: Key
    state: State
    done: float
    said: str


class SharedJob:
    """The one comparison of a machine's draft."""

    def __init__(self, marks: Marks, key: bytes, draft: Path, *, clock: Callable[[], dt.datetime]) -> None:
        self._marks = marks
        self._place = f"{socket.gethostname()} {draft.resolve()}"
        sealing = hashlib.sha256(b"what a comparison found:" + key).digest()
        self._seal = Fernet(base64.urlsafe_b64encode(sealing))
        self._clock = clock
        self._told = clock() - EVERY
        self._lock = threading.Lock()

    def begin(self, key: Key, job: Job) -> None:
        self._marks.drop(STOP, self._place)
        self._put(key, job, ALIVE)

    def tell(self, key: Key, job: Job) -> None:
        """Says how far it is, once a second."""
        with self._lock:
            now = self._clock()
            if now - self._told < EVERY:
                return
            self._told = now
        self._put(key, job, ALIVE)

    def finish(self, key: Key, job: Job) -> None:
        """Says what came of it, for as long as a page may ask."""
        sealed = self._seal.encrypt(zlib.compress(_jobs.dump_json(job)))
        if len(sealed) <= LONGEST:
            self._marks.put(RESULT, self._place, sealed.decode(), until=self._clock() + KEPT)
        self._put(key, job, KEPT)

    def job(self, key: Key) -> Job | None:
        """The comparison of these trees, or of others (then not fresh); None when there is none."""
        told = self._now()
        if told is None:
            return None
        job = Job(told.state, told.done, told.said) if told.state == "running" else self._result()
        return replace(job, fresh=job.fresh and told.key == key) if job else None

    def looked(self, until: dt.datetime) -> None:
        """Somebody looks at it, or did until now."""
        self._marks.put(LOOKED, self._place, until=until)

    def is_looked_at(self) -> bool:
        return self._marks.get(LOOKED, self._place) is not None

    def stop(self) -> None:
        """Nobody needs the one that runs."""
        self._marks.put(STOP, self._place, until=self._clock() + ALIVE)

    def is_stopped(self) -> bool:
        return self._marks.get(STOP, self._place) is not None

    def _now(self) -> _Told | None:
        found = self._marks.get(NOW, self._place)
        try:
            return _Told.model_validate_json(found) if found else None
        except ValidationError:
            return None

    def _result(self) -> Job | None:
        found = self._marks.get(RESULT, self._place)
        try:
            return _jobs.validate_json(zlib.decompress(self._seal.decrypt(found.encode()))) if found else None
        except (InvalidToken, ValidationError, zlib.error):
            return None

    def _put(self, key: Key, job: Job, lasts: dt.timedelta) -> None:
        said = job.said if job.state == "running" else ""
        told = _Told(key=key, state=job.state, done=job.done, said=said)
        self._marks.put(NOW, self._place, told.model_dump_json(), until=self._clock() + lasts)
