"""Makes a folder of releases what the database says, the live release first.

What is there already is not fetched again. Whatever cannot be fetched or read is left as it was: the folder then names
the last good release, and the next look tries again. `.mirrored` says up to where the folder follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from knowledge.errors import EarlyHelpError
from knowledge.releases import journal
from knowledge.releases.archive import NotAnArchive, checksum, unpacked
from knowledge.releases.proposal import PROPOSAL_FILE
from knowledge.releases.sharing import Kept, Shared, Standing
from knowledge.releases.trees import RELEASE_FILE, drop, put_in_place, write_whole
from knowledge.schema.common import Strict


class NotMirrored(EarlyHelpError):
    """Part of what stands in the database could not be taken over; the sentence says which, and why."""


class Mirrored(Strict):
    """Up to where the folder follows: the standing's stamp, and the checksum of each tree by its name."""

    stamp: str = ""
    checksums: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things lie in a folder of releases."""

    folder: Path

    @property
    def pointer(self) -> Path:
        return self.folder / "current"

    @property
    def journal(self) -> Path:
        return self.folder / "journal.jsonl"

    @property
    def own_journal(self) -> Path:
        """What was done here before this machine joined the others, and they never heard of."""
        return self.folder / "journal-before-joining.jsonl"

    @property
    def proposals(self) -> Path:
        return self.folder / "proposals"

    @property
    def mirrored(self) -> Path:
        return self.folder / ".mirrored"


def is_behind(paths: Paths, shared: Shared) -> bool:
    """Whether something was done that this folder does not know. Raises OSError."""
    stamp = shared.stamp()
    return stamp is not None and (not stamp or stamp != _known(paths).stamp)


@dataclass(frozen=True, slots=True)
class Followed:
    """How far the folder follows. `problems` says what could not be taken over, and why."""

    is_live: bool
    problems: tuple[str, ...]

    def raise_problems(self) -> None:
        """Raises NotMirrored when there are any."""
        if self.problems:
            raise NotMirrored(" ".join(self.problems))


def follow(paths: Paths, shared: Shared) -> Followed:
    """Makes the folder what the database says. Whoever calls holds the folder's lock. Raises OSError."""
    standing = shared.standing()
    fetching = _Fetching(paths, _known(paths).checksums)
    live, expected = standing.live, standing.releases.get(standing.live, "")
    is_live = not live or fetching.tree(paths.folder / live, expected, shared.release)
    if not is_live and not fetching.problems:
        fetching.problems.append(f"'{live}' is live and is not in the database.")
    if live and is_live:
        _follow_journal(paths, standing)
        _point(paths.pointer, live)
    for version, expected in standing.releases.items():
        fetching.tree(paths.folder / version, expected, shared.release)
    for proposal, expected in standing.proposals.items():
        fetching.tree(paths.proposals / proposal, expected, shared.proposal)
    _follow_journal(paths, standing)
    _forget_proposals(paths, standing)
    mirrored = Mirrored(stamp="" if fetching.problems else standing.stamp, checksums=fetching.there)
    write_whole(paths.mirrored, mirrored.model_dump_json(indent=1).encode())
    return Followed(is_live, tuple(dict.fromkeys(fetching.problems)))


class _Fetching:
    """Fetches what is missing. `there` becomes the checksum of each tree that is as it should be, by its name."""

    def __init__(self, paths: Paths, known: Mapping[str, str]) -> None:
        self.there: dict[str, str] = {}
        self.problems: list[str] = []
        self._paths = paths
        self._known = known

    def tree(self, target: Path, expected: str, fetch: Callable[[str], Kept | None]) -> bool:
        """Whether the tree stands at `target` as it should, after it was fetched where need be."""
        name = target.relative_to(self._paths.folder).as_posix()
        if name in self.there:
            return True
        if self._is_there(name, target, expected) or self._fetched(target, expected, fetch):
            self.there[name] = expected
        return name in self.there

    def _is_there(self, name: str, target: Path, expected: str) -> bool:
        if not (target / RELEASE_FILE).is_file():
            return False
        return self._known.get(name) == expected or checksum(target) == expected

    def _fetched(self, target: Path, expected: str, fetch: Callable[[str], Kept | None]) -> bool:
        kept = fetch(target.name)
        if kept is None:
            return False

        def make(part: Path) -> None:
            unpacked(kept.archive, part, checksum=expected)
            if kept.proposal:
                write_whole(part / PROPOSAL_FILE, kept.proposal.encode())

        try:
            put_in_place(make, target)
        except NotAnArchive as error:
            self.problems.append(f"'{target.name}' in the database was refused: {error}")
            return False
        return True


def _known(paths: Paths) -> Mirrored:
    try:
        return Mirrored.model_validate_json(paths.mirrored.read_bytes())
    except (OSError, ValidationError):
        return Mirrored()


def _point(pointer: Path, version: str) -> None:
    """Names the live release, unless it is named already: whoever watches the pointer would read everything again."""
    line = f"{version}\n".encode()
    if not pointer.is_file() or pointer.read_bytes() != line:
        write_whole(pointer, line)


def _follow_journal(paths: Paths, standing: Standing) -> None:
    here = journal.entries(paths.journal)
    if here == standing.journal:
        return
    for entry in here:
        if entry not in standing.journal:
            journal.add(paths.own_journal, entry)
    write_whole(paths.journal, "".join(journal.line_of(each) for each in standing.journal).encode())


def _forget_proposals(paths: Paths, standing: Standing) -> None:
    for found in paths.proposals.glob("*/") if paths.proposals.exists() else ():
        if found.name not in standing.proposals:
            drop(found)
