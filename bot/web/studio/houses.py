"""Houses for the studio: the live one where a tree is what is live, and else one that is assembled once and kept.

A house of the whole knowledge takes seconds and some memory, so at most one is kept beside the live one: the draft as
it was last tried.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from bot.core.house import House
from bot.folders import Folders
from knowledge.errors import Fault, KnowledgeErrors
from knowledge.releases.folder import Releases
from knowledge.releases.trees import fingerprint


class LiveHouse(Protocol):
    """What practitioners are answered from: see `bot.live.Live`."""

    faults: tuple[Fault, ...]

    def current(self) -> House: ...

    @property
    def version(self) -> str: ...


Assemble = Callable[[Folders], House]


class Houses:
    """Houses by what stands in their trees. `vectors` is where those of the live phrases are kept."""

    def __init__(self, live: LiveHouse, releases: Releases, assemble: Assemble, *, vectors: Path) -> None:
        self._live = live
        self._releases = releases
        self._assemble = assemble
        self._vectors = vectors
        self._kept: tuple[str, House | KnowledgeErrors] | None = None
        self._kept_root = Path()
        self._lock = threading.Lock()

    def of(self, root: Path) -> House:
        """The house of this tree; seconds after an edit. Raises KnowledgeErrors when it cannot be used."""
        found = self.prepared(root)
        if isinstance(found, KnowledgeErrors):
            raise found
        return found

    def prepared(self, root: Path) -> House | KnowledgeErrors:
        """The same, with what keeps the tree from being a house as a value."""
        with self._lock:
            mark = fingerprint(root)
            if house := self._if_live(mark):
                return house
            if self._kept is None or self._kept[0] != mark or self._is_elsewhere(root):
                self._kept = None
                self._kept = (mark, self._assembled(root))
                self._kept_root = root
            return self._kept[1]

    def _is_elsewhere(self, root: Path) -> bool:
        """Whether what is kept are faults of a copy, whose files are named otherwise."""
        return bool(self._kept and isinstance(self._kept[1], KnowledgeErrors)) and self._kept_root != root

    def _if_live(self, mark: str) -> House | None:
        """The live house when it is of the release that is live, and that is the tree asked for."""
        live, house = self._releases.live(), self._live.current()
        same = house.knowledge.version.partition("+")[0] == self._releases.live_version
        return house if live and same and fingerprint(live) == mark else None

    def _assembled(self, root: Path) -> House | KnowledgeErrors:
        try:
            return self._assemble(Folders.under(root, draft_vectors(self._vectors)))
        except KnowledgeErrors as error:
            return error


def draft_vectors(vectors: Path) -> Path:
    """Where the vectors of a draft's phrases are kept; a copy of the live ones at first, since most are the same."""
    own = vectors / "draft"
    try:
        if not own.exists():
            own.mkdir(parents=True)
            for file in vectors.glob("phrases-*.npz"):
                shutil.copy(file, own)
    except OSError:
        return vectors
    return own
