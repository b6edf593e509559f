"""The files of the draft: only YAML below knowledge/ and flows/, by a name that leads nowhere else.

A file is read with its digest and saved with the digest it was read with. When another officer, or an editor outside
the studio, saved meanwhile, nothing is overwritten: `Conflict` carries what stands there now.
"""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.errors import EarlyHelpError
from knowledge.look_alikes import INVISIBLE
from knowledge.releases.trees import RELEASE_FILE, files_of, write_whole

LARGEST_FILE = 900_000
NEW_NAME = re.compile(
    r"knowledge/(?:[a-z0-9-]+/(?:indicators/[a-z0-9-]+|authority|levels|contacts|places|sources|indicators|cases))\.yaml"
    r"|flows/[a-z0-9-]+/[a-z0-9-]+\.yaml"
)
MARK = "\ufeff"

Kind = Literal[
    "authority",
    "levels",
    "contacts",
    "places",
    "sources",
    "indicators",
    "overrides",
    "cases",
    "flow",
    "release",
    "other",
]
KINDS: dict[str, Kind] = {
    "authority.yaml": "authority",
    "levels.yaml": "levels",
    "contacts.yaml": "contacts",
    "places.yaml": "places",
    "sources.yaml": "sources",
    "indicators.yaml": "overrides",
    "cases.yaml": "cases",
}


class NotThere(EarlyHelpError):
    """The draft has no such file, and none may be made there."""


class NotSaved(EarlyHelpError):
    """The text cannot stand in a file of ours, or the file cannot be written. The sentence says why."""


class Conflict(EarlyHelpError):
    """Somebody else saved the file meanwhile. `now` is what stands there."""

    def __init__(self, now: DraftFile) -> None:
        super().__init__("Somebody else saved this file while you were writing.")
        self.now = now


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file as it is on the disk. `text` has plain line ends; `digest` is of the very bytes; "" for no file yet."""

    path: str
    text: str
    digest: str
    line_end: str = "\n"
    mark: str = ""

    def bytes_of(self, text: str) -> bytes:
        """Another text as it is written in this file's place: with its line ends and its first mark."""
        plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix(MARK)
        return (self.mark + plain.replace("\n", self.line_end)).encode()


def kind_of(path: str) -> Kind:
    """What a file holds, by where it stands."""
    if path == RELEASE_FILE:
        return "release"
    if path.startswith("flows/"):
        return "flow"
    place, _, name = path.rpartition("/")
    return "indicators" if place.endswith("/indicators") else KINDS.get(name, "other")


def title_of(path: str) -> str:
    """A file as an officer calls it: 'Exshire: contacts'."""
    said = ": ".join(path.removesuffix(".yaml").split("/")[1:]).replace("-", " ")
    return said[:1].upper() + said[1:]


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def file_of(path: str, content: bytes) -> DraftFile:
    """What these bytes say. Raises NotThere when they are no text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise NotThere("This file is not UTF-8 text, so it cannot be edited here. Save it again as UTF-8.") from None
    line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    mark = MARK if text.startswith(MARK) else ""
    plain = text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")
    return DraftFile(path, plain, digest_of(content), line_end, mark)


class Drafts:
    """The draft below `root`. One save at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()

    def names(self) -> tuple[str, ...]:
        """Every file by its name, sorted; links are left out."""
        return tuple(name for name, _ in files_of(self.root))

    def read(self, path: str) -> DraftFile:
        """A file; an empty one where one may be made. Raises NotThere."""
        file = self._file(path)
        if not file.exists():
            return DraftFile(path, "", "")
        if file.stat().st_size > LARGEST_FILE:
            raise NotThere("This file is larger than a megabyte, so it cannot be edited here. Split it in two.")
        return file_of(path, file.read_bytes())

    def save(self, path: str, text: str, *, digest: str) -> DraftFile:
        """Writes the text where the file with this digest stands. Raises Conflict, NotSaved and NotThere."""
        if path == RELEASE_FILE:
            raise NotSaved("This file is written by publishing. Everything else can be edited.")
        refuse_unfit(text)
        with self._lock:
            before = self.read(path)
            content = before.bytes_of(text)
            if before.digest == digest_of(content):
                return before
            if before.digest != digest:
                raise Conflict(before)
            try:
                write_whole(self.root / path, content)
            except OSError as error:
                raise NotSaved(f"The draft cannot be written here: {error.strerror}. Nothing was changed.") from None
        return file_of(path, content)

    def remove(self, path: str, *, digest: str) -> None:
        """Takes away a file that was made in the draft. Raises Conflict, NotSaved and NotThere."""
        with self._lock:
            before = self.read(path)
            if before.digest != digest:
                raise Conflict(before)
            try:
                (self.root / path).unlink(missing_ok=True)
            except OSError as error:
                raise NotSaved(f"The file cannot be taken away: {error.strerror}.") from None

    def _file(self, path: str) -> Path:
        """Where the file is: one of the draft's own, or a new one in a folder that is there. Raises NotThere."""
        if path in self.names():
            return self.root / path
        folder = (self.root / path).parent if NEW_NAME.fullmatch(path) else None
        if folder is None or not folder.is_dir() or folder.resolve() != self.root.resolve() / Path(path).parent:
            raise NotThere("There is no such file in the draft.")
        if (self.root / path).is_symlink() or (self.root / path).exists():
            raise NotThere("This file is a link or a folder, so it cannot be edited here.")
        return self.root / path


def refuse_unfit(text: str) -> None:
    """Raises NotSaved for what can be no file of ours."""
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        raise NotSaved("This is larger than a megabyte. Split it in two.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotSaved("This holds half a character. Delete the last thing you pasted.") from None
    hidden = INVISIBLE.search(text.replace("\r\n", "\n").removeprefix(MARK))
    if hidden and ord(hidden[0]) < 0x20:
        line = text.count("\n", 0, hidden.start()) + 1
        raise NotSaved(f"A control character stands in line {line}. Delete it.")
