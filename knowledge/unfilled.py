"""Blanks that `earlyhelp new authority` leaves in a pack: each is a fault that says what to write and where it stands.

A blank is a text such as "FILL IN: the number of the duty team. Where: the council's page. Such as: 0161 496 0100".
While it is there nothing else is said about that value: a schema that wants a number would only confuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from knowledge.errors import Fault

if TYPE_CHECKING:
    from knowledge.strict_yaml import Document

MARK = "FILL IN:"
RULE = "fill-in"


def unfilled(document: Document) -> tuple[Fault, ...]:
    """A fault at each blank, in the order of the file."""
    found = []
    for path, text in _texts(document.data, ()):
        what = f"'{_key(path)}' is still to be filled in."
        found.append(Fault(document.position(path), RULE, what, "", f"Write {text.removeprefix(MARK).strip()}"))
    return tuple(found)


def _texts(data: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text that is a blank, with its path."""
    if isinstance(data, str):
        if data.startswith(MARK):
            yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))


def _key(path: tuple[str | int, ...]) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "this file")
