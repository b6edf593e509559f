"""What editors, Word and git put into YAML that looks right and is not: told before YAML's own messages confuse people.

`refuse_in_text` looks at the file as typed, `in_value` at one unquoted value or key, `escaped` at one in quotes.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import NoReturn

from knowledge.errors import Fault, KnowledgeErrors, Position

UNMERGED = ("<<<<<<<", ">>>>>>>", "=======", "|||||||")
HALF = re.compile("[\ud800-\udfff]")
"""JSON can hold one half of a character; no file can."""
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028\u2029\u2060\ufeff\ufffe\uffff]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
OPENING, CLOSING = "“”„‟‘‚‛«", "”“’‘»"
DASHES = "–—−‐‑‒―•·▪◦"
AS_A_LIST = re.compile(rf"[{DASHES}]\s")
Found = tuple[str, str, str]
"""A rule, what is wrong, and what to write instead."""


def refuse_in_text(text: str, file: Path) -> None:
    """Raises KnowledgeErrors at the first tab before a line, invisible character, foreign space or merge conflict."""
    if half := HALF.search(text):
        at = Position(file, text.count("\n", 0, half.start()) + 1)
        _refuse(at, "encoding", "Half a character stands in this line.", "Delete it and type it again.")
    if hidden := INVISIBLE.search(text):
        _refuse_invisible(text, hidden.start(), file)
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(UNMERGED):
            what = "Two versions of this file were left unmerged here."
            _refuse(Position(file, number), "merge", what, "Keep one and delete this line.")
        indent = line[: len(line) - len(line.lstrip())]
        if indent.strip(" "):
            _refuse_indent(indent, Position(file, number, len(indent) - len(indent.lstrip(" ")) + 1))


def in_value(text: str) -> Found | None:
    """What is wrong with an unquoted value or key, if it begins as Word would begin it."""
    if AS_A_LIST.match(text):
        return "dash", f"'{text[0]}' is a dash that Word makes, and begins no list.", "Write a plain hyphen, '- '."
    if text[:1] in OPENING and text[:1]:
        inside = text[1:].rstrip()
        if inside.endswith(tuple(CLOSING)) or not any(sign in inside for sign in CLOSING):
            return "quotes", "These are Word's curly quotation marks.", f'Write "{inside.rstrip(CLOSING)}".'
    return None


def escaped(text: str) -> Found | None:
    """What is wrong with a value in quotes, if a backslash in it made a character that nobody can see."""
    if CONTROL.search(text):
        what = 'A character that nobody can see stands here: inside "..." a backslash means something else.'
        return "invisible", what, "Use ' for quotes, or take the backslash away."
    return None


def _refuse_invisible(text: str, at: int, file: Path) -> NoReturn:
    sign = text[at]
    name = "NUL" if sign == "\0" else unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
    position = Position(file, text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1)
    instead = "Delete it; if there are many, the file is damaged: take the last good one."
    _refuse(position, "invisible", f"A character that nobody can see stands here ({name}).", instead)


def _refuse_indent(indent: str, position: Position) -> NoReturn:
    if "\t" in indent:
        _refuse(position, "tab", "A tab stands at the start of this line.", "Use two spaces.")
    _refuse(position, "space", "A space from Word or a web page stands at the start of this line.", "Use plain spaces.")


def _refuse(position: Position, rule: str, what: str, instead: str) -> NoReturn:
    raise KnowledgeErrors([Fault(position, rule, what, "", instead)])
