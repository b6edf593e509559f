"""docs/security.md is true: every requirement stands in it, every row is held or says why not, every test exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.slack import door as slack_door
from bot.teams import door as teams_door
from bot.web import forms, impatient
from bot.web.studio import bodies, limits, links, sessions
from knowledge import files, strict_yaml
from knowledge.releases import archive
from nlp import reader

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TESTS = ROOT / "tests"
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+)(?: – (V\d+\.\d+\.\d+))? \|(.*)\|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
PLAIN = ("not met: ", "does not apply: ", "the council's job: ")
REQUIRED = {
    "V1.1": "1 2", "V1.2": "1-9", "V1.3": "1-11", "V1.4": "1-3", "V1.5": "1 2",
    "V2.1": "1-3", "V2.2": "1-3", "V2.3": "1-4", "V2.4": "1",
    "V3.2": "1 2", "V3.3": "1-4", "V3.4": "1-6", "V3.5": "1-5", "V3.7": "1 2",
    "V4.1": "1-3", "V4.2": "1", "V4.3": "1 2", "V4.4": "1-4",
    "V5.1": "1", "V5.2": "1-3", "V5.3": "1 2", "V5.4": "1-3",
    "V6.1": "1-3", "V6.2": "1-12", "V6.3": "1-4", "V6.4": "1-4", "V6.5": "1-5", "V6.6": "1-3", "V6.8": "1-4",
    "V7.1": "1-3", "V7.2": "1-4", "V7.3": "1 2", "V7.4": "1-5", "V7.5": "1 2", "V7.6": "1 2",
    "V8.1": "1 2", "V8.2": "1-3", "V8.3": "1", "V8.4": "1",
    "V9.1": "1-3", "V9.2": "1-4",
    "V10.1": "1 2", "V10.2": "1 2", "V10.3": "1-4", "V10.4": "1-11", "V10.5": "1-5", "V10.6": "1 2", "V10.7": "1-3",
    "V11.1": "1 2", "V11.2": "1-3", "V11.3": "1-3", "V11.4": "1-4", "V11.5": "1", "V11.6": "1",
    "V12.1": "1-3", "V12.2": "1 2", "V12.3": "1-4",
    "V13.1": "1", "V13.2": "1-5", "V13.3": "1 2", "V13.4": "1-5",
    "V14.1": "1 2", "V14.2": "1-4", "V14.3": "1-3",
    "V15.1": "1-3", "V15.2": "1-3", "V15.3": "1-7",
    "V16.1": "1", "V16.2": "1-5", "V16.3": "1-4", "V16.4": "1-3", "V16.5": "1-3",
    "V17.1": "1", "V17.2": "1-4", "V17.3": "1 2",
}  # fmt: skip
"""The numbers of levels 1 and 2 in version 5.0.0, by section."""


def required() -> list[str]:
    found = []
    for section, said in REQUIRED.items():
        first, _, last = said.partition("-")
        numbers = range(int(first), int(last) + 1) if last else map(int, said.split())
        found += [f"{section}.{number}" for number in numbers]
    return found


def rows() -> list[tuple[tuple[str, ...], str, str]]:
    """(requirements, the row, its last cell) of every row of the table."""
    everything = required()
    found = []
    for first, last, rest in ROW.findall(PAGE):
        covered = everything[everything.index(first) : everything.index(last or first) + 1]
        found.append((tuple(covered), f"{first}{rest}", rest.rpartition("|")[2].strip()))
    return found


def test_every_requirement_of_levels_1_and_2_stands_in_the_table_once() -> None:
    covered = [each for numbers, _, _ in rows() for each in numbers]
    assert covered == required()
    assert len(covered) == 253


def test_every_row_is_held_by_a_test_or_says_plainly_why_not() -> None:
    for _, row, last in rows():
        named = NAMED.findall(last)
        assert named or last.startswith(PLAIN), row
        assert not last.startswith(PLAIN) or len(last) > 25, row


def test_every_test_that_is_named_exists() -> None:
    named = sorted(set(NAMED.findall(PAGE)))
    assert len(named) > 100
    missing = [f"{file}::{name}" for file, name in named if not has(TESTS / file, name)]
    assert missing == []


def has(file: Path, name: str) -> bool:
    return (
        file.exists()
        and re.search(rf"^(?:async )?def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None
    )


def test_every_attack_beyond_the_standard_is_held() -> None:
    table = PAGE.partition("## Attacks beyond the standard")[2]
    lines = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert len(lines) > 8
    assert all(NAMED.search(line.rpartition("| `")[2] and line) for line in lines)


BODIES = (forms.LARGEST_BODY, teams_door.LARGEST_BODY, slack_door.LARGEST_BODY, bodies.LARGEST_BODY)
FIELDS = (forms.MOST_FIELDS, slack_door.MOST_FIELDS, bodies.MOST_FIELDS)
PACKED = (archive.MOST_BYTES >> 20, archive.MOST_FILES, archive.LARGEST_FILE >> 20, archive.LARGEST_TREE >> 20)
TRIES = tuple(limits.ALLOWED[kind].each for kind in ("sign-in", "save", "check", "work"))
SESSION = (sessions.IDLE.total_seconds() / 3600, sessions.LONGEST.total_seconds() / 3600)
LINKS = (links.AT_START.total_seconds() / 3600, links.INVITED.total_seconds() / 60)


@pytest.mark.parametrize(
    ("said", "values", "true"),
    [
        ("10,000 characters", reader.LONGEST, 10_000),
        ("256 KB, 256 KB, 1 MB, 1 MB", BODIES, (256 << 10, 256 << 10, 1 << 20, 1_000_000)),
        ("40, Slack 100, studio 400", FIELDS, (40, 100, 400)),
        ("whole request within 20 s", impatient.ARRIVES_WITHIN, 20),
        ("2 MB (900 KB in the studio); 40", (files.LARGEST_FILE, strict_yaml.DEEPEST), (2_000_000, 40)),
        ("16 MB, 5,000 files, 2 MB each, 64 MB unpacked", PACKED, (16, 5_000, 2, 64)),
        ("| 10, 120, 120, 20 |", TRIES, (10, 120, 120, 20)),
        ("1 hour idle, 8 hours", SESSION, (1, 8)),
        ("at the start 12 hours, invited 30 minutes", LINKS, (12, 30)),
        ("5 minutes; 5 minutes", slack_door.WINDOW, 300),
    ],
    ids=range(10),
)
def test_a_limit_in_the_table_is_the_one_in_the_code(said: str, values: object, true: object) -> None:
    assert said in PAGE
    assert values == true


def test_every_secret_that_the_program_reads_is_named_here() -> None:
    """In the table's page or in the guide that tells how to set it."""
    guides = PAGE + "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs").glob("*.md")))
    read = set()
    for file in (ROOT / "bot").rglob("*.py"):
        read |= set(re.findall(r'"([A-Z]+_[A-Z_]*(?:SECRET|TOKEN|PASSWORD))"', file.read_text(encoding="utf-8")))
    assert len(read) >= 5
    assert {name for name in read if name not in guides} == set()


def test_every_host_that_the_program_calls_is_named_here() -> None:
    called = {"slack.com", "hooks.slack.com", "login.botframework.com", "login.microsoftonline.com"}
    assert all(f"`{host}`" in PAGE for host in called)


def test_the_times_for_mending_are_said() -> None:
    assert re.search(r"within \d+ days", PAGE)
    assert (ROOT / "SECURITY.md").exists()
