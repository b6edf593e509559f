"""Each planted fault is found at its line, by its rule, in words that say what to do; the sound tree has none.

The tree is the made-up Exshire with flows, cases and settings. A fault is a replacement in one file: what stands there,
what is written instead (once), the rule that must find it, the line it must point at, and a part of what it says.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot.folders import Folders
from bot.officers.checking import all_faults
from knowledge.errors import Fault

HERE = Path(__file__).parent
TODAY = dt.date(2026, 11, 22)

AUTHORITY = "knowledge/exshire/authority.yaml"
CASES = "knowledge/exshire/cases.yaml"
CONTACTS = "knowledge/exshire/contacts.yaml"
LEVELS = "knowledge/exshire/levels.yaml"
OWN_SIGNS = "knowledge/exshire/indicators.yaml"
PLACES = "knowledge/exshire/places.yaml"
SOURCES = "knowledge/exshire/sources.yaml"
SIGNS = "knowledge/national/indicators/neglect.yaml"
FLOW = "flows/exshire/early-help.yaml"

WEST = "  - {id: west, name: West, status: as_published, source: {ref: exshire-guide}}"
HUNGRY = "phrases: [always hungry, comes in without breakfast]"

PLANTED = [
    # What YAML, Word, git and editors put into a file.
    (CONTACTS, "    role: duty", "\trole: duty", "tab", 4, "Use two spaces"),
    (CONTACTS, "    role: duty", "\u00a0   role: duty", "space", 4, "from Word or a web page"),
    (CONTACTS, "Duty Team", "“Duty Team”", "quotes", 3, 'Write "Duty Team"'),
    (CONTACTS, '"08:30", closes', "“08:30”, closes", "quotes", 7, "curly"),
    (CONTACTS, "  - id: exshire.edt", "  – id: exshire.edt", "dash", 12, "plain hyphen"),
    (SIGNS, HUNGRY, "phrases:\n      • always hungry", "dash", 8, "plain hyphen"),
    (LEVELS, "levels:", "levels:\n<<<<<<< mine", "merge", 2, "Keep one"),
    (PLACES, "Exmouth Hill]", "Exmouth Hill", "yaml", 6, "[ ] is not closed"),
    (AUTHORITY, '"Level {number}: {name}"', '"Level {number}: {name}', "yaml", 5, "quotation mark opens here"),
    (AUTHORITY, "partnership: Exshire", "partnership: Note: Exshire", "yaml", 3, "a colon in a sentence needs quotes"),
    (CONTACTS, "Duty Team", "&duty Team", "alias", 3, "anchor"),
    (CONTACTS, "Duty Team", "*duty", "alias", 3, "Write the value out"),
    (CONTACTS, "Duty Team", "!!python/name:os.system x", "tag", 3, "YAML tag"),
    (CONTACTS, "Duty Team", "Duty\u200b Team", "invisible", 3, "zero width space"),
    (CONTACTS, "    role: duty\n", "    role: duty\n    role: duty\n", "twice", 5, "first is on line 4"),
    # What the schema refuses.
    (CONTACTS, "role: duty", "rolle: duty", "unknown-key", 4, "Did you mean 'role'?"),
    (CONTACTS, "role: duty", "role: dutty", "literal-error", 4, "Did you mean 'duty'?"),
    (CONTACTS, "    name: Duty Team\n", "", "missing-key", 2, "'name' is missing"),
    (LEVELS, "2027-11-22", "22.11.2027", "date-from-datetime-parsing", 16, "Write year, month, day"),
    (LEVELS, "consent_needed: yes", "consent_needed: maybe", "literal-error", 10, "not one of the words"),
    (CONTACTS, "phones: [{number", "phones: {number", "yaml", 5, "what no [ opened"),
    (PLACES, "towns: [Wyeton]", "towns: Wyeton", "tuple-type", 11, "must be a list"),
    (PLACES, "type: school", "type: Primary School", "string-pattern-mismatch", 15, "small letters"),
    (AUTHORITY, "show_numbers: true", "show_numbers: perhaps", "bool-parsing", 6, "Write true or false"),
    (LEVELS, "number: 2", "number: two", "int-parsing", 19, "must be a whole number"),
    # Ids and what they refer to.
    (CONTACTS, "exshire.edt", "exshire.duty", "id-twice", 12, "taken at"),
    (LEVELS, "id: early-help", "id: universal", "id-twice", 18, "Choose another"),
    (AUTHORITY, "id: exshire", "id: exeshire", "pack", 1, "Write 'id: exshire'"),
    (LEVELS, "ref: exshire-guide", "ref: exshire-gide", "unknown-source", 14, "Did you mean 'exshire-guide'?"),
    (OWN_SIGNS, "indicator: neglect.hungry", "indicator: neglect.hungri", "unknown-indicator", 2, "neglect.hungry"),
    (CONTACTS, "areas: [north]", "areas: [nort]", "place", 28, "Did you mean 'north'?"),
    (PLACES, "area: south", "area: sout", "place", 16, "Did you mean 'south'?"),
    (AUTHORITY, "flow: exshire.early-help", "flow: exshire.early-hepl", "unknown-flow", 19, "Did you mean"),
    # Contacts and hours.
    (CONTACTS, '"0161 496 0100"', '"0161 496 010"', "phone", 5, "digit by digit"),
    (CONTACTS, '"0161 496 0100"', "0161 496 0100", "phone", 5, 'Write "0161 496 0100"'),
    (CONTACTS, "officer@exshire", "officer at exshire", "email", 49, "Write the address alone"),
    (CONTACTS, "https://www.exshire", "www.exshire", "url", 50, "begins with https://"),
    (CONTACTS, "outside: exshire.duty", "outside: exshire.dutty", "hours", 17, "Did you mean 'exshire.duty'?"),
    (CONTACTS, "days: [fri]", "days: [thu, fri]", "hours", 7, "overlap on thu"),
    (CONTACTS, 'closes: "16:00"', 'closes: "08:00"', "hours", 7, "before it opens"),
    (CONTACTS, "    how: Ask the council.\n", "", "unreachable", 33, "Say in 'how' where to find it"),
    (AUTHORITY, "roles: [duty, out_of_hours]", "roles: [duty]", "nobody-answers", 13, "Add a role that answers then"),
    (AUTHORITY, "[ehpo, duty, out_of_hours]", "[ehpo, prevent, duty, out_of_hours]",
     "role", 14, "No contact has the role"),
    (CONTACTS, "role: lado", "role: prevent", "role", 1, "role: lado"),
    (PLACES, "settings:\n", f"{WEST}\nsettings:\n", "no-contact", 14, "serves the area 'west'"),
    (PLACES, "area: south, ", "", "no-contact", 16, "neither an area nor a contact"),
    (AUTHORITY, "terms: []", "terms: []\nspecial_days: [{contact: exshire.dut, day: 2026-12-24}]",
     "date", 12, "Did you mean"),
    # Levels and wording.
    (LEVELS, "level: child-in-need}", "level: child-in-ned}", "band", 69, "Did you mean 'child-in-need'?"),
    (LEVELS, "  - {band: universal, level: universal}\n", "", "band", 66, "Add '- band: universal'"),
    (LEVELS, "early_help, level: early-help", "early_help, level: universal",
     "level-unreached", 18, "Nobody is ever shown"),
    (LEVELS, "number: 2", "number: 1", "level-number", 19, "Put them in order"),
    (AUTHORITY, "Level {number}", "Level {numbre}", "wording", 5, "Did you mean 'number'?"),
    (AUTHORITY, "closest to {level}", "closest to this", "wording", 7, "{level} is missing"),
    (AUTHORITY, "  - {band: universal, roles: [duty, out_of_hours]}\n", "", "band", 12, "Add '- band: universal'"),
    # Dates, sources, names.
    ("knowledge/release.yaml", "review_by: 2027-11-22", "review_by: 2026-11-21", "overdue", 1, "Publish a new one"),
    (CONTACTS, "review_by: 2027-11-22", "review_by: 2026-11-21", "overdue", 10, "Confirm it"),
    (CONTACTS, "status: as_published", "status: confirmed", "date", 9, "checked_on"),
    (CONTACTS, "status: as_published", "status: confirmed\n    checked_on: 2026-11-30", "date", 10, "has not come yet"),
    (AUTHORITY, "published: false", "published: true", "no-source", 8, "A fact needs one"),
    (CONTACTS, "owner: The partnership", "owner: Mrs Okafor", "name", 11, "Write the role or the team"),
    (CONTACTS, "how: Ask the council.", "how: Ask for Sarah Jones.", "name", 39, "'Sarah Jones' looks like"),
    (CONTACTS, "designated.officer@", "sarah.jones@", "name", 49, "looks like a person's name"),
    (FLOW, "does: Talk with the family.", "does: Talk with Sarah Jones.", "name", 28, "Write the role or the team"),
    # Signs.
    (SIGNS, "[left on his own all night]", "[Always  hungry]", "phrase-twice", 12, "already leads to the sign"),
    (SIGNS, "[left on his own all night]", "[is always hungry and cold]", "shadowed", 12, "words of its own"),
    (SIGNS, HUNGRY, f"{HUNGRY}\n    unless: [without breakfast]", "phrase-undone", 7, "Delete one of them"),
    (SIGNS, HUNGRY, f"{HUNGRY}\n    examples: {{not: [he is always hungry]}}", "example", 8, "under 'unless'"),
    (SIGNS, "id: neglect.left-alone", "id: alone.left", "sign", 9, "Begin its id with 'neglect.'"),
    (SIGNS, HUNGRY, f"{HUNGRY}\n    escalates: [{{when: repeated, to: universal}}]", "sign", 8, "Name a higher band"),
    (SIGNS, HUNGRY, f"{HUNGRY}\n    ages: {{from: 9, to: 4}}", "sign", 8, "Swap the two"),
    (SIGNS, HUNGRY, "phrases: []", "too-short", 7, "Write at least one"),
    # Flows: promise P1, and words that a tired person can read.
    (FLOW, "next: ring-duty}", "next: ring-dutty}", "flow-next-exists", 15, "Did you mean"),
    (FLOW, "says: \"Yes\", next: plan", "says: \"Yes\", next: look", "flow-reachable", 32, "nothing leads here"),
    (FLOW, "    wait_days: 2\n", "", "flow-loops-take-time", 17, "wait_days"),
    (FLOW, "    next: look\n", "    next: plan\n", "flow-ends", 32, "Lead one choice to an outcome"),
    (FLOW, "when: within two weeks", "when: soon", "flow-whole-outcomes", 43, "no time that a person could keep"),
    (FLOW, "by: this week", "by: as appropriate", "flow-actions-have-a-time", 29, "no time that a person could keep"),
    (FLOW, "[ehpo, duty, out_of_hours]", "[open_case_team]",
     "flow-contacts-resolve", 42, "Add a role that answers at night"),
    (FLOW, "contacts: [emergency]", "contacts: [duty, emergency]", "flow-danger-exit", 60, "'emergency' first"),
    (FLOW, "    disputed: ring-999\n", "", "flow-second-chance", 48, "decision is no"),
    (FLOW, "already_open, ", "", "flow-branches", 10, "covers: [already_open]"),
    (FLOW, ", unsure: true}", "}", "flow-unsure-choice", 14, "unsure: true"),
    (FLOW, "safe today?", "safe today, and is the home warm?", "flow-one-question", 12, "two things at once"),
    (FLOW, "safe today?", "safe today? Is it warm?", "flow-one-question", 12, "only question mark"),
    (FLOW, "also_typed: [she is safe]", 'also_typed: ["no"]', "flow-typed-apart", 14, "more than one choice"),
    (FLOW, 'says: "No", next: ring', f"says: {'x' * 61}, next: ring", "flow-short-labels", 15, "a button holds 60"),
    (FLOW, "Meet the family again.", "Go and go " * 14 + ".", "flow-plain-words", 38, "25 is the most"),
    (FLOW, "ref: exshire-guide", "ref: exshire-gide", "flow-sources-exist", 10, "exshire-gide"),
    (FLOW, "id: exshire.early-help", "id: exshire.erly-help", "flow-id", 1, "or move the file"),
    (FLOW, "review_by: 2027-11-22", "review_by: 2026-11-21", "overdue", 6, "set the next date"),
    # Cases.
    (CASES, "level: child-in-need", "level: child-in-ned", "case", 8, "Did you mean 'child-in-need'?"),
    (CASES, "[neglect.hungry]", "[neglect.hungri]", "case", 9, "Did you mean 'neglect.hungry'?"),
    (CASES, "contacts: [exshire.duty]", "contacts: [exshire.dutty]", "case", 11, "Did you mean 'exshire.duty'?"),
    (CASES, "flow: exshire.early-help", "flow: exshire.help", "case", 12, "exshire.early-help"),
    (CASES, "outcome: look", "outcome: lok", "case", 13, "Did you mean 'look'?"),
    (CASES, "choices: [walk, safe,", "choices: [walk, save,", "case", 5, "Did you mean 'safe'?"),
    (CASES, "id: alone", "id: hungry", "case", 14, "is taken at"),
    (CASES, "[neglect.left-alone]", "[neglect.hungry]", "case", 10, "Keep one"),
    (CASES, "area: north", "area: nort", "case", 4, "Did you mean 'north'?"),
    (CASES, "{urgent: true, first: exshire.duty}", "{}", "case", 16, "It can never fail"),
    # Settings, and what nobody is led to.
    ("app.yaml", "[exshire]", "[exshire, exhsire]", "authority", 1, "Did you mean 'exshire'?"),
    ("app.yaml", "default_authority: exshire", "default_authorty: exshire", "unknown-key", 2, "Did you mean"),
    (SOURCES, "sources:", "sources:\n  - {id: x, title: X, publisher: X, dated: '2026', standing: old}",
     "unused", 2, "Refer to it"),
    (CONTACTS, "role: lado", "role: camhs", "unused", 45, "Add its role 'camhs'"),
]  # fmt: skip


@pytest.fixture
def tree(packs: Path) -> Path:
    """A sound tree of packs, flows, cases and settings, to be changed at will."""
    root = packs.parent
    shutil.copytree(HERE / "flows", root / "flows")
    shutil.copy(HERE / "cases.yaml", packs / "exshire" / "cases.yaml")
    shutil.copy(HERE / "app.yaml", root / "app.yaml")
    return root


def faults_of(tree: Path) -> tuple[Fault, ...]:
    return all_faults(Folders.under(tree), app=tree / "app.yaml", today=TODAY)


def test_the_sound_tree_has_no_fault(tree: Path) -> None:
    assert [str(fault) for fault in faults_of(tree)] == []


@pytest.mark.parametrize(
    ("file", "sound", "broken", "rule", "line", "says"),
    PLANTED,
    ids=[f"{number:02} {each[3]} {each[4]}" for number, each in enumerate(PLANTED, 1)],
)
def test_a_planted_fault_is_found_at_its_line(
    tree: Path, file: str, sound: str, broken: str, rule: str, line: int, says: str
) -> None:
    path = tree / file
    text = path.read_text(encoding="utf-8")
    assert sound in text
    path.write_text(text.replace(sound, broken, 1), encoding="utf-8")

    found = [(fault.rule, fault.position.file, fault.position.line, str(fault)) for fault in faults_of(tree)]

    there = [said for rule_, at, line_, said in found if (rule_, at, line_) == (rule, path, line)]
    assert any(says in said for said in there), found


def test_sixty_faults_and_more_are_planted() -> None:
    assert len(PLANTED) >= 60
    assert len({each[3] for each in PLANTED}) >= 40
