"""Every fact names a source that its pack, or the national pack, lists: a fact without a source does not ship.

PASS  source: {ref: kcsie, section: Part one}     with `kcsie` in sources.yaml
FAIL  source: {ref: kcise}                        (did you mean 'kcsie'?)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault, did_you_mean
from knowledge.load import Read
from knowledge.pack import NATIONAL
from knowledge.schema.authority import SourceFile

RULE = "unknown-source"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault at each `ref` that leads nowhere."""
    known: dict[str, set[str]] = {}
    for pack, file, _ in files.of(SourceFile):
        known[pack] = {source.id for source in file.sources}
    for (pack, _), (_, document) in files.files.items():
        mine = known.get(pack, set()) | known.get(NATIONAL, set())
        for path, ref in document.texts_under("ref"):
            if ref not in mine:
                what = f"No source is called '{ref}'."
                yield Fault(document.position(path), RULE, what, "Every fact needs one.", did_you_mean(ref, mine))
