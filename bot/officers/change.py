"""What changes for whom between two trees: the values that the terminal and the studio show alike.

Every change is one sentence with rows beneath it, old beside new. What a practitioner could be told less than before
(a lower level, an urgent answer lost, a number that nobody is given any more) is `worse` and stands first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["worse", "look", "plain"]
"""`worse`: less help than before. `look`: somebody is answered otherwise. `plain`: words and dates."""

Part = Literal["answers", "calls", "contacts", "levels", "signs", "flows", "places", "authority", "cases"]

SEVERITIES: tuple[Severity, ...] = ("worse", "look", "plain")
PARTS: tuple[Part, ...] = (
    "answers",
    "calls",
    "contacts",
    "levels",
    "signs",
    "flows",
    "places",
    "authority",
    "cases",
)
TITLES: dict[Part, str] = {
    "answers": "Answers that change",
    "calls": "Whom answers give, by the hour",
    "contacts": "Contacts",
    "levels": "Levels",
    "signs": "Signs and phrases",
    "flows": "Flows",
    "places": "Places",
    "authority": "The authority's own words",
    "cases": "Cases",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing old beside new. Empty: it was not there, or is there no more. Steps of a flow have several lines."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `authority` is a pack's id, or `shared` for flows that everybody walks."""

    part: Part
    authority: str
    title: str
    sentence: str
    severity: Severity = "plain"
    rows: tuple[Row, ...] = ()
    id: str = ""
    """The contact, level, sign, flow or case concerned."""

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The worst first, then part by part."""
        return SEVERITIES.index(self.severity), PARTS.index(self.part), self.authority, self.title


@dataclass(frozen=True, slots=True)
class Asked:
    """How much was asked again: cases, invented messages, and of how many messages those were chosen."""

    cases: int = 0
    messages: int = 0
    of: int = 0

    @property
    def sentence(self) -> str:
        """What the answers that change rest on."""
        if not self.cases and not self.messages:
            return "No case or message had to be asked again: nothing that an answer rests on has changed."
        read = f" and {self.messages} of {self.of:,} invented messages" if self.messages else ""
        return f"Asked again: {self.cases} cases{read}."


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs, the worst first."""

    old: str
    new: str
    """The versions."""
    changes: tuple[Change, ...] = ()
    asked: Asked = Asked()

    @property
    def worse(self) -> tuple[Change, ...]:
        """What to look at before anything else."""
        return tuple(change for change in self.changes if change.severity == "worse")

    def of(self, part: Part) -> tuple[Change, ...]:
        """The changes of one part, the worst first."""
        return tuple(change for change in self.changes if change.part == part)

    @property
    def sentence(self) -> str:
        """The whole in one sentence."""
        if not self.changes:
            return f"Nothing changes from {self.old} to {self.new}."
        first = f" {len(self.worse)} to look at first." if self.worse else ""
        return f"From {self.old} to {self.new}: {len(self.changes)} changes.{first}"


def worst_first(changes: Iterable[Change]) -> tuple[Change, ...]:
    """In the order to be read."""
    return tuple(sorted(changes, key=lambda change: change.order))
