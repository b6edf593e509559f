"""The message again, without the words that identify: what the person is offered to send instead."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.guard.identifier import PERSON, Identifier

INSTEAD = {
    PERSON: "the child",
    "SCHOOL": "[school]",
    "ADDRESS": "[address]",
    "POSTCODE": "[postcode]",
    "DATE_OF_BIRTH": "[date of birth]",
    "PHONE": "[phone]",
    "EMAIL": "[e-mail]",
    "URL": "[link]",
    "HANDLE": "[online name]",
    "VEHICLE_REG": "[number plate]",
    "IP_ADDRESS": "[internet address]",
    "BANK_DETAILS": "[bank details]",
}
OTHERWISE = "[number]"
RELATION = re.compile(
    r"\b(?:mum|mam|mother|dad|father|nan|gran|grandma|grandad|brother|sister|uncle|aunt|auntie|cousin|partner|boyfriend|"
    r"girlfriend|friend|mr|mrs|ms|miss|dr|stepdad|stepmum|teacher|worker|neighbour)[\s.,]*$",
    re.I,
)


def reword(text: str, identifiers: Iterable[Identifier]) -> str:
    """`text` with each identifier that stops replaced: the first person by "the child", later ones by "[name 2]"..."""
    pieces: list[str] = []
    people: dict[str, str] = {}
    end = 0
    for identifier in sorted(identifier for identifier in identifiers if identifier.stops):
        pieces += [text[end : identifier.start], _instead(text, identifier, people)]
        end = identifier.end
    return _tidy("".join([*pieces, text[end:]]))


def _instead(text: str, identifier: Identifier, people: dict[str, str]) -> str:
    if identifier.type != PERSON:
        return INSTEAD.get(identifier.type, OTHERWISE)
    if RELATION.search(text[: identifier.start]):
        return ""
    name = text[identifier.start : identifier.end].lower()
    default = INSTEAD[PERSON] if not people else f"[person {len(people) + 1}]"
    return people.setdefault(name, default)


def _tidy(text: str) -> str:
    """No double blanks and none before a comma, and a capital where the message had one."""
    tidy = re.sub(r"[ \t]+([,.;:!?)]|['’]s\b)", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()
    return tidy[:1].upper() + tidy[1:] if tidy.startswith(INSTEAD[PERSON]) else tidy
