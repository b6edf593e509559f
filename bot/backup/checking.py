"""Lays an archive out beside what it would replace, and proves it there; nothing that counts is touched.

    the archive's own list -> app.yaml -> every file under a name of its own beside its place -> proofs -> steps

An archive comes from outside, so nothing in it is believed: only names that belong in a backup are taken, each is read
no further than it may be long, and must be what its checksum says; a link is refused. Then the stores must be sound and
of a shape that this release knows, and the release that was live must be whole and readable.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import sqlite3
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from bot.backup.contents import (
    APP,
    LARGEST_MANIFEST,
    MANIFEST,
    MOST_FILES,
    Kept,
    Manifest,
    NotRestored,
    Store,
    most_bytes,
    store_files,
)
from bot.backup.retention import forget_what_is_due
from bot.backup.swapping import Step
from bot.folders import ROOT
from bot.settings import APP_YAML, Settings, load_settings
from flows.load import load_flows
from knowledge.errors import EarlyHelpError
from knowledge.load import assemble, read_packs
from knowledge.private import FOR_US_ALONE, private_folder
from knowledge.releases.folder import Releases
from knowledge.releases.trees import files_of, sync_folder
from trends.shapes import too_new

BESIDE = ".restoring"
FOR_ALL = 0o644
PUBLIC = (APP, "policy.yaml", "draft/")
"""What anybody on the machine may read, as before."""
SIDECARS = ("-wal", "-shm", "-journal")
UNREADABLE = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, struct.error)


@dataclass
class LaidOut:
    """An archive that could take its place. `fresh` are the files and folders that lie beside theirs."""

    manifest: Manifest
    settings: Settings
    steps: list[Step] = field(default_factory=list)
    fresh: list[Path] = field(default_factory=list)

    @property
    def replaces(self) -> list[str]:
        """What is there now and would go, in lines to show."""
        return self._shown(step.target for step in self.steps if step.was_there and not _is_sidecar(step.target))

    @property
    def elsewhere(self) -> list[str]:
        """What would be written outside this folder, in lines to show."""
        here = Path.cwd()
        return self._shown(step.target for step in self.steps if not step.target.is_relative_to(here))

    def _shown(self, targets: Iterable[Path]) -> list[str]:
        """The draft's many files are one line."""
        all_of_them, draft = list(targets), _draft_of(self.settings)
        drafted = [each for each in all_of_them if each.is_relative_to(draft) and each.suffix == ".yaml"]
        others = [str(each) for each in all_of_them if each not in drafted or each.parent == draft]
        inside = sum(each.parent != draft for each in drafted)
        return [*others, f"{inside} files of the draft in {draft}"] if inside else others

    @property
    def stores(self) -> list[Path]:
        """The SQLite files that are there now and would go."""
        files = {file.absolute() for file in store_files(self.settings).values()}
        return [step.target for step in self.steps if step.target in files and step.was_there]


@contextmanager
def laid_out(archive: Path, *, draft: bool, now: dt.datetime) -> Iterator[LaidOut]:
    """Raises NotRestored, KnowledgeErrors. What is not swapped into place by the end of the block is taken away."""
    found: LaidOut | None = None
    try:
        with zipfile.ZipFile(archive) as opened:
            manifest = _manifest(opened)
            found = LaidOut(manifest, _settings(opened, manifest))
            _lay_out(opened, found, draft=draft)
        _prove(found, now=now)
        yield found
    except UNREADABLE as error:
        raise NotRestored(f"{archive} is no backup that can be read ({type(error).__name__}).") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise NotRestored(f"It could not be restored, and everything is as it was: {why}.") from None
    finally:
        for fresh in found.fresh if found else ():
            shutil.rmtree(fresh) if fresh.is_dir() else fresh.unlink(missing_ok=True)


def _manifest(opened: zipfile.ZipFile) -> Manifest:
    """The list of what is in it, which must be exactly what is in it."""
    infos = opened.infolist()
    if len(infos) > MOST_FILES:
        raise NotRestored("There are too many files in it for a backup.")
    names = [info.filename for info in infos]
    if len(set(names)) < len(names) or MANIFEST not in names:
        raise NotRestored("It is no backup of this program's: its list is missing, or a file stands in it twice.")
    try:
        manifest = Manifest.model_validate_json(_read(opened, opened.getinfo(MANIFEST), LARGEST_MANIFEST))
    except ValidationError:
        raise NotRestored("It was made by a release whose backups this one does not know, or it is damaged.") from None
    if {each.name for each in manifest.files} != {*names} - {MANIFEST}:
        raise NotRestored("What is in it is not what its list says.")
    for each in manifest.files:
        _refuse(each, opened.getinfo(each.name))
    return manifest


def _refuse(kept: Kept, info: zipfile.ZipInfo) -> None:
    if not most_bytes(kept.name):
        raise NotRestored(f"{kept.name[:200]!a} does not belong in a backup.")
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
        raise NotRestored(f"'{kept.name}' is a link or no file at all.")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotRestored(f"'{kept.name}' is packed in a way that backups are not.")
    if kept.bytes != info.file_size or kept.bytes > most_bytes(kept.name):
        raise NotRestored(f"'{kept.name}' is not as long as its list says, or too long.")


def _settings(opened: zipfile.ZipFile, manifest: Manifest) -> Settings:
    """What the operator had set; where app.yaml is not in it, what is set here."""
    kept = next((each for each in manifest.files if each.name == APP), None)
    if kept is None:
        return load_settings(APP_YAML)
    beside = APP_YAML.with_name(f".{APP}{BESIDE}.check")
    try:
        beside.write_bytes(_read(opened, opened.getinfo(APP), kept.bytes))
        return load_settings(beside)
    finally:
        beside.unlink(missing_ok=True)


