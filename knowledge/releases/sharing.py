"""What several machines share: the same releases, proposals and journal in one database, and one lock over all of them.

    with shared.turn() as turn:            the only writer of all machines
        turn.note(entry, tree)             stands in the database when the block ends, or nowhere

The folder stays what every process reads. It follows the database (see `mirror.py`), so a machine that is cut off goes
on answering from what it had.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from knowledge.releases.journal import Deed, Entry

MAKES_LIVE: tuple[Deed, ...] = ("shipped", "published", "rolled_back")
"""What is done to the version that practitioners are answered from."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand in the database. `stamp` is another one after every entry of the journal."""

    stamp: str = ""
    live: str = ""
    releases: Mapping[str, str] = field(default_factory=dict)
    """The checksum of each version."""
    proposals: Mapping[str, str] = field(default_factory=dict)
    """The checksum of each proposal's tree."""
    journal: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A tree as the database keeps it. `proposal` is the text of proposal.json, empty for a release."""

    archive: bytes
    checksum: str
    proposal: str = ""


class Turn(Protocol):
    """One writer's turn."""

    @property
    def is_first(self) -> bool:
        """Whether nothing was ever done in the database."""

    @property
    def live(self) -> str:
        """The version that is live in the database; "" while none is."""

    def note(self, entry: Entry, tree: Path | None = None, proposal: str = "") -> None:
        """What was done, with the tree of what was shipped, published or proposed. Raises EarlyHelpError, OSError."""


class Shared(Protocol):
    """The database, or nothing at all."""

    def turn(self) -> AbstractContextManager[Turn | None]:
        """Waits until nobody else writes. None where nothing is shared. Raises EarlyHelpError."""

    def stamp(self) -> str | None:
        """The standing's stamp alone: "" while nothing was ever done, None where nothing is shared. Raises OSError."""

    def live(self) -> str | None:
        """The version that is live in the database; None where nothing is shared. Raises OSError."""

    def standing(self) -> Standing:
        """How things stand now. Raises OSError."""

    def release(self, version: str) -> Kept | None:
        """None where there is no such release. Raises OSError."""

    def proposal(self, proposal_id: str) -> Kept | None:
        """None when it was taken back or published in the meantime. Raises OSError."""

    def changes(self, stop: threading.Event) -> Iterator[None]:
        """Gives a sign at once when something was done on any machine, and every now and then, until `stop` is set."""


class NotShared:
    """One machine by itself: its folder is all there is."""

    @contextmanager
    def turn(self) -> Iterator[None]:
        """See `Shared`."""
        yield None

    def stamp(self) -> None:
        """See `Shared`."""

    def live(self) -> None:
        """See `Shared`."""

    def standing(self) -> Standing:
        """See `Shared`."""
        return Standing()

    def release(self, version: str) -> None:
        """See `Shared`."""

    def proposal(self, proposal_id: str) -> None:
        """See `Shared`."""

    def changes(self, stop: threading.Event) -> Iterator[None]:  # noqa: ARG002 - nothing ever changes elsewhere
        """See `Shared`."""
        return iter(())


@dataclass(frozen=True)
class Noting:
    """What a writer does in its turn: where it is shared at once, in the folder when the turn is over."""

    turn: Turn | None
    done: list[Entry] = field(default_factory=list)

    @property
    def live(self) -> str:
        """What is live where it is shared, even if this machine could not take it over."""
        return self.turn.live if self.turn else ""

    def note(self, entry: Entry, tree: Path | None = None, proposal: str = "") -> None:
        if self.turn:
            self.turn.note(entry, tree, proposal)
        self.done.append(entry)
