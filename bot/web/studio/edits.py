"""The journal of who changed what in the draft: one line for each save, added and never changed.

It stands beside the releases' own journal. Officers are named by id and title; practitioners are in neither.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from knowledge.private import private_file
from knowledge.releases.journal import By
from knowledge.schema.common import Strict

READ_BACK = 400_000

Did = Literal["saved", "made", "put back", "took away", "signed in", "signed out", "invited", "dealt with a note"]


class Edit(Strict):
    """One thing done. `before` and `after` are digests of the file; "" where there was none."""

    at: dt.datetime
    by: By
    did: Did
    path: str = ""
    before: str = ""
    after: str = ""


class Edits:
    """The journal's file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def add(self, edit: Edit) -> None:
        """Adds one line; it is on the disk when this returns. Raises OSError."""
        line = edit.model_dump_json(exclude_defaults=True).encode() + b"\n"
        with self._lock:
            private_file(self._file)
            with self._file.open("ab") as out:
                out.write(line)
                out.flush()
                os.fsync(out.fileno())

    def newest(self, most: int = 200) -> tuple[Edit, ...]:
        """The last things done, newest first. A line that a crash cut in half is passed over."""
        try:
            with self._file.open("rb") as journal:
                journal.seek(max(0, self._file.stat().st_size - READ_BACK))
                lines = journal.read().splitlines()
        except FileNotFoundError:
            return ()
        found = [each for line in lines if (each := _edit(line))]
        return tuple(reversed(found[-most:]))

    def last_of(self, path: str) -> Edit | None:
        """Who changed this file last, as far as the studio knows."""
        return next((each for each in self.newest(2_000) if each.path == path), None)


def _edit(line: bytes) -> Edit | None:
    try:
        return Edit.model_validate_json(line)
    except ValidationError:
        return None
