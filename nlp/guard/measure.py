"""How well the guard works on labelled messages: by type, by origin of the names, by case, and on messages without any.

A row is {"text", "spans": [{"start", "end", "type"}], "origin"}. A span counts as found when something that stops
overlaps it; as covered when all of it would be taken out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.guard.identifier import PERSON, Identifier

Find = Callable[[str], Iterable[Identifier]]


@dataclass(frozen=True)
class Line:
    """One line of the table: `found` and `covered` out of `of`."""

    what: str
    found: int
    covered: int
    of: int

    @property
    def share(self) -> float:
        """The share found; 1 when there was nothing to find."""
        return self.found / self.of if self.of else 1.0


@dataclass(frozen=True)
class Table:
    """The lines, and the two shares that matter most to a person typing."""

    lines: tuple[Line, ...]
    stopped: Line
    falsely_stopped: Line

    @property
    def gap(self) -> float:
        """The distance between the origins whose names are found best and worst."""
        shares = [line.share for line in self.lines if line.what.startswith("origin ")]
        return max(shares) - min(shares) if shares else 0.0

    @property
    def rows(self) -> tuple[Line, ...]:
        """Every line, the two about whole messages last."""
        return (*self.lines, self.stopped, self.falsely_stopped)

    def __str__(self) -> str:
        table = [f"{line.what:34}{line.found:6}{line.of:6}{line.share:8.3f}" for line in self.rows]
        return "\n".join([*table, f"{'gap between origins':34}{self.gap:20.3f}"])


def measure(find: Find, rows: Iterable[Mapping[str, Any]]) -> Table:
    """The table for these rows; `find` says what a message holds."""
    found: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        stops = [identifier for identifier in find(row["text"]) if identifier.stops]
        about = "messages with an identifier stopped" if row["spans"] else "clean messages stopped"
        total[about] += 1
        found[about] += bool(stops)
        for span in row["spans"]:
            for key in _keys(row, span):
                total[key] += 1
                found[key] += _touches(stops, span)
                covered[key] += _covers(stops, span)
    last = {"messages with an identifier stopped", "clean messages stopped"}
    lines = [Line(key, found[key], covered[key], total[key]) for key in sorted(total.keys() - last)]
    stopped, falsely = (Line(key, found[key], found[key], total[key]) for key in sorted(last, reverse=True))
    return Table(tuple(lines), stopped, falsely)


def _keys(row: Mapping[str, Any], span: Mapping[str, Any]) -> Iterator[str]:
    yield f"type {span['type']}"
    if span["type"] != PERSON:
        yield "all shapes"
        return
    yield "case small letters" if row["text"][span["start"] : span["end"]].islower() else "case capitals"
    if row.get("origin"):
        yield f"origin {row['origin']}"


def _touches(stops: list[Identifier], span: Mapping[str, Any]) -> bool:
    return any(identifier.start < span["end"] and span["start"] < identifier.end for identifier in stops)


def _covers(stops: list[Identifier], span: Mapping[str, Any]) -> bool:
    return any(identifier.start <= span["start"] and span["end"] <= identifier.end for identifier in stops)
