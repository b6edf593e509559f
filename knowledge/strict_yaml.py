"""The one way in for YAML: PyYAML's parser, without YAML's surprises, and with a position for every value.

`yes`, `no`, `on` and `off` stay words; `0161 770 7777` stays text; dates stay text until the schema reads them.
A key given twice, a tag, an anchor or alias, a second document and a tab are refused with a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import Fault, KnowledgeErrors, Position
from knowledge.schema_faults import faults_from

LARGEST_FILE = 5_000_000
WHOLE_NUMBER = re.compile(r"^(0|-?[1-9][0-9]*)$")
PLAIN_TAGS = {"str", "int", "float", "bool", "null", "timestamp", "value", "merge", "seq", "map"}
WORDS_WITH_A_MEANING = {"true": True, "false": False, "null": None, "~": None, "": None}

Path_ = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Document:
    """The data of one file, and where each part of it stands.

    `values` and `keys` map a path such as ("contacts", 0, "phones") to the position of the value and of its key.
    """

    file: Path
    data: Any
    values: dict[Path_, Position] = field(repr=False)
    keys: dict[Path_, Position] = field(repr=False)
    unquoted: frozenset[Path_] = field(repr=False, default=frozenset())

    def position(self, path: Path_ = ()) -> Position:
        """The position of the value at `path`, or of the nearest part around it that exists."""
        return self._nearest(self.values, path)

    def key_position(self, path: Path_) -> Position:
        """The position of the key at `path`, or of the nearest value around it."""
        return self.keys.get(path) or self.position(path)

    def _nearest(self, marks: dict[Path_, Position], path: Path_) -> Position:
        known = tuple(part for part in path)
        while known and known not in marks:
            known = known[:-1]
        return marks.get(known, Position(self.file))


def read(file: Path) -> Document:
    """Reads one file. Raises KnowledgeErrors when it is not the YAML we accept."""
    return read_text(_text_of(file), file)


def read_text(text: str, file: Path) -> Document:
    """Reads YAML from `text` as if it stood in `file`."""
    _refuse_look_alikes(text, file)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise KnowledgeErrors([_fault_from_yaml(error, file)]) from error
    except RecursionError as error:
        fault = Fault(Position(file), "depth", "Lists stand inside lists too deep to read.", "", "Write it flat.")
        raise KnowledgeErrors([fault]) from error
    return _Reader(file).document(node)


def parse(document: Document, model: type[Model]) -> Model:
    """The document as `model`. Raises KnowledgeErrors with one fault for each thing the schema refuses."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        faults = faults_from(error, model, document)
    raise KnowledgeErrors(faults)


def _text_of(file: Path) -> str:
    if file.stat().st_size > LARGEST_FILE:
        _refuse(Position(file), "size", "This file is larger than 5 MB.", "Knowledge is written by people; split it.")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        _refuse(Position(file), "encoding", "This file is not UTF-8 text.", "Save it again as UTF-8.")


def _refuse_look_alikes(text: str, file: Path) -> None:
    """Finds what editors and Word put into YAML, before YAML's own messages confuse people."""
    for number, line in enumerate(text.splitlines(), 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            _refuse(
                Position(file, number, indent.index("\t") + 1),
                "tab",
                "A tab stands at the start of this line.",
                "Use two spaces.",
            )
        if line.startswith(("<<<<<<<", ">>>>>>>", "=======")):
            _refuse(
                Position(file, number),
                "merge",
                "Two versions of this file were left unmerged here.",
                "Keep one and delete this line.",
            )


def _fault_from_yaml(error: yaml.YAMLError, file: Path) -> Fault:
    mark = getattr(error, "problem_mark", None)
    position = Position(file, mark.line + 1, mark.column + 1) if mark else Position(file)
    problem = getattr(error, "problem", None) or str(error)
    return Fault(
        position,
        "yaml",
        f"This is not readable as YAML: {problem}.",
        "",
        "Look at the line above too; a colon in a sentence needs quotes.",
    )


def _refuse(position: Position, rule: str, what: str, instead: str) -> NoReturn:
    raise KnowledgeErrors([Fault(position, rule, what, "", instead)])


class _Reader:
    """Turns PyYAML's nodes into plain data, noting where each stands."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.values: dict[Path_, Position] = {}
        self.keys: dict[Path_, Position] = {}
        self.unquoted: set[Path_] = set()
        self.seen: set[int] = set()

    def document(self, node: yaml.Node | None) -> Document:
        data = self._value(node, ()) if node else None
        return Document(self.file, data, self.values, self.keys, frozenset(self.unquoted))

    def _at(self, node: yaml.Node) -> Position:
        return Position(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _value(self, node: yaml.Node, path: Path_) -> Any:
        self.values[path] = self._at(node)
        if id(node) in self.seen:
            _refuse(self._at(node), "alias", "An alias (*) repeats another part of the file.", "Write the value out.")
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*path, key)
            if here in self.keys:
                first = self.keys[here].line
                _refuse(
                    self._at(key_node), "twice", f"'{key}' is given twice; the first is on line {first}.", "Keep one."
                )
            self.keys[here] = self._at(key_node)
            result[key] = self._value(value_node, here)
        return result

    def _scalar(self, node: yaml.Node, path: Path_) -> str | int | bool | None:
        text = str(node.value)
        if node.tag.removeprefix("tag:yaml.org,2002:") not in PLAIN_TAGS:
            _refuse(self._at(node), "tag", f"'{node.tag}' is a YAML tag.", "Put the text in quotes.")
        if getattr(node, "style", None) is not None:
            return text
        self.unquoted.add(path)
        if WHOLE_NUMBER.match(text):
            return int(text)
        return WORDS_WITH_A_MEANING.get(text, text)
