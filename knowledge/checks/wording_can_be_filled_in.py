"""The sentences that a level is shown in have the blanks that the program fills in, and no others.

PASS  level_heading: "Level {number}: {name}"         where every level has a number
PASS  comes_closest: This comes closest to {level}.
FAIL  level_heading: "Level {nummer}: {name}"
FAIL  level_heading: "Level {number}: {name}"         where a level has none, or show_numbers: false
FAIL  comes_closest: This comes closest to this level.
"""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Iterator

from knowledge.errors import Fault, did_you_mean
from knowledge.load import Read
from knowledge.schema.authority import Authority
from knowledge.schema.level import LevelFile

RULE = "wording"
BLANKS = {"level_heading": ("{name}", {"name", "number"}), "comes_closest": ("{level}", {"level"})}


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each blank that is unknown or missing, and for each number that no level has."""
    for pack, authority, document in files.of(Authority):
        for key, (needed, known) in BLANKS.items():
            position = document.position(("wording", key))
            for what, instead in _wrong(str(getattr(authority.wording, key)), needed, known):
                yield Fault(position, RULE, what, "", instead)
        shown = "{number}" in authority.wording.level_heading
        if shown != authority.wording.show_numbers:
            what = f"'show_numbers' is {str(authority.wording.show_numbers).lower()}, and the heading says otherwise."
            position = document.position(("wording", "level_heading"))
            yield Fault(position, RULE, what, "", "Change one of the two.")
        if shown:
            yield from _numbers(files, pack)


def _numbers(files: Read, pack: str) -> Iterator[Fault]:
    file = files.get(pack, "levels.yaml", LevelFile)
    _, document = files.files[pack, "levels.yaml"]
    for index, level in enumerate(file.levels if file else ()):
        if level.number is None:
            what = f"The level '{level.id}' has no number, and this authority shows numbers."
            yield Fault(document.position(("levels", index)), RULE, what, "", "Add 'number: ...'.")


def _wrong(text: str, needed: str, known: set[str]) -> Iterator[tuple[str, str]]:
    try:
        blanks = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        yield f"A curly bracket in '{text}' is not closed.", f"Write {needed}."
        return
    for name in sorted(blanks - known):
        yield f"Nothing is known to fill '{{{name}}}' with.", did_you_mean(name, known)
    if needed.strip("{}") not in blanks:
        yield f"The blank {needed} is missing.", f"Write {needed} where it belongs."
