"""An e-mail address and a link are written so that a computer can open them.

PASS  email: duty.team@exshire.example        url: https://www.exshire.example/help
FAIL  email: duty.team at exshire.example     email: mailto:duty.team@exshire.example
FAIL  url: www.exshire.example                url: https://www.exshire.example/help page
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from knowledge.errors import Fault
from knowledge.load import Read

HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
EMAIL = re.compile(rf"[A-Za-z0-9][\w.+'-]*@{HOST}", re.ASCII)
LINK = re.compile(rf"https?://{HOST}(?::\d+)?(?:[/?#][^\s<>\"“”]*)?")
SHAPES = (
    ("email", EMAIL, "an e-mail address", "Write the address alone, such as duty@exshire.gov.uk."),
    ("url", LINK, "a link", "Copy it whole from the browser: it begins with https://."),
)


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each address that nothing could open."""
    for _, document in files.files.values():
        for key, shape, thing, instead in SHAPES:
            for path, text in document.texts_under(key):
                if not shape.fullmatch(text) or text.endswith((".", ",", ";")) or ".." in text.partition("?")[0]:
                    yield Fault(document.position(path), key, f"'{text}' does not look like {thing}.", "", instead)
