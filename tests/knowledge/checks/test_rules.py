"""Each rule finds what it is for, at its line, and finds nothing in a sound release."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowledge.checks import RULES, check_knowledge

TODAY = dt.date(2026, 11, 22)

PLANTED = [
    ("id-twice", "exshire/contacts.yaml", "exshire.edt", "exshire.duty", "12:9"),
    ("id-twice", "exshire/levels.yaml", "id: early-help", "id: universal", "18:9"),
    ("unknown-source", "exshire/levels.yaml", "ref: exshire-guide", "ref: exshire-gide", "14:19"),
    ("band", "exshire/levels.yaml", "level: child-in-need}", "level: child-in-ned}", "69:34"),
    ("band", "exshire/levels.yaml", "  - {band: universal, level: universal}\n", "", "66:1"),
    ("band", "exshire/authority.yaml", "  - {band: universal, roles: [duty, out_of_hours]}\n", "", "12:1"),
    ("hours", "exshire/contacts.yaml", "outside: exshire.duty", "outside: exshire.dutty", "17:37"),
    ("hours", "exshire/contacts.yaml", 'opens: "08:30", closes: "16:00"', 'opens: "18:30", closes: "16:00"', "7:99"),
    ("hours", "exshire/contacts.yaml", "days: [fri]", "days: [thu, fri]", "7:99"),
    ("nobody-answers", "exshire/authority.yaml", "[duty, out_of_hours]", "[duty]", "13:5"),
    ("unreachable", "exshire/contacts.yaml", "    how: Ask the council.\n", "", "33:5"),
    ("phone", "exshire/contacts.yaml", '"0161 496 0100"', "0161 496 0100", "5:23"),
    ("phone", "exshire/contacts.yaml", '"0161 496 0100"', '"0161 496 010"', "5:23"),
    ("phrase-twice", "national/indicators/neglect.yaml", "left on his own all night", "Always  hungry", "12:15"),
    ("place", "exshire/contacts.yaml", "areas: [north]", "areas: [nort]", "28:22"),
    ("place", "exshire/places.yaml", "type: school, area: south", "type: school, area: sout", "16:71"),
    ("overdue", "exshire/levels.yaml", "review_by: 2027-11-22", "review_by: 2026-11-21", "16:16"),
    ("overdue", "release.yaml", "review_by: 2027-11-22", "review_by: 2026-11-21", "1:1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "file", "sound", "broken", "where"), PLANTED, ids=[f"{p[0]} {p[1]} {p[4]}" for p in PLANTED]
)
def test_a_planted_fault_is_found_at_its_line(
    packs: Path, rule: str, file: str, sound: str, broken: str, where: str
) -> None:
    path = packs / file
    text = path.read_text()
    assert sound in text
    path.write_text(text.replace(sound, broken, 1))
    faults = check_knowledge(packs, today=TODAY)
    assert (rule, f"{path}:{where}") in [(fault.rule, str(fault.position)) for fault in faults]


def test_a_sound_release_has_no_fault(packs: Path) -> None:
    assert check_knowledge(packs, today=TODAY) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.rsplit(".", 1)[-1])
def test_every_rule_is_documented_with_pass_and_fail(rule: object) -> None:
    assert "PASS" in str(rule.__doc__)
    assert "FAIL" in str(rule.__doc__)
