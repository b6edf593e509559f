"""Where a YAML text must be cut so that it says something else: the smallest places, comments left alone.

`Editor.changes` walks through what a text says now and what it should say, side by side with PyYAML's nodes, and gives
the splices. It knows block style and brackets, and refuses (`NotEditable`) what would take a comment with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import yaml

from knowledge.errors import EarlyHelpError
from knowledge.written import Data, is_list, on_one_line

BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
INDENT = 2


class NotEditable(EarlyHelpError):
    """The place cannot be changed without touching what stands around it. The sentence says to edit the text itself."""


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """What stands from `start` up to `end` is replaced by `text`."""

    start: int
    end: int
    text: str


def same(one: Data, other: Data) -> bool:
    """Equal, and of one kind: 1 is not true."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if is_list(one) and is_list(other):
        return len(one) == len(other) and all(map(same, one, other))  # type: ignore[arg-type]
    return type(one) is type(other) and one == other


class Editor:
    """Finds the splices for one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_end = "\r\n" if "\r\n" in text else "\n"

    def changes(
        self, node: yaml.Node, old: Data, new: Data, key: str = "", *, inside: bool = False
    ) -> Iterator[Splice]:
        """What must be changed so that `node`, which says `old`, says `new`.

        `key` is what it is called; `inside`: it stands in brackets, where everything is written on one line.
        """
        if same(old, new):
            return
        if isinstance(node, yaml.MappingNode) and isinstance(old, dict) and isinstance(new, Mapping) and new:
            yield from self._mapping(node, old, new, inside=inside or bool(node.flow_style))
        elif isinstance(node, yaml.SequenceNode) and isinstance(old, list) and is_list(new) and new:
            yield from self._sequence(node, old, list(new), key, inside=inside or bool(node.flow_style))  # type: ignore[arg-type]
        else:
            yield self._replaced(node, new, key, inside=inside)

    def _mapping(
        self, node: yaml.MappingNode, old: Mapping[str, Data], new: Mapping[str, Data], *, inside: bool
    ) -> Iterator[Splice]:
        if (inside and old.keys() != new.keys()) or not old.keys() & new.keys():
            yield self._replaced(node, new, "", inside=inside)
            return
        at = {str(key.value): (key, value) for key, value in node.value}
        for key, (_, value) in at.items():
            if key in new:
                changed = self.changes(value, old[key], new[key], key, inside=True)
                yield from changed if inside else self._value(at[key][0], value, old[key], new[key])
        for key in (each for each in at if each not in new):
            yield self._without_key(node, key)
        yield from self._added_keys(at, new)

    def _value(self, key: yaml.Node, node: yaml.Node, old: Data, new: Data) -> Iterator[Splice]:
        """A value after its key. A collection in the place of something else is written on lines of its own."""
        empty = isinstance(node, yaml.ScalarNode) or not node.value
        if not same(old, new) and empty and new and (isinstance(new, Mapping) or is_list(new)):
            start, end = self._after_colon(key), self._content_end(node)
            self._refuse_comment(start, end)
            yield Splice(start, end, self._on_own_lines(new, key.start_mark.column, str(key.value)))
        elif not same(old, new) and old is None and node.start_mark.index == node.end_mark.index:
            yield Splice(node.start_mark.index, node.end_mark.index, f" {on_one_line(new, str(key.value))}")
        else:
            yield from self.changes(node, old, new, str(key.value))

    def _added_keys(self, at: Mapping[str, tuple[yaml.Node, yaml.Node]], new: Mapping[str, Data]) -> Iterator[Splice]:
        """New keys, each after the one that stands before it in `new`."""
        column = next(iter(at.values()))[0].start_mark.column
        last = [key for key in at if key in new][-1]
        for key, value in new.items():
            if key in at:
                last = key
                continue
            here = self._line_end_after(self._content_end(at[last][1]))
            yield Splice(here, here, self.line_end + self._lines({key: value}, column))

    def _without_key(self, node: yaml.MappingNode, key: str) -> Splice:
        """The lines of a key and its value; the dash before a first key stays."""
        names = [str(each.value) for each, _ in node.value]
        index = names.index(key)
        start, end = node.value[index][0].start_mark.index, self._content_end(node.value[index][1])
        first = self._line_start(start)
        if not self.text[first:start].strip():
            return Splice(first, self._next_line(end), "")
        if index + 1 == len(names):
            raise NotEditable(f"'{key}' cannot be taken away by itself. Change it in the text of the file.")
        following = node.value[index + 1][0].start_mark.index
        self._refuse_comment(end, following)
        return Splice(start, following, "")

    def _sequence(
        self, node: yaml.SequenceNode, old: list[Data], new: list[Data], key: str, *, inside: bool
    ) -> Iterator[Splice]:
        """Items that are the same stay; the others are changed in place, taken away or added."""
        if inside and len(old) != len(new):
            yield self._replaced(node, new, key, inside=inside)
            return
        matcher = SequenceMatcher(None, [_mark(each) for each in old], [_mark(each) for each in new], autojunk=False)
        for _, a, b, c, d in (code for code in matcher.get_opcodes() if code[0] != "equal"):
            both = min(b - a, d - c)
            for step in range(both):
                yield from self.changes(node.value[a + step], old[a + step], new[c + step], key, inside=inside)
            for gone in range(a + both, b):
                yield self._without_item(node.value[gone])
            if added := new[c + both : d]:
                yield self._added_items(node, a + both, added, key)

    def _without_item(self, item: yaml.Node) -> Splice:
        dash = self.text.rfind("-", 0, item.start_mark.index)
        return Splice(self._line_start(dash), self._next_line(self._content_end(item)), "")

    def _added_items(self, node: yaml.SequenceNode, index: int, added: list[Data], key: str) -> Splice:
        column = node.start_mark.column
        lines = self.line_end.join(self._item(each, column, key) for each in added)
        if index == 0:
            here = self._line_start(node.start_mark.index)
            return Splice(here, here, lines + self.line_end)
        here = self._line_end_after(self._content_end(node.value[index - 1]))
        return Splice(here, here, self.line_end + lines)

    def _replaced(self, node: yaml.Node, new: Data, key: str, *, inside: bool) -> Splice:
        """The whole value anew, on one line."""
        start, end = node.start_mark.index, self._content_end(node)
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            raise NotEditable(f"'{key}' is written over several lines. Change it in the text of the file.")
        if isinstance(node, yaml.CollectionNode):
            self._refuse_comment(start, end)
        style = node.style if isinstance(node, yaml.ScalarNode) else None
        return Splice(start, end, on_one_line(new, key, style=style, inside=inside))

    def _content_end(self, node: yaml.Node) -> int:
        """Where a value's last character stands: PyYAML counts the comments after a block to it, we do not."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._content_end(last[1] if isinstance(last, tuple) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.text[start:end].rstrip()) if end > start else end

    def _after_colon(self, key: yaml.Node) -> int:
        return self.text.index(":", key.end_mark.index) + 1

    def _refuse_comment(self, start: int, end: int) -> None:
        if re.search(r"(^|\s)#", self.text[start:end]):
            raise NotEditable("A comment stands in the middle of this. Change it in the text of the file.")

    def _line_start(self, index: int) -> int:
        before = [found.end() for found in BREAK.finditer(self.text, max(0, index - 10_000), index)]
        return before[-1] if before else 0 if index < 10_000 else index

    def _line_end_after(self, index: int) -> int:
        found = BREAK.search(self.text, index)
        return found.start() if found else len(self.text)

    def _next_line(self, index: int) -> int:
        found = BREAK.search(self.text, index)
        return found.end() if found else len(self.text)

    def _on_own_lines(self, value: Data, column: int, key: str) -> str:
        if isinstance(value, Mapping):
            return self.line_end + self._lines(value, column + INDENT)
        assert isinstance(value, Sequence), "only collections are written on lines of their own"
        return self.line_end + self.line_end.join(self._item(each, column + INDENT, key) for each in value)

    def _lines(self, value: Mapping[str, Data], column: int) -> str:
        return self.line_end.join(f"{' ' * column}{key}:{self._said(each, column, key)}" for key, each in value.items())

    def _said(self, value: Data, column: int, key: str) -> str:
        """A value after its colon: words in a line, a list of mappings below it."""
        if value and (isinstance(value, Mapping) or (is_list(value) and isinstance(_first(value), Mapping))):
            return self._on_own_lines(value, column, key)
        return f" {on_one_line(value, key)}"

    def _item(self, value: Data, column: int, key: str) -> str:
        if isinstance(value, Mapping) and value:
            inner = self._lines(value, column + INDENT)
            return f"{' ' * column}- {inner.lstrip(' ')}"
        return f"{' ' * column}- {on_one_line(value, key)}"


def _first(value: Data) -> Data:
    assert isinstance(value, Sequence), "asked of lists only"
    return value[0]


def _mark(value: Data) -> str:
    return json.dumps(value, ensure_ascii=False, default=dict)
