"""Cases as they stand in their files, so that whatever is wrong can be pointed at by line and column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.officers.asking import Asking
from knowledge import clock
from knowledge.errors import Position
from knowledge.schema.case import Case, CaseFile
from knowledge.strict_yaml import Document, parse, read

CASES = "cases.yaml"


@dataclass(frozen=True)
class PlacedCase:
    """One case, the pack whose file it stands in, and where. `number` counts from 0 in its file."""

    case: Case
    pack: str
    asked_at: str
    document: Document = field(repr=False)
    number: int

    @property
    def authority(self) -> str:
        """Whose answer is looked at."""
        return self.case.authority or self.pack

    @property
    def name(self) -> tuple[str, str]:
        """What tells this case from every other: its pack and its id."""
        return self.pack, self.case.id

    @property
    def asking(self) -> Asking:
        """What is asked."""
        return Asking(
            worry=self.case.worry,
            authority=self.authority,
            now=clock.in_london(dt.datetime.fromisoformat(self.asked_at)),
            adds=self.case.adds,
            choices=self.case.choices,
            area=self.case.area or "",
            school=self.case.school or "",
        )

    def position(self, *path: str | int) -> Position:
        """Where this part of the case stands; the case itself without a path."""
        return self.document.key_position(("cases", self.number, *path) if path else ("cases", self.number))


def cases_in(knowledge: Path) -> tuple[PlacedCase, ...]:
    """Every case of every pack under the folder, by pack. Raises KnowledgeErrors."""
    files = sorted(folder.parent / CASES for folder in knowledge.glob("*/authority.yaml"))
    return tuple(case for file in files if file.exists() for case in placed(read(file), pack=file.parent.name))


def placed(document: Document, *, pack: str) -> Iterator[PlacedCase]:
    """The cases of one file. Raises KnowledgeErrors."""
    file = parse(document, CaseFile)
    for number, case in enumerate(file.cases):
        yield PlacedCase(case, pack, case.at or file.at, document, number)
