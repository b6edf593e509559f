"""Keeps what a person asked to have told to the officers, and forgets it when its days are over."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from dataclasses import dataclass
from typing import Protocol

from trends.missing import Note, Notes, forget_old, keep

log = logging.getLogger(__name__)


class Noting(Protocol):
    """Keeps one note."""

    @property
    def days(self) -> int:
        """For how long a note is kept; 0 where none is taken."""

    def __call__(self, note: Note, *, now: dt.datetime) -> bool:
        """Whether it is kept. Never raises, and never logs a word of it."""


@dataclass(frozen=True)
class NoteInto:
    """Keeps notes where they belong; `notes` is None where none is taken."""

    notes: Notes | None
    days: int

    def __call__(self, note: Note, *, now: dt.datetime) -> bool:
        """See `Noting`."""
        if not self.days or self.notes is None:
            return False
        try:
            keep(self.notes, note, keep_days=self.days, now=now)
        except Exception as error:  # noqa: BLE001 - an error may quote the note, and the person waits for an answer
            log.warning("A note for the officers was not kept: %s.", type(error).__name__)
            return False
        return True

    def forget(self, now: dt.datetime) -> None:
        """Deletes what is too old. Never raises: the next look, or the next note, tries again."""
        if self.notes is None:
            return
        try:
            forget_old(self.notes, keep_days=self.days, now=now)
        except (sqlite3.Error, OSError) as error:
            log.warning("Old notes for the officers could not be deleted yet: %s.", type(error).__name__)


NO_NOTES = NoteInto(None, 0)
"""For those who take none."""
