"""Makes a backup while the server runs: of each store a copy as of one moment, of the releases what cannot change.

SQLite's own online backup copies each store; the copy forgets what is due to be forgotten and what is only for now
(events being answered, one-time links), and is written anew, so that nothing deleted is left in its free pages.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bot.backup.contents import (
    APP,
    LARGEST_STORE,
    MANIFEST,
    STORES,
    Kept,
    Manifest,
    NotBackedUp,
    most_bytes,
    store_files,
)
from bot.backup.retention import forget_what_is_due
from bot.settings import Settings
from knowledge.releases.folder import VERSION
from knowledge.releases.trees import files_of

BEGAN = (1980, 1, 1, 0, 0, 0)
PROPOSALS = "proposals"


@dataclass(frozen=True)
class Sources:
    """Where everything lies. `app` is app.yaml, `draft` the tree that officers edit."""

    settings: Settings
    app: Path
    draft: Path


def make(sources: Sources, target: Path, *, notes: bool, now: dt.datetime) -> Manifest:
    """Writes the archive under another name and then under its own. Raises NotBackedUp."""
    part = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="earlyhelp-backup-", dir=target.parent) as scratch:
            manifest = _written(sources, part, Path(scratch), notes=notes, now=now)
        os.replace(part, target)
    except OSError as error:
        raise NotBackedUp(f"The backup could not be written: {error.strerror or type(error).__name__}.") from None
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _written(sources: Sources, part: Path, scratch: Path, *, notes: bool, now: dt.datetime) -> Manifest:
    found = tuple(_everything(sources, scratch, notes=notes, now=now))
    live = next((file.read_text(encoding="utf-8").strip() for name, file in found if name == "releases/current"), "")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = Manifest(
                program=version("earlyhelp"),
                made=now.astimezone(dt.UTC).replace(microsecond=0),
                live=live,
                database=bool(sources.settings.store.database),
                notes=any(name == "stores/missing.sqlite" for name, _ in found),
                files=tuple(_added(archive, name, file) for name, file in found),
            )
            archive.writestr(zipfile.ZipInfo(MANIFEST, BEGAN), manifest.model_dump_json(indent=1))
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _added(archive: zipfile.ZipFile, name: str, file: Path) -> Kept:
    """Puts the file into the archive, piece by piece."""
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name, BEGAN)
    info.compress_type = zipfile.ZIP_DEFLATED
    with file.open("rb") as source, archive.open(info, "w", force_zip64=True) as out:
        while piece := source.read(1 << 20):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    if size > most_bytes(name):
        raise NotBackedUp(f"'{name}' is too large for a backup, or of a name that cannot be restored.")
    return Kept(name=name, bytes=size, sha256=digest.hexdigest())


def _everything(sources: Sources, scratch: Path, *, notes: bool, now: dt.datetime) -> Iterator[tuple[str, Path]]:
    """(name in the archive, file)."""
    settings = sources.settings
    if sources.app.is_file():
        yield APP, sources.app
    if settings.trends.policy and settings.trends.policy.is_file():
        yield "policy.yaml", settings.trends.policy
    if not settings.store.database:
        yield from _stores(settings, scratch, notes=notes, now=now)
    yield from _releases(settings.releases.folder, scratch)
    for name, file in files_of(sources.draft):
        yield f"draft/{name}", file


def _stores(settings: Settings, scratch: Path, *, notes: bool, now: dt.datetime) -> Iterator[tuple[str, Path]]:
    files = store_files(settings)
    for store in STORES:
        if files[store].is_file() and (notes or store != "missing"):
            copy = scratch / f"{store}.sqlite"
            _copied(files[store], copy)
            forget_what_is_due(store, copy, settings, now=now)
            yield f"stores/{copy.name}", copy


def _copied(file: Path, copy: Path) -> None:
    if file.stat().st_size > LARGEST_STORE:
        raise NotBackedUp(f"{file} is larger than a backup may hold.")
    try:
        with closing(sqlite3.connect(file, timeout=10)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target, pages=512)
            found = target.execute("pragma quick_check").fetchone()
    except sqlite3.Error as error:
        raise NotBackedUp(f"{file} could not be read ({type(error).__name__}).") from None
    if found != ("ok",):
        raise NotBackedUp(f"{file} is damaged, so a backup of it would be. docs/operations.md says what to do.")


def _releases(folder: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """What was published. Which one is live is read first: the journal and the trees that it needs are older."""
    for name in ("current", "journal.jsonl", "edits.jsonl"):
        if (folder / name).is_file():
            copy = scratch / name
            copy.write_bytes((folder / name).read_bytes())
            yield f"releases/{name}", copy
    trees = sorted(each for each in folder.glob("*") if VERSION.fullmatch(each.name))
    for tree in (*trees, *sorted((folder / PROPOSALS).glob("[0-9a-f]*"))):
        within = f"releases/{tree.relative_to(folder).as_posix()}"
        if (tree / "proposal.json").is_file():
            yield f"{within}/proposal.json", tree / "proposal.json"
        for name, file in files_of(tree):
            yield f"{within}/{name}", file
