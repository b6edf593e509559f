"""How a value is written in a knowledge file: plain where that reads back as the same, else in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from knowledge.errors import KnowledgeErrors
from knowledge.strict_yaml import read_text

Data: TypeAlias = "bool | int | str | Sequence[Data] | Mapping[str, Data] | None"
"""What our YAML holds."""

QUOTED_KEYS = frozenset({"number", "opens", "closes"})
"""Written in quotes always: a leading 0 and a time would be read as something else by other programs."""
HERE = Path("text")
UNSAFE_IN_QUOTES = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
BRACKETS = frozenset(",[]{}:#?")
SWITCHES = {True: "true", False: "false"}


def is_list(value: Data) -> bool:
    """Whether the value is a list: a word is none."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def on_one_line(value: Data, key: str, *, style: str | None = None, inside: bool = False) -> str:
    """The value on one line. `key` is what it is called, `style` the quotes of the word whose place it takes.

    `inside`: it stands in brackets, where more letters have a meaning.
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {on_one_line(each, name, inside=True)}" for name, each in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(on_one_line(each, key, inside=True) for each in value) + "]"
    written = scalar(value, key, style=style)
    bare = isinstance(value, str) and written == value
    return _double(written) if inside and bare and set(written) & BRACKETS else written


def scalar(value: bool | int | str | None, key: str, *, style: str | None = None) -> str:
    """A word or a number, quoted as the one it replaces was, and whenever it would be read as something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return SWITCHES[value]
    if isinstance(value, int):
        return str(value)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return value if style is None and key not in QUOTED_KEYS and _is_plain(value) else _double(value)


def _double(value: str) -> str:
    return UNSAFE_IN_QUOTES.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _is_plain(value: str) -> bool:
    """Whether the word is read back as it is without quotes."""
    if not value.isprintable() or value != value.strip():
        return False
    try:
        return bool(read_text(f"k: {value}\n", HERE).data == {"k": value})
    except KnowledgeErrors:
        return False
