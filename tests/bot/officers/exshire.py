"""Variants of the made-up authority Exshire, and cases written for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.core.house import House
from bot.officers.placed_cases import PlacedCase, placed
from knowledge.pack import Pack
from knowledge.schema.contact import Contact
from knowledge.strict_yaml import read_text

FILE = Path("knowledge/exshire/cases.yaml")


def cases(text: str) -> tuple[PlacedCase, ...]:
    """Cases from the text of a file of Exshire's."""
    return tuple(placed(read_text(text, FILE), pack="exshire"))


def one(expect: str, *, worry: str = "always hungry", more: str = "") -> PlacedCase:
    """One case with these expectations; `more` are further lines of it."""
    lines = ["cases:", "  - id: one", f'    worry: "{worry}"', *(f"    {each}" for each in more.splitlines() if each)]
    return cases("\n".join([*lines, f"    expect: {expect}", ""]))[0]


def with_pack(house: House, pack: Pack) -> House:
    """The house with another pack for Exshire, as of another version."""
    knowledge = replace(house.knowledge, version="next", packs={**house.knowledge.packs, "exshire": pack})
    return replace(house, knowledge=knowledge)


def with_contact(house: House, contact_id: str, **changes: object) -> House:
    """The house with one contact changed."""

    def changed(contact: Contact) -> Contact:
        return contact.model_copy(update=changes) if contact.id == contact_id else contact

    pack = house.knowledge.packs["exshire"]
    return with_pack(house, replace(pack, contacts=tuple(changed(each) for each in pack.contacts)))


def with_sign(house: House, sign_id: str, *, everywhere: bool = False, **changes: object) -> House:
    """The house with one sign changed, in Exshire's pack or in the whole bank."""
    knowledge = house.knowledge

    def changed(pack: Pack) -> Pack:
        if sign_id not in pack.indicators:
            return pack
        return replace(
            pack, indicators={**pack.indicators, sign_id: pack.indicators[sign_id].model_copy(update=changes)}
        )

    if not everywhere:
        return with_pack(house, changed(knowledge.packs["exshire"]))
    phrases = {**knowledge.phrases, sign_id: knowledge.phrases[sign_id].model_copy(update=changes)}
    packs = {name: changed(pack) for name, pack in knowledge.packs.items()}
    return replace(house, knowledge=replace(knowledge, version="next", packs=packs, phrases=phrases))
