"""The packs that ship: what their authorities have published, and nothing that nobody has."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from knowledge.checks import check_knowledge
from knowledge.clock import LONDON
from knowledge.directory import ring_first, whom_to_call
from knowledge.load import HERE, load_knowledge
from knowledge.pack import Knowledge
from knowledge.schema.common import Band

TODAY = dt.date(2026, 11, 22)


@cache
def shipped() -> Knowledge:
    return load_knowledge(HERE)


def test_the_packs_that_ship_are_sound() -> None:
    assert check_knowledge(HERE, today=TODAY) == ()


@pytest.mark.parametrize(
    ("authority", "names"),
    [
        ("oldham", ["Universal", "Universal Plus", "Targeted Early Help", "Children's Social Care"]),
        ("tameside", ["Level 1:", "Level 2:", "Level 3:", "Level 4:"]),
        ("bury", ["Level 1:", "Level 2:", "Level 3:", "Level 4:", "Level 5:"]),
        ("oxfordshire", ["Level 1:", "Level 2:", "Level 3:", "Level 4:"]),
    ],
)
def test_each_authority_has_its_own_levels_in_its_own_words(authority: str, names: list[str]) -> None:
    pack = shipped().packs[authority]
    headings = [pack.heading(level) for level in pack.levels]
    assert len(headings) == len(names)
    assert all(heading.startswith(name) for heading, name in zip(headings, names, strict=True))


def test_oldham_shows_no_numbers() -> None:
    pack = shipped().packs["oldham"]
    assert not any(character.isdigit() for level in pack.levels for character in pack.heading(level))


@pytest.mark.parametrize(
    ("authority", "at", "number"),
    [
        ("oldham", "2026-11-24T08:39", "0161 770 6936"),
        ("oldham", "2026-11-24T08:40", "0161 770 7777"),
        ("oldham", "2026-11-27T16:59", "0161 770 7777"),
        ("tameside", "2026-11-25T16:59", "0161 342 4101"),
        ("tameside", "2026-11-26T16:30", "0161 342 2222"),
        ("tameside", "2026-11-27T16:00", "0161 342 2222"),
        ("oxfordshire", "2026-11-27T15:59", "0345 050 7666"),
        ("oxfordshire", "2026-11-27T16:00", "0800 833 408"),
        ("bury", "2026-11-24T10:00", "0161 253 5678"),
        ("bury", "2026-11-24T22:00", "0161 253 6606"),
        ("bury", "2026-12-25T10:00", "0161 253 6606"),
    ],
)
def test_the_number_to_ring_for_serious_harm(authority: str, at: str, number: str) -> None:
    now = dt.datetime.fromisoformat(at).replace(tzinfo=LONDON)
    first = ring_first(whom_to_call(shipped().packs[authority], Band.CHILD_PROTECTION, now=now))
    assert first is not None
    assert first.contact.phones[0].number == number


def test_p5_nothing_ships_as_confirmed_that_nobody_has_confirmed() -> None:
    confirmed = [
        contact.id for pack in shipped().packs.values() for contact in pack.contacts if contact.status == "confirmed"
    ]
    assert confirmed == []


def test_only_oxfordshire_publishes_a_no_names_service() -> None:
    offered = [pack.id for pack in shipped().packs.values() if pack.authority.no_names.published]
    assert offered == ["oxfordshire"]


def test_the_bank_is_broad_and_says_things_in_many_ways() -> None:
    signs = list(shipped().packs["national"].indicators.values())
    domains = {sign.in_domain for sign in signs}
    assert len(signs) >= 200
    assert len(domains) >= 25
    assert min(len(sign.phrases) for sign in signs) >= 8
    assert {sign.band for sign in signs} == set(Band)


def test_no_place_that_is_only_inferred_ships() -> None:
    """No ward list is published for these two, so their areas have no towns."""
    for authority in ("oldham", "bury"):
        assert all(not area.towns for area in shipped().packs[authority].places.areas)


def test_json_schemas_for_editors_are_current() -> None:
    from bot.commands.schemas import SCHEMAS
    from knowledge.schema.to_json import json_schema

    folder = HERE / "schema" / "json"
    stale = [name for name, model in SCHEMAS.items() if (folder / f"{name}.json").read_text() != json_schema(model)]
    assert stale == [], "run `earlyhelp schemas`"


@pytest.mark.parametrize("file", sorted(HERE.rglob("*.yaml")), ids=lambda file: str(file.relative_to(HERE)))
def test_every_file_points_editors_at_its_schema(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (file.parent / first.partition("=")[2]).resolve().exists()
