"""A no-names service that is said to be published says where.

Levels, contacts, terms, areas, settings and signs cannot be written without a source; here it is needed only where
something is claimed.

PASS  no_names: {published: true, says: ..., source: {ref: exshire-guide}}
PASS  no_names: {published: false, says: ...}
FAIL  no_names: {published: true, says: ...}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault
from knowledge.load import Read
from knowledge.schema.authority import Authority

RULE = "no-source"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault where a no-names service is claimed and nobody can look it up."""
    for _, authority, document in files.of(Authority):
        if authority.no_names.published and authority.no_names.source is None:
            what = "A no-names service is said to be published, without a source."
            instead = "Add 'source: {ref: ...}', or write 'published: false'."
            yield Fault(document.key_position(("no_names",)), RULE, what, "A fact needs one.", instead)
