"""A tree as one archive: the YAML files of a release or a proposal in a zip file, and their checksum.

An archive comes from outside this machine, so nothing in it is believed: only YAML files by names inside the tree are
taken, each no larger than it may be, and the whole must be what its checksum says. The checksum is of the names and the
contents, not of the zip file: two machines may pack the same files into different bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from knowledge.errors import EarlyHelpError
from knowledge.releases.trees import ROOMS, files_of, write_whole

MOST_BYTES = 16 * 1024 * 1024
MOST_FILES = 5_000
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_TREE = 64 * 1024 * 1024
LONGEST_NAME = 200
PART = re.compile(r"[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*")
"""One part of a name: no part begins with a dot, so none leads upwards and none is hidden."""
WAYS_TO_PACK = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The others fail in more ways, and some take far more memory to unpack."""
BEGAN = (1980, 1, 1, 0, 0, 0)


class NotAnArchive(EarlyHelpError):
    """What was brought is not the tree it should be; the sentence says how."""


def packed(tree: Path) -> bytes:
    """The YAML files of the tree. Raises OSError, and NotAnArchive for a tree that nobody could unpack."""
    out = io.BytesIO()
    files = tuple(files_of(tree))
    _refuse_too_much(sum(file.stat().st_size for _, file in files), len(files))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files:
            _refuse_name(name)
            content = file.read_bytes()
            if len(content) > LARGEST_FILE:
                raise NotAnArchive(f"'{name}' is too large.")
            archive.writestr(zipfile.ZipInfo(name, BEGAN), content, zipfile.ZIP_DEFLATED)
    return _not_too_long(out.getvalue())


def unpacked(archive: bytes, target: Path, *, checksum: str) -> None:
    """Writes the files below `target`, which must not exist. Raises OSError, and NotAnArchive before it writes."""
    files = contents(archive)
    if checksum_of(files) != checksum:
        raise NotAnArchive("The files are not those that the checksum was made of.")
    target.mkdir(parents=True)
    for name, content in files:
        write_whole(target / name, content)


def contents(archive: bytes) -> tuple[tuple[str, bytes], ...]:
    """(name, content) of every file. Raises NotAnArchive."""
    try:
        with zipfile.ZipFile(io.BytesIO(_not_too_long(archive))) as opened:
            infos = opened.infolist()
            _refuse_listed(infos)
            return tuple(sorted((info.filename, _content(opened, info)) for info in infos))
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotAnArchive(f"The archive cannot be read ({type(error).__name__}).") from None


def checksum(tree: Path) -> str:
    """The checksum of the YAML files of a tree, the release file among them."""
    return checksum_of((name, file.read_bytes()) for name, file in files_of(tree))


def checksum_of(files: Iterable[tuple[str, bytes]]) -> str:
    """The same for two trees exactly when all their files are."""
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _content(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """What the file holds, read no further than it says it is long."""
    with opened.open(info) as file:
        content = file.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise NotAnArchive(f"'{info.filename}' is not as long as it says.")
    return content


def _refuse_listed(infos: list[zipfile.ZipInfo]) -> None:
    _refuse_too_much(sum(info.file_size for info in infos), len(infos))
    seen: set[str] = set()
    for info in infos:
        _refuse_name(info.filename)
        if info.file_size > LARGEST_FILE:
            raise NotAnArchive(f"'{info.filename}' is too large.")
        if info.compress_type not in WAYS_TO_PACK:
            raise NotAnArchive(f"'{info.filename}' is packed in a way that releases are not.")
        if info.filename in seen:
            raise NotAnArchive(f"'{info.filename}' stands in it twice.")
        seen.add(info.filename)


def _refuse_name(name: str) -> None:
    """Only YAML files of the tree's rooms, below the tree."""
    parts = name.split("/")
    fits = len(name) <= LONGEST_NAME and len(parts) > 1 and parts[0] in ROOMS and name.endswith(".yaml")
    if not fits or not all(PART.fullmatch(part) for part in parts):
        raise NotAnArchive(f"{name[:LONGEST_NAME]!a} is no file of a release.")


def _refuse_too_much(size: int, files: int) -> None:
    if files > MOST_FILES or size > LARGEST_TREE:
        raise NotAnArchive("There are too many files in it, or they are too large.")


def _not_too_long(archive: bytes) -> bytes:
    if len(archive) > MOST_BYTES:
        raise NotAnArchive("The archive is too large.")
    return archive
