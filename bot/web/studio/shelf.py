"""The files of a tree as records, each read once for as long as it stays the same; a broken one hides no other."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.web.studio.drafts import Kind, kind_of
from flows.library import Library, Where
from flows.schema import Flow
from knowledge.errors import KnowledgeErrors
from knowledge.releases.trees import files_of
from knowledge.schema.authority import Authority, SourceFile
from knowledge.schema.case import CaseFile
from knowledge.schema.contact import ContactFile
from knowledge.schema.indicator import IndicatorFile, OverrideFile
from knowledge.schema.level import LevelFile
from knowledge.schema.place import PlaceFile
from knowledge.schema.release import Release
from knowledge.strict_yaml import Document, parse, read_text

MODELS: dict[Kind, type[BaseModel]] = {
    "authority": Authority,
    "levels": LevelFile,
    "contacts": ContactFile,
    "places": PlaceFile,
    "sources": SourceFile,
    "indicators": IndicatorFile,
    "overrides": OverrideFile,
    "cases": CaseFile,
    "flow": Flow,
    "release": Release,
}
MOST_KEPT = 500

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Book:
    """One file that could be read. `pack` is the folder it stands in: an authority's id, or "national"."""

    path: str
    pack: str
    record: BaseModel
    document: Document

    def line(self, *path: str | int) -> int:
        return self.document.position(path).line


class Shelf:
    """Files by what they hold."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Book | None] = {}
        self._lock = threading.Lock()

    def books(self, root: Path, model: type[Model]) -> Iterator[tuple[Book, Model]]:
        """Every readable file of the tree that holds this."""
        for path, file in files_of(root):
            if MODELS.get(kind_of(path)) is model:
                book = self.book(path, file)
                if book and isinstance(book.record, model):
                    yield book, book.record

    def book(self, path: str, file: Path) -> Book | None:
        """One file, or None when it cannot be read."""
        try:
            content = file.read_bytes()
        except OSError:
            return None
        key = (path, hashlib.sha256(content).hexdigest())
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        book = book_of(path, content, file)
        with self._lock:
            while len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = book
        return book

    def library(self, root: Path) -> Library:
        """Every flow that can be read, whatever is wrong with the others."""
        found = list(self.books(root, Flow))
        positions = {
            Where(flow.id, step.id): book.document.position(("steps", index))
            for book, flow in found
            for index, step in enumerate(flow.steps)
        }
        return Library.of((flow for _, flow in found), positions)


def book_of(path: str, content: bytes, file: Path) -> Book | None:
    """What these bytes hold, or None when they cannot be read."""
    model = MODELS.get(kind_of(path))
    if model is None:
        return None
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        document = read_text(text, file)
        return Book(path, path.split("/")[1], parse(document, model), document)
    except (KnowledgeErrors, UnicodeDecodeError):
        return None
