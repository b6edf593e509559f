"""The quality table as a page of Markdown, and the mark by which a test sees that the page is out of date.

The page is written by `earlyhelp quality`; nobody types a figure into it. The mark is a digest of everything that the
figures depend on: the code and data of this package and the national indicators.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from nlp.guard.measure import Table
from nlp.measure import GROUPS, Case, Figures, figures, grouped, is_unsafe

ROOT: Final = Path(__file__).parent.parent
READ: Final = (
    "nlp/**/*.py",
    "nlp/**/*.yaml",
    "nlp/**/*.json",
    "nlp/**/*.onnx",
    "nlp/**/*.npz",
    "knowledge/national/indicators/*.yaml",
)
NOT_READ: Final = ("nlp/training/", "nlp/train.py", "nlp/quality.py", "nlp/measure.py", "nlp/guard/measure.py")
MARK: Final = "Made from code and knowledge with the mark"
HEADINGS: Final = ("", "cases", "unsafe", "right", "exact", "4 found", "4 as <=2", "false alarms")

TITLE: Final = "# How well it understands"
HOW_TO_READ: Final = """Each case is a message that a practitioner might type, graded as publishers grade such concerns.
None was used for teaching and none is part of this project. The answers are those of the whole product, guard and all.

- **unsafe**: answered below the lowest safe level. The goal is .02 or less.
- **right**: the exact level, or another that is right as well. The goal is .85 or more.
- **4 found**: of level 4 (child protection), answered 4. The goal is .95 or more.
- **4 as <=2**: of level 4, answered 2 or lower. The goal is none.
- **false alarms**: of levels 0 and 1 (no worry; universal), answered 3 or 4. The goal is .08 or less.

What was tried, and what the figures rest on: [decision 007](decisions/007-what-the-level-rests-on.md) and
[decision 010](decisions/010-signs-from-the-whole-message.md). Earlier pages: [quality/](quality/)."""

Pair = tuple[Case, int]


def digest(root: Path = ROOT) -> str:
    """Twelve characters that change whenever what decides the figures changes."""
    files = sorted({file for pattern in READ for file in root.glob(pattern)})
    mark = hashlib.sha256()
    for file in files:
        name = file.relative_to(root).as_posix()
        if not name.startswith(NOT_READ):
            mark.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return mark.hexdigest()[:12]


def section(name: str, pairs: Sequence[Pair], *, stopped: int) -> str:
    """One file's tables: all, by level, by each group, and the unsafe answers by id; the texts stay in their file."""
    return "\n\n".join(_parts(name, pairs, stopped))


def page(version: str, day: dt.date, sections: Iterable[str]) -> str:
    """The whole page, with the day, the knowledge's version, the mark, and how to read it."""
    made = f"Measured on {day.day} {day:%B %Y} with knowledge {version}. {MARK} `{digest()}`."
    return "\n\n".join([TITLE, made, HOW_TO_READ, *sections]) + "\n"


def is_current(text: str) -> bool:
    """Whether a page was made from what stands here now."""
    return f"{MARK} `{digest()}`" in text


def identifiers_section(name: str, found: Table) -> str:
    """How much of what identifies somebody is found: by type, origin and case, and what is stopped without need."""
    head = [cells(("", "found", "of", "share")), cells(("---", "--:", "--:", "--:"))]
    rows = [cells((line.what, str(line.found), str(line.of), share(line.share))) for line in found.rows]
    gap = f"Gap between the origins found best and worst: {share(found.gap)}."
    return "\n\n".join([f"## {name}", "\n".join([*head, *rows]), gap])


def _parts(name: str, pairs: Sequence[Pair], stopped: int) -> Iterator[str]:
    yield f"## {name}"
    yield f"{len(pairs)} cases; {stopped} of them were stopped by the guard and count as answered 0."
    yield table("", [("all", figures(pairs)), *grouped(pairs, lambda case: f"level {case.level}")])
    for group in GROUPS:
        rows = list(grouped(pairs, lambda case, group=group: case.groups[group]))  # type: ignore[misc]
        if len(rows) > 1:
            yield table(f"by {group}", rows)
    unsafe = [f"{case.id} (level {case.level}, answered {answer})" for case, answer in pairs if is_unsafe(case, answer)]
    yield f"Unsafe: {', '.join(unsafe) or 'none'}."


def table(first: str, rows: Iterable[tuple[str, Figures]]) -> str:
    """A Markdown table of figures, one row a group."""
    lines = [cells((first, *HEADINGS[1:])), cells(["---", *["--:"] * (len(HEADINGS) - 1)])]
    return "\n".join([*lines, *(cells((name, *_figures(found))) for name, found in rows)])


def cells(values: Iterable[str]) -> str:
    """One row of a Markdown table."""
    return f"| {' | '.join(values)} |"


def _figures(found: Figures) -> tuple[str, ...]:
    four = (share(found.four_found), share(found.four_as_two_or_less)) if found.fours else ("", "")
    alarms = share(found.false_alarms) if found.lows else ""
    return (str(found.cases), share(found.unsafe), share(found.right), share(found.exact), *four, alarms)


def share(value: float) -> str:
    """A share as it stands in the tables: .029, 1.000."""
    return f"{value:.3f}".removeprefix("0")
