"""Every YAML file of a pack is one that the program reads: a file with another name would change nothing.

PASS  exshire/contacts.yaml, exshire/indicators.yaml, national/indicators/neglect.yaml
FAIL  exshire/contact.yaml        exshire/contacts.yml        exshire/contacts (copy).yaml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault, Position, did_you_mean
from knowledge.load import FILES, Read

RULE = "unread"
WHY = "What stands in it changes nothing."


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A warning at each file that looks like knowledge and is not read."""
    for pack in files.pack_ids:
        for file in sorted((files.root / pack).iterdir()) if (files.root / pack).is_dir() else ():
            if file.suffix in {".yaml", ".yml"} and file.name not in FILES and not file.name.startswith("."):
                nearest = did_you_mean(file.name, FILES)
                yield Fault(Position(file), RULE, "Nothing reads a file of this name.", WHY, nearest, "warning")
