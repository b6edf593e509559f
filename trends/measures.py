"""What the strategies ask to be measured, from `measures.yaml`: what the counters answer, and what they can't know.

A measure is worked out from numbers as they are published, never from true ones: so it can give nothing away that the
tables do not, and where one of its numbers is held back, so is the measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.schema.common import Identifier, Strict, Words
from knowledge.strict_yaml import parse, read

MEASURES_YAML = Path(__file__).parent / "measures.yaml"
OutcomeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+:[a-z0-9.-]+$")]


class End(Strict):
    """A kind of outcome, and the outcomes that are of it, as "flow:step"."""

    id: Identifier
    name: Words
    outcomes: tuple[OutcomeId, ...]


class Measure(Strict):
    """A share, or a count where `out_of` is empty, of the totals of a table's rows (or of its columns)."""

    id: Identifier
    title: Words
    table: Identifier
    rows: tuple[Identifier, ...] = Field(min_length=1)
    by: Literal["row", "column"] = "row"
    out_of: tuple[Identifier, ...] = ()
    definition: Words


class Unknown(Strict):
    """What is asked for and can't be known here."""

    id: Identifier
    title: Words
    why: Words


class Measures(Strict):
    """trends/measures.yaml."""

    ends: tuple[End, ...]
    known: tuple[Measure, ...]
    unknown: tuple[Unknown, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        outcomes = [outcome for end in self.ends for outcome in end.outcomes]
        ids = [*(each.id for each in self.known), *(each.id for each in self.unknown)]
        for found in (outcomes, ids):
            if twice := sorted({each for each in found if found.count(each) > 1}):
                raise ValueError(f"'{twice[0]}' stands here twice")
        return self

    @cached_property
    def end_of(self) -> Mapping[str, str]:
        """The kind of end of each outcome."""
        return {outcome: end.id for end in self.ends for outcome in end.outcomes}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure in one period. `value` is None where a number was held back."""

    measure: str
    period: str
    value: float | None
    shown: str


def load_measures(file: Path = MEASURES_YAML) -> Measures:
    """The measures in `file`. Raises KnowledgeErrors with file, line and column of every fault."""
    return parse(read(file), Measures)


def figure(measure: Measure, period: str, totals: Mapping[str, int | None], *, symbol: str) -> Figure:
    """The measure from the published totals of its table's rows (or columns); None among them is held back."""
    above, below = _sum(totals, measure.rows), _sum(totals, measure.out_of)
    if above is None or below is None or (measure.out_of and below == 0):
        return Figure(measure.id, period, None, symbol)
    if not measure.out_of:
        return Figure(measure.id, period, float(above), f"{above:,}")
    share = min(1.0, round(above / below, 2))
    return Figure(measure.id, period, share, f"{share:.0%}")


def _sum(totals: Mapping[str, int | None], rows: Iterable[str]) -> int | None:
    found = [totals.get(row) for row in rows]
    return None if None in found else sum(each for each in found if each is not None)
