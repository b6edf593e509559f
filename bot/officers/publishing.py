"""From the draft to what everybody is answered from, and back.

    draft -> check -> cases -> what changes for whom -> a second person -> publish          roll back: one press

What is proposed is kept as it was at that moment, so that the second person publishes exactly what was checked and
looked at, whatever is edited meanwhile. Servers notice the new release by themselves: see `bot.live`.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.assemble import Folders
from knowledge.errors import Fault, KnowledgeErrors
from knowledge.releases.folder import Releases, release_text
from knowledge.releases.journal import By, Entry
from knowledge.releases.proposal import Proposal
from knowledge.releases.trees import RELEASE_FILE, ROOMS, changed_files, tidy, write_whole
from knowledge.schema.release import Release
from knowledge.strict_yaml import parse, read

LEFT_SECONDS = 600.0
"""So old is nothing that somebody is writing at this moment; officers and editors write in the draft, too."""

Check = Callable[[Folders], tuple[Fault, ...]]
"""Everything that is wrong with a tree and must be put right before anybody is answered from it."""


@dataclass(frozen=True, slots=True)
class InDatabase:
    """What the database of all machines says is live; nothing while it does not answer."""

    answers: bool
    version: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """Where the knowledge stands. `changed` names the files in which the draft differs from what is live.

    `version` is what this machine has; `database` is None where no machines share what is published.
    """

    version: str
    release: Release | None
    published: Entry | None
    changed: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    database: InDatabase | None = None


class Publishing:
    """What officers do with the draft. `draft` is the tree they edit; `check` is asked before anything goes on."""

    def __init__(
        self, releases: Releases, draft: Path, *, check: Check, clock: Callable[[], dt.datetime], vectors: Path
    ) -> None:
        self.releases = releases
        self.draft = draft
        self._check = check
        self._clock = clock
        self._vectors = vectors

    def tidy(self) -> None:
        """Deletes what a killed process left half-written, here and in the draft. Raises OSError."""
        self.releases.tidy()
        for room in ROOMS:
            for folder in (self.draft / room, *(each for each in (self.draft / room).rglob("*") if each.is_dir())):
                tidy(folder, before=time.time() - LEFT_SECONDS)

    def status(self) -> Status:
        """What is live, since when, how the draft differs and what waits."""
        live, version = self.releases.live(), self.releases.live_version
        published = (each for each in reversed(self.releases.journal()) if each.version == version)
        return Status(
            version=version,
            release=parse(read(live / RELEASE_FILE), Release) if live else None,
            published=next(published, None),
            changed=changed_files(live, self.draft) if live else (),
            proposals=self.releases.proposals(),
            database=self._in_database(),
        )

    def _in_database(self) -> InDatabase | None:
        try:
            version = self.releases.shared.live()
        except OSError:
            return InDatabase(answers=False)
        return None if version is None else InDatabase(answers=True, version=version)

    def journal(self) -> tuple[Entry, ...]:
        """Everything that was done, newest first."""
        return tuple(reversed(self.releases.journal()))

    def propose(self, *, by: By, note: str, review_by: dt.date) -> Proposal:
        """Puts the draft before a second person. Raises KnowledgeErrors when it is not sound, and NotPublished."""
        proposal = self.releases.propose(self.draft, by=by, note=note, review_by=review_by, now=self._clock())
        try:
            self._refuse_unsound(self.releases.proposed(proposal.id)[1])
        except BaseException:
            self.releases.withdraw(proposal.id, by=by, now=self._clock())
            raise
        return proposal

    def approve(self, proposal_id: str, *, by: By) -> str:
        """Publishes what was proposed; gives the version. Raises KnowledgeErrors, NotPublished and UnknownName."""
        _, tree = self.releases.proposed(proposal_id)
        self._refuse_unsound(tree)
        version = self.releases.approve(proposal_id, by=by, now=self._clock())
        self._note_in_draft(version)
        return version

    def withdraw(self, proposal_id: str, *, by: By) -> None:
        """Takes a proposal back. Raises UnknownName."""
        self.releases.withdraw(proposal_id, by=by, now=self._clock())

    def roll_back(self, version: str, *, by: By) -> None:
        """Makes an earlier release live again. Raises UnknownName, NotPublished and KnowledgeErrors."""
        self._refuse_unsound(self.releases.root_of(version))
        self.releases.roll_back(version, by=by, now=self._clock())

    def before(self) -> str:
        """The version that was live before the one that is; empty when there is none."""
        known, live = set(self.releases.versions()), self.releases.live_version
        earlier = (each.before for each in self.journal() if each.version == live and each.before in known)
        return next(earlier, "")

    def _refuse_unsound(self, tree: Path) -> None:
        if faults := self._check(Folders.under(tree, self._vectors)):
            raise KnowledgeErrors(faults)

    def _note_in_draft(self, version: str) -> None:
        """The draft's release file says what was last published, for those who keep the draft in git."""
        release = parse(read(self.releases.root_of(version) / RELEASE_FILE), Release)
        write_whole(self.draft / RELEASE_FILE, release_text(release).encode())
