"""Each level can be shown: a band leads to it, or the note of a band names it for the person to choose.

PASS  bands: [{band: early_help, level: universal-plus, note: ... think of Targeted Early Help.}]
FAIL  a level that no band leads to and no note names
FAIL  numbers that do not rise from the first level to the last, or the same number twice
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from knowledge.errors import Fault
from knowledge.load import Read
from knowledge.schema.level import LevelFile
from knowledge.strict_yaml import Document

RULE = "level-unreached"
NUMBERS = "level-number"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault at each level that nobody is ever shown, and at each number out of order."""
    for _, file, document in files.of(LevelFile):
        led_to = {mapping.level for mapping in file.bands}
        notes = " ".join(mapping.note or "" for mapping in file.bands)
        for index, level in enumerate(file.levels):
            if level.id not in led_to and level.name not in notes:
                what = f"No band leads to the level '{level.id}'."
                instead = "Add a line under 'bands', or name the level in the note of one."
                yield Fault(document.position(("levels", index)), RULE, what, "Nobody is ever shown it.", instead)
        yield from _numbers(file, document)


def _numbers(file: LevelFile, document: Document) -> Iterator[Fault]:
    for index, (below, above) in enumerate(pairwise(file.levels), 1):
        if below.number is not None and above.number is not None and above.number <= below.number:
            what = f"Level number {above.number} follows number {below.number}."
            position = document.position(("levels", index, "number"))
            yield Fault(position, NUMBERS, what, "Levels stand from lowest to highest.", "Put them in order.")
