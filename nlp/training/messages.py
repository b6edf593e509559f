"""The messages that the voice learns from: whole messages in `nlp/messages`, and the indicators' own examples.

A message was graded by the person who made it up: `level` 0 to 4, and the levels that would be right as well. What it
teaches is a share for each level: most of it on `level`, the rest on the others that are right. An example takes its
level from its indicator's band and counts half.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.schema.indicator import Indicator, IndicatorFile
from knowledge.strict_yaml import parse, read
from nlp.measure import Case
from nlp.taught import LEVELS

MESSAGES: Final = Path(__file__).parent.parent / "messages"
INDICATORS: Final = Path(__file__).parent.parent.parent / "knowledge" / "national" / "indicators"
EXAMPLE_COUNTS: Final = 0.5
ALSO_RIGHT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Message:
    """A text, its level, the other levels that are right, and the file it came from (`group`)."""

    text: str
    level: int
    accept: frozenset[int]
    must_not_below: int
    group: str
    style: str = "plain"
    trap: str | None = None
    weight: float = 1.0
    signs: tuple[str, ...] | None = None
    """Indicators the message tells of, the most telling first; None where the writer named none either way."""

    @property
    def case(self) -> Case:
        """The same message as a labelled case, to be scored as every other is."""
        return Case("", self.text, self.level, self.accept | {self.level}, self.must_not_below, {})

    def shares(self) -> NDArray[np.float32]:
        """How the levels share this message: five numbers that sum to 1."""
        shares = np.zeros(LEVELS, dtype=np.float32)
        for level in self.accept:
            shares[level] = ALSO_RIGHT / len(self.accept)
        shares[self.level] = 1 - shares.sum()
        return shares


def read_messages(folder: Path = MESSAGES) -> tuple[Message, ...]:
    """Every message of every file in the folder, in the order of the file names."""
    return tuple(message for file in sorted(folder.glob("*.jsonl")) for message in read_file(file))


def read_file(file: Path) -> Iterator[Message]:
    """The messages of one file, one JSON object a line."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        accept = frozenset(row["accept"]) - {row["level"]}
        yield Message(
            text=row["text"],
            level=row["level"],
            accept=accept,
            must_not_below=row.get("must_not_below", min(accept | {row["level"]})),
            group=file.stem,
            style=row.get("style", "plain"),
            trap=row.get("trap"),
            signs=tuple(row["signs"]) if "signs" in row else None,
        )


def examples_of(indicators: Iterable[Indicator]) -> tuple[Message, ...]:
    """The indicators' examples as messages of their band's level; their phrases are too short to teach a level."""
    return tuple(
        Message(
            text,
            sign.band.rank + 1,
            frozenset(),
            sign.band.rank + 1,
            group="indicators",
            weight=EXAMPLE_COUNTS,
            signs=(sign.id,),
        )
        for sign in indicators
        for text in sign.examples.match
    )


def read_signs(folder: Path = INDICATORS) -> tuple[Indicator, ...]:
    """The national bank, in the order of its files. An authority's own signs are found by their phrases alone."""
    files = (parse(read(file), IndicatorFile) for file in sorted(folder.glob("*.yaml")))
    return tuple(sign for file in files for sign in file.indicators)
