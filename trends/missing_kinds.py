"""What can be told to the officers as missing: a short list, read once from missing.yaml, that officers may reword."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import Field

from knowledge.schema.common import Identifier, Strict, Words
from knowledge.strict_yaml import parse, read

FILE = Path(__file__).with_name("missing.yaml")


class Part(Strict):
    """One of the things that a kind may be about."""

    id: Identifier
    says: Words
    means: Words


class Which(Strict):
    """A second question: which part of it?"""

    asks: Words
    of: tuple[Part, ...] = Field(min_length=2)


class Kind(Strict):
    """Something that may be missing. `words`: it says nothing by itself, so words are asked for at once."""

    id: Identifier
    says: Words = Field(description="What stands on the button.")
    means: Words = Field(description="How the officers read it.")
    which: Which | None = None
    words: bool = False


class Kinds(Strict):
    """trends/missing.yaml."""

    longest: int = Field(ge=100, le=2000, description="The most characters of words that are kept.")
    kinds: tuple[Kind, ...] = Field(min_length=1)

    def find(self, kind: str) -> Kind | None:
        """The kind of this id, also where the id names a part of it."""
        return next((each for each in self.kinds if each.id == kind.partition(".")[0]), None)

    @property
    def ids(self) -> frozenset[str]:
        """Every id under which something may be kept."""
        return frozenset(self._ids())

    def _ids(self) -> Iterator[str]:
        for kind in self.kinds:
            if kind.which:
                yield from (f"{kind.id}.{part.id}" for part in kind.which.of)
            else:
                yield kind.id

    def label(self, kind: str) -> str | None:
        """What stands on the button of a kind, or of a part of one."""
        found, part = self.find(kind), kind.partition(".")[2]
        if found is None or not part:
            return found.says if found else None
        return next((each.says for each in found.which.of if each.id == part), None) if found.which else None

    def meaning(self, kind: str) -> str:
        """How officers read an id; an id that is no longer in the list reads as itself."""
        found = self.find(kind)
        if found is None:
            return kind
        part = kind.partition(".")[2]
        means = [each.means for each in found.which.of if each.id == part] if found.which else []
        return " ".join([found.means, *means])


@cache
def kinds() -> Kinds:
    """The list. Raises KnowledgeErrors with the line of what is wrong with it."""
    return parse(read(FILE), Kinds)
