"""How well messages are understood: the figures that decide, for all cases and for each group of them.

A case is one line of a labelled file: `text`, `level` 0-4, `accept` other right levels, `must_not_below` the lowest
safe answer, and any fields to group by. Level 0 is "not about a worry for a child"; 1 to 4 are the four bands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.schema.common import Band
from nlp.understanding import Understanding

HIGHEST = 4
GROUPS = ("domain", "style", "trap", "publisher")


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled message."""

    id: str
    text: str
    level: int
    accept: frozenset[int]
    must_not_below: int
    groups: Mapping[str, str]

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> Case:
        """A case from one line's data. Without `must_not_below`, one level under the lowest right answer is unsafe."""
        right = frozenset([line["level"], *line.get("accept", [])])
        return cls(
            id=str(line.get("id", "")),
            text=line["text"],
            level=line["level"],
            accept=right,
            must_not_below=line.get("must_not_below", min(right)),
            groups={name: str(line.get(name) or "-") for name in GROUPS},
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and shares (0 to 1). `unsafe` comes first, because it matters most."""

    cases: int
    unsafe: float
    right: float
    exact: float
    fours: int
    four_found: float
    four_as_two_or_less: float
    lows: int
    false_alarms: float


def answered(understood: Understanding) -> int:
    """The level that was answered: 0 where none was."""
    band = understood.decision.band
    return list(Band).index(band) + 1 if band else 0


def is_unsafe(case: Case, answer: int) -> bool:
    """Whether this answer is lower than the lowest safe one."""
    return answer < case.must_not_below


def cases_in(file: Path) -> list[Case]:
    """The labelled cases of a JSONL file."""
    with file.open(encoding="utf-8") as lines:
        return [Case.of(json.loads(line)) for line in lines if line.strip()]


def figures(pairs: Sequence[tuple[Case, int]]) -> Figures:
    """The figures of cases with the level each was answered with."""
    fours = [answer for case, answer in pairs if case.level == HIGHEST]
    lows = [answer for case, answer in pairs if case.level <= 1]
    return Figures(
        cases=len(pairs),
        unsafe=_share(is_unsafe(case, answer) for case, answer in pairs),
        right=_share(answer in case.accept for case, answer in pairs),
        exact=_share(answer == case.level for case, answer in pairs),
        fours=len(fours),
        four_found=_share(answer == HIGHEST for answer in fours),
        four_as_two_or_less=_share(answer <= HIGHEST - 2 for answer in fours),
        lows=len(lows),
        false_alarms=_share(answer >= HIGHEST - 1 for answer in lows),
    )


def grouped(pairs: Sequence[tuple[Case, int]], group: Callable[[Case], str]) -> Iterator[tuple[str, Figures]]:
    """The figures of each group, in order of its name."""
    for name in sorted({group(case) for case, _ in pairs}):
        yield name, figures([pair for pair in pairs if group(pair[0]) == name])


def _share(outcomes: Iterable[bool]) -> float:
    found = list(outcomes)
    return sum(found) / len(found) if found else 0.0
