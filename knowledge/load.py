"""Reads a folder of packs into one frozen `Knowledge`.

All files are read before anything is judged, so that an officer sees every fault at once. Nothing half-read is
ever returned: the caller keeps the last good knowledge when this raises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from knowledge.errors import Fault, KnowledgeErrors, Position, did_you_mean
from knowledge.files import Tree
from knowledge.pack import NATIONAL, Knowledge, Pack, override
from knowledge.schema.authority import Authority, SourceFile
from knowledge.schema.case import CaseFile
from knowledge.schema.common import Source
from knowledge.schema.contact import Contact, ContactFile
from knowledge.schema.indicator import Indicator, IndicatorFile, OverrideFile
from knowledge.schema.level import LevelFile
from knowledge.schema.place import PlaceFile
from knowledge.schema.release import Release
from knowledge.strict_yaml import Document, read_as

HERE = Path(__file__).parent
FILES: Mapping[str, type[BaseModel]] = {
    "authority.yaml": Authority,
    "levels.yaml": LevelFile,
    "contacts.yaml": ContactFile,
    "places.yaml": PlaceFile,
    "sources.yaml": SourceFile,
    "indicators.yaml": OverrideFile,
    "cases.yaml": CaseFile,
}
OPTIONAL = {"indicators.yaml", "cases.yaml"}
RELEASE = "release.yaml"
NOTHING_UNSAVED: Mapping[Path, str] = MappingProxyType({})

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Read:
    """Everything that was read, kept with its documents so that checks can point at lines."""

    root: Path
    release: Release
    files: Mapping[tuple[str, str], tuple[BaseModel, Document]]
    """By (pack, file name), as in ("exshire", "levels.yaml") or ("national", "indicators/neglect.yaml")."""

    @property
    def pack_ids(self) -> tuple[str, ...]:
        return tuple(sorted({pack for pack, _ in self.files}))

    def get(self, pack: str, name: str, model: type[Model]) -> Model | None:
        """One file as its model, or None where an optional file is absent."""
        found = self.files.get((pack, name))
        if found is None:
            return None
        assert isinstance(found[0], model), f"{pack}/{name} was read as another model than {model.__name__}"
        return found[0]

    def of(self, model: type[Model]) -> Iterable[tuple[str, Model, Document]]:
        """Every file read as `model`, with its pack and its document."""
        for (pack, _), (parsed, document) in self.files.items():
            if isinstance(parsed, model):
                yield pack, parsed, document


def load_knowledge(root: Path = HERE) -> Knowledge:
    """The knowledge under `root`. Raises KnowledgeErrors with every fault found in any file."""
    return assemble(read_packs(root))


def read_packs(root: Path = HERE, unsaved: Mapping[Path, str] = NOTHING_UNSAVED) -> Read:
    """Reads and parses every file of every pack, with `unsaved` text in place of what is on the disk.

    Raises KnowledgeErrors.
    """
    tree = Tree.of(root, unsaved)
    wanted = [Wanted("", RELEASE, root / RELEASE, Release), *_wanted(tree)]
    files: dict[tuple[str, str], tuple[BaseModel, Document]] = {}
    faults: list[Fault] = []
    for each in wanted:
        try:
            files[each.pack, each.name] = read_as(tree.text(each.file), each.file, each.model)
        except KnowledgeErrors as error:
            faults.extend(error.faults)
        except FileNotFoundError:
            what = f"The pack has no {each.name}." if each.pack else f"There is no {each.name} beside the packs."
            faults.append(Fault(Position(each.file), "missing-file", what, "", "Copy one from another pack."))
    if faults:
        raise KnowledgeErrors(faults)
    release, _ = files.pop(("", RELEASE))
    assert isinstance(release, Release), "release.yaml is read as Release above"
    return Read(root, release, files)


def assemble(files: Read) -> Knowledge:
    """Packs from what was read. Raises KnowledgeErrors when an override names no indicator of the bank."""
    bank = {each.id: each for _, file, _ in files.of(IndicatorFile) for each in file.indicators}
    faults = list(_unknown_overrides(files, bank))
    if faults:
        raise KnowledgeErrors(faults)
    packs = {pack: _pack(pack, files, bank) for pack in files.pack_ids}
    own = {each.id: each for _, file, _ in files.of(OverrideFile) for each in file.indicators}
    return Knowledge(version=version_of(files), packs=packs, phrases={**bank, **own})


def version_of(files: Read) -> str:
    """The release's number, and a fingerprint of the files as they are: '2026.11.22-1+3f2a9c1b'."""
    digest = hashlib.sha256()
    for _, document in files.files.values():
        digest.update(document.digest.encode())
    return f"{files.release.version}+{digest.hexdigest()[:8]}"


class Wanted(NamedTuple):
    """A file that a pack has or should have."""

    pack: str
    name: str
    file: Path
    model: type[BaseModel]


def _wanted(tree: Tree) -> Iterable[Wanted]:
    for folder in sorted({file.parent for file in tree.glob("*/*.yaml") if file.name in FILES}):
        for name, model in FILES.items():
            if name not in OPTIONAL or tree.has(folder / name):
                yield Wanted(folder.name, name, folder / name, model)
        for file in tree.glob(f"{folder.name}/indicators/*.yaml"):
            yield Wanted(folder.name, f"indicators/{file.name}", file, IndicatorFile)


def _unknown_overrides(files: Read, bank: Mapping[str, Indicator]) -> Iterable[Fault]:
    for _, file, document in files.of(OverrideFile):
        for index, each in enumerate(file.overrides):
            if each.indicator not in bank:
                position = document.position(("overrides", index, "indicator"))
                what = f"No national indicator is called '{each.indicator}'."
                yield Fault(position, "unknown-indicator", what, "", did_you_mean(each.indicator, bank))


def _pack(pack: str, files: Read, bank: Mapping[str, Indicator]) -> Pack:
    authority = _required(files, pack, "authority.yaml", Authority)
    levels = _required(files, pack, "levels.yaml", LevelFile)
    contacts = _required(files, pack, "contacts.yaml", ContactFile).contacts
    own = files.get(pack, "indicators.yaml", OverrideFile) or OverrideFile()
    overridden = {each.indicator: override(bank[each.indicator], each) for each in own.overrides}
    return Pack(
        authority=authority,
        levels=levels.levels,
        bands=levels.bands,
        contacts=contacts if pack == NATIONAL else (*contacts, *_national_contacts(files)),
        places=_required(files, pack, "places.yaml", PlaceFile),
        indicators={**bank, **overridden, **{each.id: each for each in own.indicators}},
        sources={**_sources(files, NATIONAL), **_sources(files, pack)},
        also_helps={file.domain: file.also_helps for _, file, _ in files.of(IndicatorFile)},
    )


def _national_contacts(files: Read) -> tuple[Contact, ...]:
    found = files.get(NATIONAL, "contacts.yaml", ContactFile)
    return found.contacts if found else ()


def _sources(files: Read, pack: str) -> dict[str, Source]:
    found = files.get(pack, "sources.yaml", SourceFile)
    return {source.id: source for source in found.sources} if found else {}


def _required(files: Read, pack: str, name: str, model: type[Model]) -> Model:
    found = files.get(pack, name, model)
    assert found is not None, f"{pack}/{name} is required, and read_packs reports its absence"
    return found
