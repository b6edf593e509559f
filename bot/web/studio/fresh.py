"""What app.yaml says of the studio now: read again whenever it changes, so that an officer can be shut out at once."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from bot.settings import Studio, load_settings
from knowledge.errors import KnowledgeErrors

log = logging.getLogger(__name__)


class FreshSettings:
    """The studio's settings. While app.yaml cannot be read, what it said last holds, and the log says so once."""

    def __init__(self, file: Path, first: Studio) -> None:
        self._file = file
        self._last = first
        self._read_at = _changed_at(file)
        self._lock = threading.Lock()

    def __call__(self) -> Studio:
        with self._lock:
            changed = _changed_at(self._file)
            if changed != self._read_at:
                self._read_at = changed
                self._read()
            return self._last

    def _read(self) -> None:
        try:
            self._last = load_settings(self._file).studio
        except (KnowledgeErrors, OSError) as error:
            log.error("app.yaml was changed and cannot be read, so the studio's officers stay as they were.\n%s", error)


def _changed_at(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