def _lay_out(opened: zipfile.ZipFile, found: LaidOut, *, draft: bool) -> None:
    """Writes every file beside its place, and says which steps would put it there."""
    whole = sum(each.bytes for each in found.manifest.files)
    if shutil.disk_usage(Path.cwd()).free < whole * 1.1:
        raise NotRestored(f"There is no room on the disk for the {whole} bytes in it.")
    places, releases = _places(found.settings), _beside(found.settings.releases.folder.absolute())
    shutil.rmtree(releases, ignore_errors=True)  # left by a restore that was killed
    found.fresh.append(releases)
    for kept in found.manifest.files:
        room, _, rest = kept.name.partition("/")
        if kept.name in places:
            _one(opened, kept, places[kept.name], found)
        elif room == "releases":
            _write(opened, kept, releases / rest)
        elif room == "draft" and draft:
            _one(opened, kept, _draft_of(found.settings) / rest, found)
    if releases.exists():
        found.steps.append(Step.of(found.settings.releases.folder, releases))
    if draft:
        _superfluous(found)


def _places(settings: Settings) -> dict[str, Path]:
    """Where each file of a fixed name belongs."""
    stores = (
        {} if settings.store.database else {f"stores/{name}.sqlite": at for name, at in store_files(settings).items()}
    )
    policy = {"policy.yaml": settings.trends.policy} if settings.trends.policy else {}
    return {APP: APP_YAML, **stores, **policy}


def _draft_of(settings: Settings) -> Path:
    return (settings.releases.draft or ROOT).absolute()


def _one(opened: zipfile.ZipFile, kept: Kept, target: Path, found: LaidOut) -> None:
    """A file of its own; the files that SQLite keeps beside a store step aside with it."""
    fresh = _beside(target.absolute())
    found.fresh.append(fresh)
    _write(opened, kept, fresh)
    found.steps.append(Step.of(target, fresh))
    if kept.name.startswith("stores/"):
        beside = (target.with_name(f"{target.name}{end}") for end in SIDECARS)
        found.steps.extend(Step.of(each, None) for each in beside if each.exists())


def _is_sidecar(file: Path) -> bool:
    return file.name.endswith(SIDECARS)


def _superfluous(found: LaidOut) -> None:
    """Files of the draft that the backup does not have step aside for good."""
    kept = {each.name.removeprefix("draft/") for each in found.manifest.files if each.name.startswith("draft/")}
    if kept:
        gone = (file for name, file in files_of(_draft_of(found.settings)) if name not in kept)
        found.steps.extend(Step.of(file, None) for file in gone)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}{BESIDE}")


def _write(opened: zipfile.ZipFile, kept: Kept, file: Path) -> None:
    """The file, on the disk, and what its checksum says."""
    private_folder(file.parent)
    digest, left = hashlib.sha256(), kept.bytes
    with (
        opened.open(kept.name) as source,
        os.fdopen(_created(file, FOR_ALL if kept.name.startswith(PUBLIC) else FOR_US_ALONE), "wb") as out,
    ):
        while piece := source.read(min(1 << 20, left + 1)):
            left -= len(piece)
            if left < 0:
                break
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if left or digest.hexdigest() != kept.sha256:
        raise NotRestored(f"'{kept.name}' is not what its checksum says. The backup is damaged.")
    sync_folder(file.parent)


def _created(file: Path, mode: int) -> int:
    """A new file; whatever lay there before, a link for one, is taken away."""
    file.unlink(missing_ok=True)
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)


def _read(opened: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    with opened.open(info) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise NotRestored(f"'{info.filename}' is too long.")
    return content


def _prove(found: LaidOut, *, now: dt.datetime) -> None:
    for name, file in store_files(found.settings).items() if not found.settings.store.database else ():
        if _beside(file.absolute()).exists():
            _prove_store(name, _beside(file.absolute()), found.settings, now=now)
    _prove_releases(found)


def _prove_store(name: Store, file: Path, settings: Settings, *, now: dt.datetime) -> None:
    """Sound, known, and rid of what was due to be forgotten since the backup was made."""
    assert name in get_args(Store)
    try:
        with closing(sqlite3.connect(file)) as connection:
            sound = connection.execute("pragma integrity_check").fetchone() == ("ok",)
        newer = too_new([file])
        if sound and not newer:
            forget_what_is_due(name, file, settings, now=now)
    except sqlite3.Error:
        sound, newer = False, ()
    if newer:
        raise NotRestored(f"The store '{name}' in it was written by a newer release of this program. Install that one.")
    if not sound:
        raise NotRestored(f"The store '{name}' in it is damaged.")


def _prove_releases(found: LaidOut) -> None:
    """The release that was live must be whole, and readable by this program."""
    releases = Releases(_beside(found.settings.releases.folder.absolute()))
    if releases.live_version != found.manifest.live:
        raise NotRestored("The release that is live in it is not the one its list names.")
    live = releases.live()
    if live is None:
        return
    if live.name not in releases.versions():
        raise NotRestored(f"The release {live.name}, which is live in it, is not whole.")
    try:
        assemble(read_packs(live / "knowledge"))
        load_flows(live / "flows")
    except EarlyHelpError as error:
        raise NotRestored(f"The release {live.name} in it cannot be read by this program:\n{error}") from None
