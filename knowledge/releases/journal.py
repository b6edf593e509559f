"""The journal: who published, proposed, withdrew or rolled back what, and when. Lines are added and never changed.

It names officers by the id they signed in with and by their title, never anybody who asked the assistant something.
A line that a crash cut short is left out when reading, and the next one starts on a line of its own.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from knowledge.private import private_file
from knowledge.schema.common import Strict

Deed = Literal["shipped", "proposed", "withdrawn", "published", "rolled_back"]


class By(Strict):
    """An officer: the id they signed in with, and the title that is shown."""

    id: str
    title: str


class Entry(Strict):
    """One thing done. `version` is the release concerned; empty while there is only a proposal."""

    at: dt.datetime
    did: Deed
    by: By
    version: str = ""
    proposal: str = ""
    reviewed_by: By | None = None
    note: str = ""
    before: str = ""
    """The version that was live before."""


def add(file: Path, entry: Entry) -> None:
    """Adds one line; it is on the disk when this returns. Raises OSError."""
    private_file(file)
    line = line_of(entry)
    with file.open("ab") as out:
        if _ends_midline(file):
            out.write(b"\n")
        out.write(line.encode())
        out.flush()
        os.fsync(out.fileno())


def line_of(entry: Entry) -> str:
    """The entry as it stands in the journal."""
    return entry.model_dump_json(exclude_defaults=True) + "\n"


def entry_of(line: str | bytes) -> Entry | None:
    """What a line says; None for one that was cut short."""
    try:
        return Entry.model_validate_json(line)
    except ValidationError:
        return None


def entries(file: Path) -> tuple[Entry, ...]:
    """Every whole line, oldest first; none where there is no journal yet."""
    if not file.exists():
        return ()
    found = (entry_of(line) for line in file.read_bytes().splitlines())
    return tuple(each for each in found if each)


def _ends_midline(file: Path) -> bool:
    return file.stat().st_size > 0 and not file.read_bytes().endswith(b"\n")
