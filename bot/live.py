"""The house in use, and how a new version takes its place.

Whoever answers asks `current()` once a turn and keeps that house to the turn's end, so that no answer mixes two
versions. A change to the files builds a whole new house beside the old one; only a sound one is swapped in. After a bad
change the last good house goes on answering, and `faults` says what is wrong with the new files.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

import watchfiles

from bot.assemble import Folders, assemble
from bot.core.house import House
from knowledge import clock
from knowledge.errors import EarlyHelpError, Fault, KnowledgeErrors
from nlp.reader import Models

log = logging.getLogger(__name__)


class Live:
    """The current house. Reading it never waits."""

    def __init__(self, authorities: Sequence[str] = (), folders: Folders = Folders()) -> None:
        """Assembles the first house. Raises KnowledgeErrors when the files are not sound: there is no last good one."""
        self._authorities = tuple(authorities)
        self._folders = folders
        self._models = Models.load()
        self._house = assemble(self._authorities, folders, self._models)
        self.faults: tuple[Fault, ...] = ()
        self.checked = clock.now()
        """When the files were last read and proved, whatever came of it."""
        self._stop = threading.Event()

    def current(self) -> House:
        return self._house

    def reload(self) -> bool:
        """Reads the files again. True when a new house was swapped in; False when the last good one stays."""
        self.checked = clock.now()
        try:
            house = assemble(self._authorities, self._folders, self._models)
        except KnowledgeErrors as error:
            self.faults = error.faults
            log.error("The changed knowledge was refused; version %s goes on.\n%s", self.version, error)
            return False
        except EarlyHelpError as error:
            log.error("The changed knowledge was refused; version %s goes on. %s", self.version, error)
            return False
        self._house, self.faults = house, ()
        log.info("Knowledge version %s is in use.", self.version)
        return True

    @property
    def version(self) -> str:
        return self._house.knowledge.version

    def watch(self) -> threading.Thread:
        """Starts to reload on every change of a YAML file, in a thread that ends with `close` or with the process."""
        thread = threading.Thread(target=self._watch, name="knowledge-watch", daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """Stops watching."""
        self._stop.set()

    def _watch(self) -> None:
        places = (self._folders.knowledge, self._folders.flows)
        changes = watchfiles.watch(*places, watch_filter=_yaml_only, stop_event=self._stop, rust_timeout=500)
        for _ in changes:
            self._reload_safely()

    def _reload_safely(self) -> None:
        """Whatever a change of the files does, the next change is looked at too."""
        try:
            self.reload()
        except Exception as error:  # noqa: BLE001 - the edge of a thread: what is in use stays in use
            log.error(
                "The changed knowledge could not be read (%s); version %s goes on.", type(error).__name__, self.version
            )


def _yaml_only(_change: watchfiles.Change, path: str) -> bool:
    return path.endswith(".yaml")
