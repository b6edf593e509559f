"""Every contact has a number, an e-mail, a page, or words that say how to find it.

PASS  phones: []  with  how: It is printed on the last page of the Family Help Tool.
FAIL  phones: []  and nothing else
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.errors import Fault
from knowledge.load import Read
from knowledge.schema.contact import ContactFile

RULE = "unreachable"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each contact nobody could reach."""
    for _, file, document in files.of(ContactFile):
        for index, contact in enumerate(file.contacts):
            if not (contact.phones or contact.email or contact.url or contact.how):
                what = f"Nobody can reach '{contact.id}': it has no number, e-mail, page or 'how'."
                yield Fault(document.position(("contacts", index)), RULE, what, "", "Say in 'how' where to find it.")
