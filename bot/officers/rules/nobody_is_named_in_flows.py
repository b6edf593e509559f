"""No person's name stands in a flow: what `knowledge.checks.nobody_is_named` looks for in packs, looked for here.

PASS  does: Ring the duty worker and say what you saw.
FAIL  does: Ring Sarah Jones and say what you saw.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.officers.rules.whole import Whole
from knowledge.checks.nobody_is_named import names_in, places_of
from knowledge.errors import Fault


def check(whole: Whole) -> Iterator[Fault]:
    """A fault for each text of a flow that names a person."""
    places = " / ".join(places_of(whole.files, pack) for pack in whole.files.pack_ids)
    for _, document in whole.flows.values():
        yield from names_in(document, places)
