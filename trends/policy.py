"""The policy of disclosure control, read from `policy.yaml`: the method, the fixed list of tables, how long weeks stay.

The tables of one kind of count must not run in a circle. Where they meet only in single dimensions, like the branches
of a tree, whatever agrees on the shared margins can have been the truth, so that the audit of the published numbers
sees all that an attacker can work out by combining tables (docs/decisions/012-disclosure-control.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.schema.common import Identifier, Strict, Words
from knowledge.strict_yaml import parse, read
from trends.periods import Every

POLICY_YAML = Path(__file__).parent / "policy.yaml"
Counts = Literal["worries", "outcomes", "feedback"]
Dimension = Literal["band", "domain", "area", "setting_type", "channel", "hours", "outcome", "end", "opinion"]
DIMENSIONS_OF: Mapping[Counts, frozenset[str]] = {
    "worries": frozenset({"band", "domain", "area", "setting_type", "channel", "hours"}),
    "outcomes": frozenset({"outcome", "end"}),
    "feedback": frozenset({"opinion"}),
}


class Method(Strict):
    """How small numbers are held back."""

    hide_from: Literal[0, 1] = Field(description="0: zeros are held back too. 1: zeros are shown.")
    hide_below: int = Field(ge=3, le=100, description="Numbers under this one are held back.")
    round_to: int = Field(ge=1, le=100, description="What is shown is rounded to this; 1 shows it as it is.")
    symbol: Annotated[str, StringConstraints(min_length=1, max_length=8, pattern=r"^[a-z*]+$")]
    protection: int = Field(ge=2, description="How many values a number held back must still be able to have.")

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        if self.protection > self.hide_below - self.hide_from:
            raise ValueError("protection promises more values than there are to hide; write hide_below or less")
        if self.round_to > self.hide_below:
            raise ValueError("round_to is larger than hide_below, so a number that is shown could look like nothing")
        return self

    def is_small(self, number: int) -> bool:
        """Whether this true number is held back for its own sake."""
        return self.hide_from <= number < self.hide_below

    def rounded(self, number: int) -> int:
        """The number as shown. Halves go up."""
        return (2 * number + self.round_to) // (2 * self.round_to) * self.round_to

    def behind(self, shown: int) -> tuple[int, int]:
        """The smallest and the largest true number that would be shown so."""
        if shown == 0 and self.hide_from == 1:
            return 0, 0
        lowest = -((self.round_to - 2 * shown) // 2)
        return max(self.hide_below, lowest), lowest + self.round_to - 1


class Table(Strict):
    """One published table. Without rows and columns it is a single number for each period."""

    id: Identifier
    title: Words
    counts: Counts
    every: Every
    rows: Dimension | None = None
    columns: Dimension | None = None
    definition: Words
    note: str = ""

    @model_validator(mode="after")
    def _counts_has_the_dimensions(self) -> Self:
        for dimension in self.dimensions - DIMENSIONS_OF[self.counts]:
            raise ValueError(f"{self.counts} are not counted by {dimension}")
        if self.columns and not self.rows:
            raise ValueError("columns without rows; write rows")
        if self.rows and self.rows == self.columns:
            raise ValueError("rows and columns are the same")
        return self

    @property
    def dimensions(self) -> frozenset[str]:
        return frozenset(each for each in (self.rows, self.columns) if each)


class SideBySide(Strict):
    """The authorities' totals beside each other."""

    id: Identifier
    title: Words
    of: Identifier = Field(description="The table whose totals these are.")
    definition: Words
    note: str = ""


class Policy(Strict):
    """trends/policy.yaml."""

    method: Literal["threshold", "dfe", "nhs"]
    methods: dict[Literal["threshold", "dfe", "nhs"], Method]
    weeks_become_months_after: int = Field(ge=14, le=520, description="Weeks; a quarter must be closed before.")
    tables: tuple[Table, ...] = Field(min_length=1)
    side_by_side: SideBySide

    @property
    def rule(self) -> Method:
        """The method in use."""
        return self.methods[self.method]

    def table(self, id: str) -> Table:
        return next(table for table in self.tables if table.id == id)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [*(table.id for table in self.tables), self.side_by_side.id]
        if len(set(ids)) < len(ids):
            raise ValueError("two tables have the same id")
        if self.method not in self.methods:
            raise ValueError(f"the method {self.method} does not stand under methods")
        if self.side_by_side.of not in ids[:-1]:
            raise ValueError(f"side_by_side is of '{self.side_by_side.of}', which is no table")
        for counts in DIMENSIONS_OF:
            if not is_a_tree(_edges(table for table in self.tables if table.counts == counts)):
                raise ValueError(f"the tables of {counts} run in a circle: two of them meet in more than one dimension")
        return self


def load_policy(file: Path = POLICY_YAML) -> Policy:
    """The policy in `file`. Raises KnowledgeErrors with file, line and column of every fault."""
    return parse(read(file), Policy)


def is_a_tree(edges: Iterable[frozenset[str]]) -> bool:
    """Whether sets of dimensions meet like a tree: Graham's reduction (GYO) leaves nothing of them."""
    left = [set(edge) for edge in edges]
    changed = True
    while changed:
        alone = {name for edge in left for name in edge if sum(name in other for other in left) == 1}
        smaller = [edge - alone for edge in left]
        kept = [
            edge
            for n, edge in enumerate(smaller)
            if edge and not any(edge <= other and (edge != other or m < n) for m, other in enumerate(smaller) if m != n)
        ]
        changed, left = kept != left, kept
    return not left


def _edges(tables: Iterable[Table]) -> list[frozenset[str]]:
    """The dimensions of each table, with time as one and with the kind of end that an outcome has."""
    times = {"week": {"week", "month"}, "month": {"month"}, "quarter": set[str]()}
    ends = {True: {"end"}, False: set[str]()}
    return [table.dimensions | times[table.every] | ends["outcome" in table.dimensions] for table in tables]
