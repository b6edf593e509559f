"""Internet addresses of a device (IPv4 and IPv6), which lead to a household."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "IP_ADDRESS"
CANDIDATE = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){4,7})(?![\w:])", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:  # noqa: ARG001
    """Addresses that the standard library can read."""
    for match in CANDIDATE.finditer(text):
        if _is_address(match.group()):
            yield Identifier(match.start(), match.end(), TYPE, "looks like an internet address")


def _is_address(candidate: str) -> bool:
    try:
        ipaddress.ip_address(candidate)
    except ValueError:
        return False
    return True
