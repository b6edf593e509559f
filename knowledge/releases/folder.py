"""The folder of releases.

    current                   one line: the version that is live
    journal.jsonl             who did what
    2026.11.24-1/             a release: knowledge/**.yaml and flows/**.yaml, never changed afterwards
    proposals/<id>/           the same, waiting for a second person, with proposal.json beside

Whatever moment a process is killed at, `current` names a whole release: a snapshot is made under another name and
renamed, the journal is written, and `current` is replaced last.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from knowledge.errors import EarlyHelpError, UnknownName
from knowledge.releases import journal
from knowledge.releases.journal import By, Entry
from knowledge.releases.trees import (
    RELEASE_FILE,
    changed_files,
    copy_tree,
    fingerprint,
    sync_folder,
    write_whole,
)
from knowledge.schema.common import Strict
from knowledge.schema.release import Release
from knowledge.strict_yaml import parse, read

VERSION = re.compile(r"\d{4}\.\d{2}\.\d{2}-\d+")
PROGRAM = By(id="earlyhelp", title="As it came with the program")


class NotPublished(EarlyHelpError):
    """What was asked of the releases cannot be done; the sentence says why and what to do instead."""


class Proposal(Strict):
    """A snapshot of the draft that waits for a second person. `based_on` is the version that was live then."""

    id: str
    at: dt.datetime
    by: By
    note: str
    review_by: dt.date
    based_on: str
    fingerprint: str


class Releases:
    """The releases kept in one folder. Several processes may use it at once: those that write take turns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pointer = folder / "current"
        self._journal = folder / "journal.jsonl"
        self._proposals = folder / "proposals"

    @property
    def live_version(self) -> str:
        """The version that is live; empty while nothing was ever published."""
        try:
            version = self.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
        return version if VERSION.fullmatch(version) else ""

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
        with self._alone():
            if self.live_version:
                return self.live_version
            version = parse(read(tree / RELEASE_FILE), Release).version
            if not self._is_whole(version):
                self._take(tree, version)
            self._make_live(Entry(at=now, did="shipped", by=PROGRAM, version=version))
        return version

    def propose(self, tree: Path, *, by: By, note: str, review_by: dt.date, now: dt.datetime) -> Proposal:
        """Keeps the draft as it is now for a second person to look at. Raises NotPublished when nothing changed."""
        with self._alone():
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
            self._put_in_place(tree, self._proposals / proposal.id, proposal)
            journal.add(self._journal, Entry(at=now, did="proposed", by=by, proposal=proposal.id, note=note))
        return proposal

    def proposals(self) -> tuple[Proposal, ...]:
        """What waits for a second person, oldest first."""
        files = self._proposals.glob("*/proposal.json") if self._proposals.exists() else ()
        found = (_proposal(file) for file in files)
        return tuple(sorted((each for each in found if each), key=lambda each: each.at))

    def proposed(self, proposal_id: str) -> tuple[Proposal, Path]:
        """A proposal and its tree. Raises UnknownName."""
        for each in self.proposals():
            if each.id == proposal_id:
                return each, self._proposals / each.id
        raise UnknownName("proposal", proposal_id, [each.id for each in self.proposals()])

    def approve(self, proposal_id: str, *, by: By, now: dt.datetime) -> str:
        """Makes what was proposed the live release; gives its version. Raises NotPublished and UnknownName."""
        with self._alone():
            proposal, tree = self.proposed(proposal_id)
            if by.id.casefold() == proposal.by.id.casefold():
                raise NotPublished("A second person publishes: whoever proposed this cannot also approve it.")
            if proposal.based_on != self.live_version:
                raise NotPublished("Another release went live after this was proposed. Look again and propose anew.")
            version = self._next_version(now.date())
            release = Release(version=version, note=proposal.note, reviewed_by=by.title, review_by=proposal.review_by)
            write_whole(tree / RELEASE_FILE, release_text(release).encode())
            self._take(tree, version)
            self._make_live(
                Entry(
                    at=now,
                    did="published",
                    by=proposal.by,
                    version=version,
                    proposal=proposal.id,
                    reviewed_by=by,
                    note=proposal.note,
                    before=proposal.based_on,
                )
            )
            shutil.rmtree(tree, ignore_errors=True)
        return version

    def withdraw(self, proposal_id: str, *, by: By, now: dt.datetime) -> None:
        """Takes a proposal back. Anybody who may propose may do so. Raises UnknownName."""
        with self._alone():
            proposal, tree = self.proposed(proposal_id)
            journal.add(self._journal, Entry(at=now, did="withdrawn", by=by, proposal=proposal.id, note=proposal.note))
            shutil.rmtree(tree)

    def roll_back(self, version: str, *, by: By, now: dt.datetime) -> None:
        """Makes an earlier release live again: one person is enough, for it was reviewed. Raises UnknownName."""
        with self._alone():
            self.root_of(version)
            before = self.live_version
            if version == before:
                raise NotPublished(f"Version {version} is live already.")
            self._make_live(Entry(at=now, did="rolled_back", by=by, version=version, before=before))

    def _take(self, tree: Path, version: str) -> None:
        self._put_in_place(tree, self.folder / version)

    def _put_in_place(self, tree: Path, target: Path, proposal: Proposal | None = None) -> None:
        """A copy under another name, then the name: whoever looks finds the whole of it or nothing."""
        part = target.with_name(f".{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        copy_tree(tree, part)
        if proposal:
            write_whole(part / "proposal.json", proposal.model_dump_json(indent=1).encode())
        shutil.rmtree(target, ignore_errors=True)
        part.rename(target)
        sync_folder(target.parent)

    def _make_live(self, entry: Entry) -> None:
        journal.add(self._journal, entry)
        write_whole(self.pointer, f"{entry.version}\n".encode())

    def _next_version(self, day: dt.date) -> str:
        prefix = f"{day:%Y.%m.%d}-"
        taken = [int(each.name.removeprefix(prefix)) for each in self.folder.glob(f"{prefix}*") if _is_version(each)]
        return f"{prefix}{max(taken, default=0) + 1}"

    def _is_whole(self, version: str) -> bool:
        return (self.folder / version / RELEASE_FILE).is_file()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time, over all processes of this machine."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def release_text(release: Release) -> str:
    """knowledge/release.yaml. Text goes in quotes, as JSON writes it, which YAML reads."""
    lines = [f"{name}: {json.dumps(str(value), ensure_ascii=False)}" for name, value in release if value is not None]
    return "\n".join(["# yaml-language-server: $schema=schema/json/release.json", *lines, ""])


def _proposal(file: Path) -> Proposal | None:
    """What the file says; None for one that is damaged, or still being put in place under another name."""
    try:
        found = Proposal.model_validate_json(file.read_bytes())
    except (ValidationError, OSError):
        return None
    return found if found.id == file.parent.name else None


def _is_version(path: Path) -> bool:
    return VERSION.fullmatch(path.name) is not None


def _order(version: str) -> tuple[str, int]:
    day, number = version.split("-")
    return day, int(number)
