"""The folder of releases.

    current                   one line: the version that is live
    journal.jsonl             who did what
    2026.11.24-1/             a release: knowledge/**.yaml and flows/**.yaml, never changed afterwards
    proposals/<id>/           the same, waiting for a second person, with proposal.json beside

Whatever moment a process is killed at, `current` names a whole release: a snapshot is made under another name and
renamed, the journal is written, and `current` is replaced last.

Where several machines share what is published (see `sharing.py`), one writer of them all takes a turn, and what it did
counts when the database has it: the folder of every machine, this one too, is then made to follow.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import logging
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from knowledge.errors import EarlyHelpError, UnknownName
from knowledge.private import private_folder
from knowledge.releases import journal
from knowledge.releases.journal import By, Entry
from knowledge.releases.mirror import Paths, follow, is_behind
from knowledge.releases.proposal import Proposal, copied, proposal_in
from knowledge.releases.sharing import MAKES_LIVE, Noting, NotShared, Shared, Turn
from knowledge.releases.trees import (
    RELEASE_FILE,
    changed_files,
    copy_tree,
    drop,
    fingerprint,
    put_in_place,
    tidy,
    write_whole,
)
from knowledge.schema.release import Release
from knowledge.strict_yaml import parse, read

log = logging.getLogger(__name__)

VERSION = re.compile(r"\d{4}\.\d{2}\.\d{2}-\d+")
PROGRAM = By(id="earlyhelp", title="As it came with the program")


class NotPublished(EarlyHelpError):
    """What was asked of the releases cannot be done; the sentence says why and what to do instead."""


class Releases:
    """The releases kept in one folder. Several processes may use it at once: those that write take turns."""

    def __init__(self, folder: Path, shared: Shared | None = None) -> None:
        self.folder = folder
        self.shared = shared or NotShared()
        self._paths = Paths(folder)
        self.pointer = self._paths.pointer
        self._journal = self._paths.journal
        self._proposals = self._paths.proposals

    @property
    def is_shared(self) -> bool:
        """Whether other machines have the same releases."""
        return not isinstance(self.shared, NotShared)

    def catch_up(self) -> None:
        """Makes the folder what the database says; where the database is new, takes the folder's releases there.

        Raises OSError and EarlyHelpError, with the last good release still live.
        """
        if not is_behind(self._paths, self.shared):
            return
        if self.shared.stamp():
            with self._locked():
                followed = follow(self._paths, self.shared)
            followed.raise_problems()
        elif self.journal():
            with self._alone():
                log.info("The releases of this folder are now shared through the database.")

    def tidy(self) -> None:
        """Deletes what a killed process left half-written. Raises OSError."""
        with self._locked():
            self._tidy()

    @property
    def live_version(self) -> str:
        """The version that is live; empty while nothing was ever published.

        A pointer that is gone or spoilt does not make the draft live: the journal knows what went live last.
        """
        try:
            version = self.pointer.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            version = ""
        return version if VERSION.fullmatch(version) else self._last_that_went_live()

    def live(self) -> Path | None:
        """The tree that is live, or None while nothing was ever published."""
        version = self.live_version
        return self.folder / version if version else None

    def versions(self) -> tuple[str, ...]:
        """Every version that was ever live, newest first."""
        named = dict.fromkeys(each.version for each in reversed(self.journal()) if each.version)
        return tuple(version for version in sorted(named, key=_order, reverse=True) if self._is_whole(version))

    def root_of(self, version: str) -> Path:
        """The tree of a version. Raises UnknownName."""
        if version not in self.versions():
            raise UnknownName("release", version, self.versions())
        return self.folder / version

    def journal(self) -> tuple[Entry, ...]:
        """Everything that was done, oldest first."""
        return journal.entries(self._journal)

    def ship(self, tree: Path, *, now: dt.datetime) -> str:
        """Makes the tree the first release, under the version that its own release file gives."""
        with self._alone() as turn:
            if self.live_version:
                return self.live_version
            version = parse(read(tree / RELEASE_FILE), Release).version
            if not self._is_whole(version):
                self._take(tree, version)
            turn.note(Entry(at=now, did="shipped", by=PROGRAM, version=version), self.folder / version)
        return version

    def propose(self, tree: Path, *, by: By, note: str, review_by: dt.date, now: dt.datetime) -> Proposal:
        """Keeps the draft as it is now for a second person to look at. Raises NotPublished when nothing changed."""
        with self._alone() as turn:
            live = self.live()
            if live and not changed_files(live, tree):
                raise NotPublished("Nothing differs from what is live, so there is nothing to publish.")
            mark = fingerprint(tree)
            if any(each.fingerprint == mark for each in self.proposals()):
                raise NotPublished("This draft already waits for a second person.")
            proposal = Proposal(
                id=secrets.token_hex(4),
                at=now,
                by=by,
                note=note,
                review_by=review_by,
                based_on=self.live_version,
                fingerprint=mark,
            )
            target, text = self._proposals / proposal.id, proposal.model_dump_json(indent=1)
            put_in_place(partial(copied, tree, text), target)
            turn.note(Entry(at=now, did="proposed", by=by, proposal=proposal.id, note=note), target, text)
        return proposal

    def proposals(self) -> tuple[Proposal, ...]:
        """What waits for a second person, oldest first."""
        files = self._proposals.glob("*/proposal.json") if self._proposals.exists() else ()
        found = (proposal_in(file) for file in files)
        return tuple(sorted((each for each in found if each), key=lambda each: each.at))

    def proposed(self, proposal_id: str) -> tuple[Proposal, Path]:
        """A proposal and its tree. Raises UnknownName."""
        for each in self.proposals():
            if each.id == proposal_id:
                return each, self._proposals / each.id
        raise UnknownName("proposal", proposal_id, [each.id for each in self.proposals()])

    def approve(self, proposal_id: str, *, by: By, now: dt.datetime) -> str:
        """Makes what was proposed the live release; gives its version. Raises NotPublished and UnknownName."""
        with self._alone() as turn:
            proposal, tree = self.proposed(proposal_id)
            if by.id.casefold() == proposal.by.id.casefold():
                raise NotPublished("A second person publishes: whoever proposed this cannot also approve it.")
            if proposal.based_on != self.live_version:
                raise NotPublished("Another release went live after this was proposed. Look again and propose anew.")
            version = self._next_version(now.date())
            release = Release(version=version, note=proposal.note, reviewed_by=by.title, review_by=proposal.review_by)
            write_whole(tree / RELEASE_FILE, release_text(release).encode())
            self._take(tree, version)
            entry = Entry(
                at=now,
                did="published",
                by=proposal.by,
                version=version,
                proposal=proposal.id,
                reviewed_by=by,
                note=proposal.note,
                before=proposal.based_on,
            )
            turn.note(entry, self.folder / version)
        return version

    def withdraw(self, proposal_id: str, *, by: By, now: dt.datetime) -> None:
        """Takes a proposal back. Anybody who may propose may do so. Raises UnknownName."""
        with self._alone() as turn:
            proposal, _ = self.proposed(proposal_id)
            turn.note(Entry(at=now, did="withdrawn", by=by, proposal=proposal.id, note=proposal.note))

    def roll_back(self, version: str, *, by: By, now: dt.datetime) -> None:
        """Makes an earlier release live again: one person is enough, for it was reviewed. Raises UnknownName."""
        with self._alone(whatever_is_live=True) as turn:
            self.root_of(version)
            before = turn.live or self.live_version
            if version == before:
                raise NotPublished(f"Version {version} is live already.")
            turn.note(Entry(at=now, did="rolled_back", by=by, version=version, before=before))

    def _take(self, tree: Path, version: str) -> None:
        put_in_place(partial(copy_tree, tree), self.folder / version)

    def _last_that_went_live(self) -> str:
        named = (each.version for each in reversed(self.journal()) if each.did in MAKES_LIVE)
        return next((version for version in named if self._is_whole(version)), "")

    def _next_version(self, day: dt.date) -> str:
        prefix = f"{day:%Y.%m.%d}-"
        here = {each.name for each in self.folder.glob(f"{prefix}*")}
        named = {*here, *(each.version for each in self.journal())}
        taken = [
            int(each.removeprefix(prefix)) for each in named if each.startswith(prefix) and VERSION.fullmatch(each)
        ]
        return f"{prefix}{max(taken, default=0) + 1}"

    def _is_whole(self, version: str) -> bool:
        return (self.folder / version / RELEASE_FILE).is_file()

    @contextmanager
    def _alone(self, *, whatever_is_live: bool = False) -> Iterator[Noting]:
        """One writer at a time, over all processes of this machine and all machines that share.

        What the writer notes is done when the block ends, after the database took it. Whoever builds on what is live
        must have it. Raises EarlyHelpError, OSError.
        """
        with self._locked():
            self._tidy()
            with self.shared.turn() as turn:
                if turn:
                    self._brought_together(turn, whatever_is_live=whatever_is_live)
                noting = Noting(turn)
                yield noting
            for entry in noting.done:
                self._follow_suit(entry)

    def _brought_together(self, turn: Turn, *, whatever_is_live: bool) -> None:
        """Before a turn: the folder follows the database; or a new database is given what the folder has."""
        if not turn.is_first:
            followed = follow(self._paths, self.shared)
            if not followed.is_live and not whatever_is_live:
                followed.raise_problems()
            return
        waiting = {each.id: each.model_dump_json(indent=1) for each in self.proposals()}
        for entry in self.journal():
            tree = self._proposals / entry.proposal if entry.did == "proposed" else self.folder / entry.version
            brings = entry.proposal in waiting if entry.did == "proposed" else self._is_whole(entry.version)
            turn.note(entry, tree if brings else None, waiting.get(entry.proposal, ""))

    def _follow_suit(self, entry: Entry) -> None:
        """Does in the folder what counts already where it is shared; what fails there is made up for by `catch_up`."""
        try:
            journal.add(self._journal, entry)
            if entry.did in MAKES_LIVE:
                write_whole(self.pointer, f"{entry.version}\n".encode())
            if entry.proposal and entry.did != "proposed":
                drop(self._proposals / entry.proposal)
        except OSError as error:
            if not self.is_shared:
                raise
            log.warning("The folder of releases could not be written (%s); it follows later.", error.strerror)

    def _tidy(self) -> None:
        """Half-written things are nobody's while we hold the lock."""
        for folder in (self.folder, self._proposals):
            tidy(folder, before=time.time() + 1)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """The only writer to this folder."""
        private_folder(self.folder)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def release_text(release: Release) -> str:
    """knowledge/release.yaml. Text goes in quotes, as JSON writes it, which YAML reads."""
    lines = [f"{name}: {json.dumps(str(value), ensure_ascii=False)}" for name, value in release if value is not None]
    return "\n".join(["# yaml-language-server: $schema=schema/json/release.json", *lines, ""])


def _order(version: str) -> tuple[str, int]:
    day, number = version.split("-")
    return day, int(number)
