"""What changes for whom between two trees, worked out by a process of its own that gives its memory back.

    server: in_own_process(old, new, tell) -> starts `python -m bot.web.studio.compared` and reads its lines
    child:  a line of JSON for how far it is, at least each second, and a last one with what came of it

The child is the last to be given the processor and the first to go when memory is short. It has none of our secrets, it
writes to its pipe alone, and it ends when nobody reads there.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from bot.core.safely import where
from bot.folders import Folders
from bot.officers.change import Changes
from bot.web.studio.comparing import Tell
from bot.web.studio.houses import draft_vectors
from knowledge.errors import EarlyHelpError, Fault, KnowledgeErrors

BEAT_SECONDS = 1.0
ENDS_WITHIN = 30.0
"""Seconds from the child's last word to its end."""
LAST = 19
FIRST_TO_GO = "800"
KEPT_NAMES = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "TMPDIR", "LD_LIBRARY_PATH")
READING = "Reading both versions."
PARTS = {
    "readers": (0.0, 0.3, READING),
    "cases": (0.3, 0.6, "Asking the cases of both."),
    "messages": (0.6, 1.0, "Asking invented messages of both."),
}
"""From where to where each part takes the whole, and what is said meanwhile."""


class BrokeOff(EarlyHelpError):
    """The process ended without having said what came of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the child. The last one has `changes` or `faults`, in `refused` a sentence, or `broke` for the log."""

    done: float = 0.0
    says: str = READING
    changes: Changes | None = None
    faults: tuple[Fault, ...] = ()
    refused: str = ""
    broke: str = ""


_lines = TypeAdapter(Said)


def in_own_process(old: Path, new: Path, tell: Tell, *, vectors: Path, command: tuple[str, ...] = ()) -> Changes:
    """What changes for whom. `vectors`: where those of the live phrases are kept. `command` is for tests.

    Raises KnowledgeErrors where one of the trees cannot be used, BrokeOff, and what `tell` raises.
    """
    child = command or (sys.executable, "-m", "bot.web.studio.compared")
    environment = {name: value for name, value in os.environ.items() if name in KEPT_NAMES}
    with subprocess.Popen(  # noqa: S603 - our own command
        [*child, str(old), str(new), str(vectors)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path.cwd(),
        env=environment | {"OMP_NUM_THREADS": "1"},
    ) as running:
        try:
            assert running.stdout
            return _result(running, running.stdout, tell)
        finally:
            running.kill()


def _result(running: subprocess.Popen[bytes], out: IO[bytes], tell: Tell) -> Changes:
    for line in out:
        try:
            said = _lines.validate_json(line)
        except ValidationError:
            raise BrokeOff(_how(0)) from None
        if said.changes:
            return said.changes
        if said.faults:
            raise KnowledgeErrors(said.faults)
        if said.refused:
            raise BrokeOff(said.refused)
        if said.broke:
            raise RuntimeError(said.broke)
        tell(said.done, said.says)
    raise BrokeOff(_how(running.wait(ENDS_WITHIN)))


def _how(code: int) -> str:
    """Why the child ended without a word."""
    if code == -9:
        return "The machine stopped the comparison, most likely for want of memory. Try again when less is going on."
    return f"The comparison ended before its time (code {code}). Try again."


class _Saying:
    """Writes lines to the pipe; ends the process when nobody reads them."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._now = Said()
        self._lock = threading.Lock()

    def progress(self, done: float, says: str) -> None:
        self._now = Said(done=done, says=says)

    def write(self, said: Said) -> None:
        try:
            with self._lock:
                self._out.write(_lines.dump_json(said, exclude_defaults=True) + b"\n")
                self._out.flush()
        except OSError:
            os._exit(1)

    def beat(self, ended: threading.Event) -> None:
        while not ended.wait(BEAT_SECONDS):
            self.write(self._now)


def _work(old: Path, new: Path, vectors: Path, saying: _Saying) -> Said:
    """What came of it."""
    from bot.officers.two_houses import compare

    def told(what: str, done: int, of: int) -> None:
        start, end, says = PARTS.get(what, (0.3, 1.0, "Comparing."))
        saying.progress(start + (end - start) * done / max(of, 1), says)

    before, after = Folders.under(old, vectors), Folders.under(new, draft_vectors(vectors))
    return Said(done=1.0, changes=compare(before, after, told=told))


def answered(work: Callable[[], Said]) -> Said:
    """What came of the work, or what kept it; never a word of a case."""
    try:
        return work()
    except KnowledgeErrors as error:
        return Said(faults=error.faults)
    except EarlyHelpError as error:
        return Said(refused=str(error))
    except MemoryError:
        return Said(refused=_how(-9))
    except Exception as error:  # noqa: BLE001 - the edge of a process: it must say that it failed
        return Said(broke=f"{type(error).__name__} at {where(error)}")


def _step_back() -> None:
    """Behind everything that answers people, without a core file."""
    os.nice(LAST)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO)


def main(given: list[str]) -> None:
    """The child."""
    _step_back()
    saying, ended = _Saying(os.fdopen(os.dup(1), "wb")), threading.Event()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    threading.Thread(target=saying.beat, args=(ended,), daemon=True).start()
    old, new, vectors = map(Path, given)
    said = answered(lambda: _work(old, new, vectors, saying))
    ended.set()
    saying.write(said)


if __name__ == "__main__":
    main(sys.argv[1:])
