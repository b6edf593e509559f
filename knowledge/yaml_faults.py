"""YAML's own messages, said so that somebody who does not program knows what to do.

PyYAML's parser in Python has the last word, also where the quick one in C read the file: its messages are known here.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from knowledge.errors import Fault, Position
from knowledge.look_alikes import in_value

UNCLEAR = "Look at the line above too; a colon in a sentence needs quotes."
NOT_READABLE = "This is not readable as YAML"
BEFORE_A_VALUE = re.compile(r"^\s*(?:- )*(?:[\w-]+:\s+)?")
SAYINGS: tuple[tuple[str, str, str], ...] = (
    ("found unexpected end of stream", "a quotation mark opens here and is never closed", "Close it with \" or '."),
    ("mapping values are not allowed here", "a colon stands where none is expected", UNCLEAR),
    ("could not find expected ':'", "this line is neither 'key: value' nor '- item'", "Add the colon, or quotes."),
    ("character '\\t'", "a tab stands here", "Use spaces."),
    ("cannot start any token", "a value cannot begin with this sign", "Put the value in quotes."),
    ("expected ',' or ']'", "a list in [ ] is not closed, or a comma is missing", "Add the comma, or close it with ]."),
    ("expected ',' or '}'", "a part in { } is not closed, or a comma is missing", "Add the comma, or close it with }."),
    ("but found ']'", "a bracket ] closes what no [ opened", "Take it away, or open the list."),
    ("but found '}'", "a bracket } closes what no { opened", "Take it away, or open the part."),
    (
        "expected <block end>",
        "this line does not line up with those above",
        "Give it as many spaces as its neighbours.",
    ),
    (
        "'<stream end>'",
        "the file ends where a list or a part in brackets is not closed",
        "Is it saved whole? Close it.",
    ),
    ("expected the node content", "a value is missing here", "Write it, or take the comma away."),
    ("found unknown escape character", 'inside "..." a backslash means something else', "Use ' for quotes."),
    ("alphabetic or numeric", "a value cannot begin with * or &", "Put the value in quotes."),
    ("undefined alias", "a value cannot begin with *", "Put the value in quotes."),
)
AT_THE_OPENING = ("unexpected end of stream", "expected ',' or ']'", "expected ',' or '}'", "could not find expected")
"""Where it began says more than where the reader gave up."""


def fault_from(error: yaml.YAMLError, file: Path, text: str) -> Fault:
    """What the parser could not read, where an editor should go to put it right."""
    problem = str(getattr(error, "problem", None) or error)
    position = _position(error, problem, file)
    if found := _look_alike(text, position.line):
        rule, what, instead = found
        return Fault(position, rule, what, "", instead)
    if left_open := _left_open(text, position.line):
        return Fault(Position(file, *left_open), "yaml", f"{NOT_READABLE}: {SAYINGS[0][1]}.", "", SAYINGS[0][2])
    for part, said, instead in SAYINGS:
        if part in problem:
            return Fault(position, "yaml", f"{NOT_READABLE}: {said}.", "", instead)
    return Fault(position, "yaml", f"{NOT_READABLE}: {problem}.", "", UNCLEAR)


def _position(error: yaml.YAMLError, problem: str, file: Path) -> Position:
    began, ended = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    mark = began if began and any(part in problem for part in AT_THE_OPENING) else ended
    return Position(file, mark.line + 1, mark.column + 1) if mark else Position(file)


def _left_open(text: str, line: int) -> tuple[int, int] | None:
    """Where a value began with " and its line has no second one: the reader stumbles at the next ", lines below."""
    for number, each in enumerate(text.split("\n")[:line], 1):
        value = each[BEFORE_A_VALUE.match(each).end() :]  # type: ignore[union-attr]
        if value.startswith('"') and value.replace('\\"', "").count('"') == 1:
            return number, len(each) - len(value) + 1
    return None


def _look_alike(text: str, line: int) -> tuple[str, str, str] | None:
    """A curly quote or a dash on the line in question explains more than YAML does."""
    lines = text.split("\n")
    if line > len(lines):
        return None
    value = lines[line - 1]
    return in_value(value.lstrip()) or in_value(value[BEFORE_A_VALUE.match(value).end() :])  # type: ignore[union-attr]
