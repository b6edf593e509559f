"""What can be wrong with a knowledge file, and how it is said.

EarlyHelpError
└── KnowledgeErrors      one or more faults in the files; nothing of them was taken into use
    └── UnknownName      a name asked for on the command line or in a page is not in the knowledge
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

SHOWN = 20
"""A list of more names helps nobody."""


@dataclass(frozen=True, order=True)
class Position:
    """A place in a file; line and column count from 1, as editors do."""

    file: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to put right: where, what, why it matters, and what to write instead.

    An error keeps the files from being published. A warning is told, and nobody falls silent for it. A note is told to
    those who ask for notes.
    """

    position: Position
    rule: str
    what: str
    why: str = ""
    instead: str = ""
    severity: Literal["error", "warning", "note"] = "error"

    @property
    def blocks(self) -> bool:
        """Whether it must be put right before anybody is answered from these files."""
        return self.severity == "error"

    def __str__(self) -> str:
        parts = [f"{self.position}: {self.what}", self.why, self.instead]
        return printable(" ".join(part for part in parts if part))


def printable(text: str) -> str:
    """The text on one line without what a terminal or a log would obey; files of others may hold anything."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text)


class EarlyHelpError(Exception):
    """Every error that a person can put right. `str(error)` is fit to show."""

    exit_code = 1


class KnowledgeErrors(EarlyHelpError):
    """Faults found while reading; `faults` are sorted by position."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UnknownName(EarlyHelpError):
    """A name nobody knows, with the nearest known ones."""

    exit_code = 2

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        super().__init__(f"There is no {kind} called '{name}'. {did_you_mean(name, known)}".strip())


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A sentence with the nearest known name, or with all of them when none is near."""
    choices = sorted(known)
    best = process.extractOne(name, choices, scorer=fuzz.WRatio, score_cutoff=70)
    if best:
        return f"Did you mean '{best[0]}'?"
    more = ", ..." if len(choices) > SHOWN else ""
    return f"Known: {', '.join(choices[:SHOWN])}{more}." if choices else ""
