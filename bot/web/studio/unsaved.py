"""What officers typed and have not saved: kept by officer and file, so that a closed laptop loses nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from pydantic import ValidationError

from knowledge.releases.trees import write_whole
from knowledge.schema.common import Strict

KEPT = dt.timedelta(days=30)
MOST = 40


class Unsaved(Strict):
    """A text that is not in the draft yet, and the digest of the file it began from."""

    path: str
    text: str
    digest: str
    at: dt.datetime


class UnsavedTexts:
    """One file for each officer and path, below `folder`. Nobody but the officer is shown what stands there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, officer: str, unsaved: Unsaved) -> None:
        """Keeps the newest text; of too many the oldest gives way. Raises OSError."""
        own = self._folder / _mark(officer)
        write_whole(self._file(officer, unsaved.path), unsaved.model_dump_json().encode())
        files = sorted(own.glob("*.json"), key=lambda file: file.stat().st_mtime)
        for file in files[:-MOST]:
            file.unlink(missing_ok=True)

    def of(self, officer: str, path: str, *, now: dt.datetime) -> Unsaved | None:
        """What this officer left there, unless it is too old to be remembered."""
        found = _read(self._file(officer, path))
        return found if found and found.path == path and now - found.at <= KEPT else None

    def all_of(self, officer: str, *, now: dt.datetime) -> tuple[Unsaved, ...]:
        """Everything this officer left, newest first; what is too old is taken away."""
        own = self._folder / _mark(officer)
        found = [(file, _read(file)) for file in own.glob("*.json")] if own.is_dir() else []
        for file, each in found:
            if each is None or now - each.at > KEPT:
                file.unlink(missing_ok=True)
        kept = [each for _, each in found if each and now - each.at <= KEPT]
        return tuple(sorted(kept, key=lambda each: each.at, reverse=True))

    def forget(self, officer: str, path: str) -> None:
        """Takes the text away: it was saved or given up."""
        self._file(officer, path).unlink(missing_ok=True)

    def _file(self, officer: str, path: str) -> Path:
        return self._folder / _mark(officer) / f"{_mark(path)}.json"


def _read(file: Path) -> Unsaved | None:
    try:
        return Unsaved.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:24]
