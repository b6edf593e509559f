"""The one way in for YAML: PyYAML's parser, without YAML's surprises, and with a position for every value.

`yes`, `no`, `on` and `off` stay words; `0161 770 7777` stays text; dates stay text until the schema reads them.
A key given twice, a tag, an anchor or alias, a second document and a tab are refused with a sentence.

The file is read as a stream of events, one by one: nothing is built before it is allowed, so that a bomb of aliases or
of brackets goes off nowhere. libyaml does the reading where it is there, and PyYAML's own parser where it is not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import Fault, KnowledgeErrors, Position
from knowledge.files import LARGEST_FILE, text_of
from knowledge.look_alikes import escaped, in_value, refuse_in_text
from knowledge.memo import Memo
from knowledge.schema_faults import faults_from
from knowledge.unfilled import unfilled
from knowledge.yaml_faults import fault_from

__all__ = ["LARGEST_FILE", "Document", "parse", "read", "read_as", "read_text"]

DEEPEST = 40
KEPT = 300
WHOLE_NUMBER = re.compile(r"^(0|-?[1-9][0-9]*)$")
WORDS_WITH_A_MEANING = {"true": True, "false": False, "null": None, "~": None, "": None}
SLOW = yaml.SafeLoader
QUICK = getattr(yaml, "CSafeLoader", SLOW)

Path_ = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Document:
    """The data of one file, and where each part of it stands.

    `values` and `keys` map a path such as ("contacts", 0, "phones") to the position of the value and of its key.
    `texts` are the text values in the order of the file: what rules that look at wording walk over.
    """

    file: Path
    data: Any
    values: dict[Path_, Position] = field(repr=False)
    keys: dict[Path_, Position] = field(repr=False)
    unquoted: frozenset[Path_] = field(repr=False, default=frozenset())
    texts: tuple[tuple[Path_, str], ...] = field(repr=False, default=())
    digest: str = field(repr=False, default="")

    def position(self, path: Path_ = ()) -> Position:
        """The position of the value at `path`, or of the nearest part around it that exists."""
        known = path
        while known and known not in self.values:
            known = known[:-1]
        return self.values.get(known, Position(self.file))

    def key_position(self, path: Path_) -> Position:
        """The position of the key at `path`, or of the nearest value around it."""
        return self.keys.get(path) or self.position(path)

    def texts_under(self, key: str) -> Iterator[tuple[Path_, str]]:
        """The texts that stand under `key`, at any depth."""
        return ((path, text) for path, text in self.texts if path and path[-1] == key)


def read(file: Path) -> Document:
    """Reads one file. Raises KnowledgeErrors when it is not the YAML we accept."""
    return read_text(text_of(file), file)


def read_text(text: str, file: Path) -> Document:
    """Reads YAML from `text` as if it stood in `file`. Windows' line ends are as good as others."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_in_text(text, file)
    digest = _digest(text)
    with suppress(yaml.YAMLError):  # what the quick parser refuses, the slow one below refuses in words we know
        return _Reader(file, digest).document(yaml.parse(text, Loader=QUICK))
    try:
        return _Reader(file, digest).document(yaml.parse(text, Loader=SLOW))
    except yaml.YAMLError as error:
        raise KnowledgeErrors([fault_from(error, file, text)]) from error


def parse(document: Document, model: type[Model]) -> Model:
    """The document as `model`. Raises KnowledgeErrors with one fault for each thing the schema refuses."""
    if document.data is None:
        what = "This file is empty." if not document.values else "Nothing but comments stands in this file."
        instead = f"It begins with '{next(iter(model.model_fields))}:'."
        raise KnowledgeErrors([Fault(Position(document.file), "empty", what, "", instead)])
    blanks = unfilled(document)
    at = {fault.position for fault in blanks}
    try:
        found = model.model_validate(document.data)
    except ValidationError as error:
        refused = (fault for fault in faults_from(error, model, document) if fault.position not in at)
        raise KnowledgeErrors([*blanks, *refused]) from error
    if blanks:
        raise KnowledgeErrors(blanks)
    return found


_read_before: Memo[tuple[Path, str, type[BaseModel]], tuple[BaseModel, Document]] = Memo(KEPT)


