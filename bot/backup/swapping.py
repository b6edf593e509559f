"""Puts restored files in the place of those that are there: all of them or none, whatever moment the process dies at.

    1. what is to be done is written down, in one file beside app.yaml
    2. each thing there steps aside under another name, and the restored one takes its name
    3. the note of what is to be done is deleted: from this moment the restored files count
    4. what stepped aside is deleted

Who is killed in 2 leaves the note behind, and the next command of any kind (`undo_unfinished`) puts everything back as
it was before it does anything else. While the restore runs it holds a lock on the note.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.errors import EarlyHelpError
from knowledge.releases.trees import sync_folder, write_whole

NOTE = Path(".earlyhelp-restoring.json")


class UnderWay(EarlyHelpError):
    """A restore is going on in this folder."""


@dataclass(frozen=True)
class Step:
    """One thing: `target` steps aside as `aside`, and `fresh` takes its name. Without `fresh` it only steps aside."""

    target: Path
    aside: Path
    fresh: Path | None
    was_there: bool

    @classmethod
    def of(cls, target: Path, fresh: Path | None) -> Step:
        target = target.absolute()
        aside = target.with_name(f".{target.name}.before-restore")
        return cls(target, aside, fresh.absolute() if fresh else None, target.exists())


def swap(steps: Sequence[Step], *, note: Path = NOTE) -> None:
    """Does every step or, when one fails, none. Raises OSError."""
    for step in steps:
        _remove(step.aside)
    write_whole(note, json.dumps([_plain(step) for step in steps]).encode())
    with _alone(note):
        try:
            for step in steps:
                _do(step)
        except BaseException:
            _undo(steps, note)
            raise
        note.unlink()
        sync_folder(note.absolute().parent)
    for step in steps:
        _remove(step.aside)


def undo_unfinished(note: Path = NOTE) -> bool:
    """Puts back what a restore that was killed had moved. True when there was one. Raises UnderWay, OSError."""
    if not note.exists():
        return False
    with _alone(note):
        if note.exists():
            _undo([_step(each) for each in json.loads(note.read_bytes())], note)
    return True


def _do(step: Step) -> None:
    if step.was_there and step.target.exists():  # SQLite takes its own side files away
        step.target.rename(step.aside)
    if step.fresh:
        step.target.parent.mkdir(parents=True, exist_ok=True)
        step.fresh.rename(step.target)
    sync_folder(step.target.parent)


def _undo(steps: Sequence[Step], note: Path) -> None:
    """Can be killed and begun again at any moment: what is back is left as it is."""
    for step in reversed(steps):
        moved_in = step.fresh is not None and not step.fresh.exists() and step.target.exists()
        if moved_in and (step.aside.exists() or not step.was_there):
            assert step.fresh is not None
            step.target.rename(step.fresh)
        if step.aside.exists() and step.was_there and not step.target.exists():
            step.aside.rename(step.target)
        if step.target.parent.exists():
            sync_folder(step.target.parent)
    note.unlink()
    sync_folder(note.absolute().parent)
    for step in steps:
        if step.fresh:
            _remove(step.fresh)


@contextmanager
def _alone(note: Path) -> Iterator[None]:
    """Raises UnderWay while another process is at it. A killed one holds no lock any more."""
    try:
        file = note.open("rb")
    except FileNotFoundError:
        raise UnderWay("A restore has just ended here. Try again.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnderWay("A restore is going on in this folder. Wait until it has ended.") from None
        yield


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _plain(step: Step) -> dict[str, object]:
    return {name: os.fspath(value) if isinstance(value, Path) else value for name, value in asdict(step).items()}


def _step(found: dict[str, object]) -> Step:
    fresh = found["fresh"]
    return Step(
        Path(str(found["target"])),
        Path(str(found["aside"])),
        Path(str(fresh)) if fresh else None,
        bool(found["was_there"]),
    )
