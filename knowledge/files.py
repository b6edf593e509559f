"""The files of a tree as somebody at an editor sees them: what lies on the disk, with unsaved text laid over it.

Nothing outside the tree is ever read, whatever a link points at. What a file may be (size, encoding, an ordinary file)
is said here; what may stand in it is said by `knowledge.strict_yaml`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from knowledge.errors import Fault, KnowledgeErrors, Position

LARGEST_FILE = 2_000_000
TOO_LARGE = "This file is larger than 2 MB."
PEOPLE_WRITE_IT = "Knowledge is written by people; split the file."


@dataclass(frozen=True)
class Tree:
    """A folder and what is laid over it: absolute path -> text that is not saved yet, also for files still to come."""

    root: Path
    unsaved: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, root: Path, unsaved: Mapping[Path, str]) -> Tree:
        """The tree under `root`. Unsaved text for files outside it changes nothing."""
        return cls(root, {os.path.abspath(file): text for file, text in unsaved.items()})

    def glob(self, pattern: str) -> list[Path]:
        """The files whose path below the root is like `pattern` ('*/authority.yaml'), in order, without dot files."""
        depth = pattern.count("/") + 1
        above = os.path.abspath(self.root)
        laid_over = {
            self.root / Path(file).relative_to(above) for file in self.unsaved if Path(file).is_relative_to(above)
        }
        fitting = {
            file for file in laid_over if file.match(pattern) and len(file.relative_to(self.root).parts) == depth
        }
        return sorted(file for file in {*self.root.glob(pattern), *fitting} if not file.name.startswith("."))

    def has(self, file: Path) -> bool:
        """Whether the file is there, on the disk or laid over it. A link that leads nowhere is there too."""
        return os.path.abspath(file) in self.unsaved or os.path.lexists(file)

    def text(self, file: Path) -> str:
        """What stands in a file. Raises KnowledgeErrors where it must not, or cannot, be read, or FileNotFoundError."""
        unsaved = self.unsaved.get(os.path.abspath(file))
        if unsaved is None:
            self._refuse_a_way_out(file)
            return text_of(file)
        if len(unsaved.encode(errors="replace")) > LARGEST_FILE:
            _refuse(file, "size", TOO_LARGE, PEOPLE_WRITE_IT)
        return unsaved

    def _refuse_a_way_out(self, file: Path) -> None:
        if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(self.root)):
            what = "This is a link, or stands in a linked folder, that leads out of the tree."
            _refuse(file, "link", what, "Copy the file here.")


def text_of(file: Path) -> str:
    """The text of one file. Raises KnowledgeErrors, and FileNotFoundError where there is none."""
    _refuse_what_is_no_file(file)
    try:
        data = file.read_bytes()
    except OSError as error:
        _refuse(file, "unreadable", f"The file cannot be read: {error.strerror}.", "Look at who may read it.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(file, "encoding", "This file is UTF-16 text, as Notepad calls 'Unicode'.", "Save it again as UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        what = "This file is not UTF-8 text: here stands a letter in another encoding."
        raise KnowledgeErrors([Fault(_end_of(before, file), "encoding", what, "", "Save it again as UTF-8.")]) from None


def _refuse_what_is_no_file(file: Path) -> None:
    try:
        status = file.stat()
    except FileNotFoundError:
        raise
    except OSError as error:
        _refuse(file, "unreadable", f"The file cannot be read: {error.strerror}.", "")
    if stat.S_ISDIR(status.st_mode):
        _refuse(file, "unreadable", "This is a folder with the name of a file.", "Give the folder another name.")
    if not stat.S_ISREG(status.st_mode):
        _refuse(file, "unreadable", "This is no ordinary file.", "Take it away.")
    if status.st_size > LARGEST_FILE:
        _refuse(file, "size", TOO_LARGE, PEOPLE_WRITE_IT)


def _end_of(text: str, file: Path) -> Position:
    return Position(file, text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)


def _refuse(file: Path, rule: str, what: str, instead: str) -> NoReturn:
    raise KnowledgeErrors([Fault(Position(file), rule, what, "", instead)]) from None
