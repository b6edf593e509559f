"""Web addresses: a profile, a video or a picture shows a person. Pages of public bodies do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "URL"
WHY = "is a link that may show a person"
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\],]+|\b(?:[a-z0-9-]{1,63}+\.){1,8}(?:com|net|org|co\.uk|gg|me|tv|io|app|be|ly)/[^\s<>\"')\],]+",
    re.I,
)
HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/:?#\s]+)", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:
    """Links, less the full stop that ends the sentence."""
    for match in LINK.finditer(text):
        link = match.group().rstrip(".,;:!?")
        if not _is_public(link, known.public_sites):
            yield Identifier(match.start(), match.start() + len(link), TYPE, WHY)


def _is_public(link: str, public_sites: frozenset[str]) -> bool:
    host = HOST.match(link)
    name = host.group(1).lower() if host else ""
    return any(name == site or name.endswith("." + site) for site in public_sites)
