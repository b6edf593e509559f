"""The house in use, and how a new version takes its place.

Whoever answers asks `current()` once a turn and keeps that house to the turn's end, so that no answer mixes two
versions. A new release builds a whole new house beside the old one; only a sound one is swapped in. After a bad one the
last good house goes on answering, and `faults` says what is wrong with the new files.

With a folder of releases, people are answered from the release that is live there, and every process that watches the
folder follows within seconds. Where machines share their releases, each process hears at once what another machine did,
makes the folder follow, and reloads. Without a folder of releases the files of the tree itself are watched.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

import watchfiles

from bot.assemble import Folders, assemble
from bot.core.house import House
from knowledge import clock
from knowledge.errors import EarlyHelpError, Fault, KnowledgeErrors
from knowledge.releases.folder import Releases
from nlp.reader import Models

log = logging.getLogger(__name__)


class Live:
    """The current house. Reading it never waits."""

    def __init__(
        self,
        authorities: Sequence[str] = (),
        folders: Folders = Folders(),
        releases: Releases | None = None,
        models: Models | None = None,
    ) -> None:
        """Assembles the first house. Raises KnowledgeErrors when the files are not sound: there is no last good one."""
        self._authorities = tuple(authorities)
        self._folders = folders
        self._releases = releases
        self.models = models or Models.load()
        self.faults: tuple[Fault, ...] = ()
        self.checked = clock.now()
        """When the files were last read and proved, whatever came of it."""
        self._stop = threading.Event()
        self._reloading = threading.Lock()
        self._problem = ""
        self._read_pointer = self._pointer()
        self._house = self._first()

    def current(self) -> House:
        return self._house

    def reload(self) -> bool:
        """Reads the files again. True when a new house was swapped in; False when the last good one stays."""
        self.checked = clock.now()
        try:
            house = self._assembled(self._newest())
        except EarlyHelpError as error:
            self._refuse(error)
            return False
        self._house, self.faults = house, ()
        log.info("Knowledge version %s is in use.", self.version)
        return True

    def _first(self) -> House:
        """The house of the live release; of the program's own files where nothing is published or it is not sound."""
        if self._releases is None:
            return self._assembled(self._folders)
        self._tidy(self._releases)
        self._catch_up(self._releases)
        self._read_pointer = self._pointer()
        live = self._releases.live()
        if live is None:
            house = self._assembled(self._folders)
            self._ship(self._releases)
            if not self._releases.is_shared:  # else another machine may have been first: the next sign tells
                self._read_pointer = self._pointer()
            return house
        try:
            return self._assembled(Folders.under(live, self._folders.vectors))
        except EarlyHelpError as error:
            self._house = self._assembled(self._folders)
            self._refuse(error)
            return self._house

    def _ship(self, releases: Releases) -> None:
        """Makes what came with the program the first release. A disk or a database that refuses stops no answer."""
        try:
            releases.ship(self._folders.root, now=clock.now())
        except OSError as error:
            log.warning("The releases could not be written: %s.", error.strerror or type(error).__name__)
        except EarlyHelpError as error:
            log.warning("What came with the program could not be made the first release yet. %s", error)

    def _tidy(self, releases: Releases) -> None:
        try:
            releases.tidy()
        except OSError as error:
            log.warning("The folder of releases could not be tidied up: %s.", error.strerror)

    def _catch_up(self, releases: Releases) -> None:
        """Makes the folder follow the other machines. What cannot be taken over is told once; the last good goes on."""
        problem: Exception | None = None
        try:
            releases.catch_up()
        except (OSError, EarlyHelpError) as error:
            problem = error
        if problem and str(problem) != self._problem:
            log.error("Other machines' releases could not be taken over: %s. `earlyhelp status` says more.", problem)
        self._problem = str(problem or "")

    def _newest(self) -> Folders:
        live = self._releases.live() if self._releases else None
        return Folders.under(live, self._folders.vectors) if live else self._folders

    def _assembled(self, folders: Folders) -> House:
        return assemble(self._authorities, folders, self.models)

    def _refuse(self, error: EarlyHelpError) -> None:
        self.faults = error.faults if isinstance(error, KnowledgeErrors) else ()
        log.error("The changed knowledge was refused; version %s goes on.\n%s", self.version, error)

    @property
    def version(self) -> str:
        return self._house.knowledge.version

    def watch(self) -> None:
        """Starts to reload on every change, here or on another machine, until `close` or the end of the process."""
        threading.Thread(target=self._watch, name="knowledge-watch", daemon=True).start()
        if self._releases and self._releases.is_shared:
            threading.Thread(target=self._follow, args=(self._releases,), name="releases-follow", daemon=True).start()

    def close(self) -> None:
        """Stops watching."""
        self._stop.set()

    def _watch(self) -> None:
        for _ in watchfiles.watch(
            *self._watched(), watch_filter=self._matters, stop_event=self._stop, rust_timeout=500
        ):
            self._reload_safely()

    def _follow(self, releases: Releases) -> None:
        """Looks at each sign from the other machines. A folder that cannot be watched is looked at here as well."""
        for _ in releases.shared.changes(self._stop):
            self._catch_up(releases)
            if not releases.live_version:
                self._ship(releases)
            self._reload_safely()

    def _watched(self) -> tuple[Path, ...]:
        return (self._releases.folder,) if self._releases else (self._folders.knowledge, self._folders.flows)

    def _matters(self, _change: watchfiles.Change, path: str) -> bool:
        return Path(path).name == self._releases.pointer.name if self._releases else path.endswith(".yaml")

    def _reload_safely(self) -> None:
        """Whatever a change of the files does, the next change is looked at too."""
        with self._reloading:
            pointer, before = self._pointer(), self._read_pointer
            self._read_pointer = pointer
            if self._releases is None or pointer != before:
                self._try_to_reload()

    def _pointer(self) -> tuple[int, int]:
        """Which writing of the pointer is there: the same while nothing was published."""
        try:
            status = self._releases.pointer.stat() if self._releases else None
        except OSError:
            status = None
        return (status.st_ino, status.st_mtime_ns) if status else (0, 0)

    def _try_to_reload(self) -> None:
        try:
            self.reload()
        except Exception as error:  # noqa: BLE001 - the edge of a thread: what is in use stays in use
            log.error(
                "The changed knowledge could not be read (%s); version %s goes on.", type(error).__name__, self.version
            )
