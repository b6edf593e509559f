"""A tree is a folder with `knowledge/` and `flows/`: the draft that officers edit, or a release. Only YAML counts.

Files are named by their path inside the tree with forward slashes, as in "knowledge/exshire/contacts.yaml". The release
file itself is no change: publishing writes it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

ROOMS = ("knowledge", "flows")
RELEASE_FILE = "knowledge/release.yaml"


def files_of(root: Path) -> Iterator[tuple[str, Path]]:
    """(name, file) of every YAML file of the tree, sorted by name. Links are left out: they may lead anywhere."""
    found = (file for room in ROOMS for file in (root / room).rglob("*.yaml"))
    inside = (file for file in found if file.is_file() and not _is_linked(file, root))
    yield from sorted((file.relative_to(root).as_posix(), file) for file in inside)


def fingerprint(root: Path) -> str:
    """The same for two trees exactly when their files are, the release file apart."""
    digest = hashlib.sha256()
    for name, file in files_of(root):
        if name != RELEASE_FILE:
            digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def changed_files(old: Path, new: Path) -> tuple[str, ...]:
    """Names of the files that were added, removed or changed from `old` to `new`, sorted."""
    before = {name: file.read_bytes() for name, file in files_of(old)}
    after = {name: file.read_bytes() for name, file in files_of(new)}
    names = {*before, *after} - {RELEASE_FILE}
    return tuple(sorted(name for name in names if before.get(name) != after.get(name)))


def copy_tree(source: Path, target: Path) -> None:
    """Copies the YAML files of a tree; each is on the disk before this returns. `target` must not exist."""
    target.mkdir(parents=True)
    for name, file in files_of(source):
        write_whole(target / name, file.read_bytes())


def put_in_place(make: Callable[[Path], None], target: Path) -> None:
    """A folder made under another name, then named: whoever looks finds the whole of it, what was there, or nothing.

    `make` is given the folder to make. Raises what it raises, and leaves everything as it was.
    """
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        make(part)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    drop(target)
    part.rename(target)
    sync_folder(target.parent)


def drop(folder: Path) -> None:
    """Takes a folder away at once, for whoever looks, if it is there."""
    gone = folder.with_name(f".{folder.name}.gone.part")
    shutil.rmtree(gone, ignore_errors=True)
    if folder.exists():
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def tidy(folder: Path, *, before: float) -> None:
    """Deletes what a killed process left half-written in this folder, last touched before that moment."""
    for part in folder.glob(".*.part") if folder.is_dir() else ():
        if part.stat().st_mtime >= before:
            continue
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def write_whole(file: Path, content: bytes) -> None:
    """Writes a file so that whoever reads it meanwhile, and a crash, find the old content or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename in this folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_linked(file: Path, root: Path) -> bool:
    return any(each.is_symlink() for each in (file, *file.parents) if each.is_relative_to(root) and each != root)