def read_as(text: str, file: Path, model: type[Model]) -> tuple[Model, Document]:
    """What `file` would be with this text. The same text was often read a moment ago, and is not read again.

    Raises KnowledgeErrors.
    """
    key = (file, _digest(text), model)
    known = _read_before.get(key)
    if known is None:
        document = read_text(text, file)
        known = _read_before.keep(key, (parse(document, model), document))
    found, document = known
    assert isinstance(found, model), "the memo's key holds the model"
    return found, document


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _refuse(position: Position, rule: str, what: str, instead: str) -> NoReturn:
    raise KnowledgeErrors([Fault(position, rule, what, "", instead)])


@dataclass
class _Open:
    """A list or a mapping that is being read; `key` is the mapping's key that waits for its value."""

    path: Path_
    into: list[Any] | dict[str, Any]
    key: str | None = None


class _Reader:
    """Turns PyYAML's events into plain data, noting where each stands."""

    def __init__(self, file: Path, digest: str) -> None:
        self.file = file
        self.digest = digest
        self.data: Any = None
        self.values: dict[Path_, Position] = {}
        self.keys: dict[Path_, Position] = {}
        self.unquoted: set[Path_] = set()
        self.texts: list[tuple[Path_, str]] = []
        self.open: list[_Open] = []
        self.documents = 0

    def document(self, events: Iterable[yaml.Event]) -> Document:
        for event in events:
            self._take(event)
        texts = tuple(self.texts)
        return Document(self.file, self.data, self.values, self.keys, frozenset(self.unquoted), texts, self.digest)

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event)
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_marks(event)
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._one_document(event)

    def _at(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        assert mark is not None, "PyYAML marks every event"
        return Position(self.file, mark.line + 1, mark.column + 1)

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        at = self._at(event)
        if len(self.open) >= DEEPEST:
            _refuse(at, "depth", "Lists stand inside lists too deep to read.", "Write it flat.")
        if self._wants_key():
            _refuse(at, "yaml", "A list or { } stands where a key is expected.", "Put a text with brackets in quotes.")
        into: list[Any] | dict[str, Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(self._place(into, at), into))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        at, plain = self._at(event), not event.style
        if found := in_value(event.value) if plain else escaped(event.value):
            _refuse(at, *found)
        if self._wants_key():
            self._key(event.value, at)
        else:
            value = _meaning(event.value) if plain else event.value
            path = self._place(value, at)
            if isinstance(value, str):
                self.texts.append((path, value))
            if plain:
                self.unquoted.add(path)

    def _wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].into, dict) and self.open[-1].key is None

    def _key(self, key: str, at: Position) -> None:
        path = (*self.open[-1].path, key)
        if path in self.keys:
            _refuse(at, "twice", f"'{key}' is given twice; the first is on line {self.keys[path].line}.", "Keep one.")
        self.keys[path] = at
        self.open[-1].key = key

    def _place(self, value: Any, at: Position) -> Path_:
        """Puts a value where it belongs, and gives its path."""
        path: Path_ = self._put(self.open[-1], value) if self.open else ()
        if not self.open:
            self.data = value
        self.values[path] = at
        return path

    def _put(self, around: _Open, value: Any) -> Path_:
        if isinstance(around.into, list):
            around.into.append(value)
            return (*around.path, len(around.into) - 1)
        assert around.key is not None, "a value follows its key"
        key, around.key = around.key, None
        around.into[key] = value
        return (*around.path, key)

    def _one_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            what = "A second part begins here, after a line '---'; it is not readable as YAML of one file."
            _refuse(self._at(event), "yaml", what, "Take the line away, or make two files.")

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            what = f"'&{event.anchor}' is an anchor, for aliases that repeat a part of the file."
            _refuse(self._at(event), "alias", what, "Take it away, or put the text in quotes.")
        if event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            _refuse(self._at(event), "tag", f"'{tag}' is a YAML tag.", "Put the text in quotes.")

    def _refuse_alias(self, event: yaml.AliasEvent) -> NoReturn:
        what = f"'*{event.anchor}' is an alias, which repeats another part of the file."
        _refuse(self._at(event), "alias", what, "Write the value out; a text that begins with * needs quotes.")


def _meaning(text: str) -> str | int | bool | None:
    """An unquoted value: a whole number, one of four words, or text."""
    if WHOLE_NUMBER.match(text):
        return int(text) if len(text) < 19 else text
    return WORDS_WITH_A_MEANING.get(text, text)
