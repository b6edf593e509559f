"""One thing changes in a file, and every other character stays: a table to read, and any file Hypothesis thinks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.edit import NotEditable, applied, edited_contact, rewritten, splices
from knowledge.errors import UnknownName
from knowledge.schema.contact import ContactFile
from knowledge.strict_yaml import parse, read_text
from knowledge.written import Data

HERE = Path("contacts.yaml")
ROOT = Path(__file__).parent.parent.parent

FILE = """\
# The numbers of Exshire.   Two blanks  stay.
contacts:
  # day
  - id: exshire.mash
    name: 'Duty team'   # was: MASH
    role: duty
    phones:
      - number: "0161 496 0000"   # switchboard
        label: day
      # the second one
      - number: '0161 496 0001'
    hours:
      kind: weekly
      weekly:
        - days: [mon, tue]  # short days
          opens: "09:00"
          closes: "17:00"
    status: as_published   # nobody rang
    review_by: 2027-02-22

  # night
  - {id: exshire.edt, name: Night, role: out_of_hours, status: as_published, phones: []}
"""


def data(text: str) -> Any:
    return read_text(text, HERE).data


def changed_lines(old: str, new: str) -> list[str]:
    before = old.splitlines()
    return [line for line in new.splitlines() if line not in before]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"status": "confirmed"}, ["    status: confirmed   # nobody rang"]),
        ({"name": "Duty's team"}, ["    name: 'Duty''s team'   # was: MASH"]),
        ({"checked_on": "2026-11-24"}, ["    checked_on: 2026-11-24"]),
        (
            {"phones": [{"number": "0161 496 0009", "label": "day"}, {"number": "0161 496 0001"}]},
            ['      - number: "0161 496 0009"   # switchboard'],
        ),
        (
            {"phones": [{"number": "0161 496 0000", "label": "day"}, {"number": "0161 496 0009"}]},
            ["      - number: '0161 496 0009'"],
        ),
        ({"phones": [{"number": "0161 496 0001"}]}, []),
        ({"email": "duty@exshire.example"}, ["    email: duty@exshire.example"]),
        (
            {
                "hours": {
                    "kind": "weekly",
                    "weekly": [{"days": ["mon", "tue", "wed"], "opens": "08:40", "closes": "17:00"}],
                }
            },
            ["        - days: [mon, tue, wed]  # short days", '          opens: "08:40"'],
        ),
        ({"hours": {"kind": "always"}}, ["      kind: always"]),
    ],
    ids=["status", "quotes", "new key", "number", "second number", "one fewer", "email", "hours", "other hours"],
)
def test_only_the_lines_that_must_change_do(changes: dict[str, Data], lines: list[str]) -> None:
    new = edited_contact(FILE, "exshire.mash", changes)

    assert changed_lines(FILE, new) == lines
    for key, value in changes.items():
        assert data(new)["contacts"][0][key] == value


def test_a_number_that_is_added_stands_after_the_last_one_in_quotes() -> None:
    phones: list[Data] = [
        {"number": "0161 496 0000", "label": "day"},
        {"number": "0161 496 0001"},
        {"number": "0800 1111", "label": "free"},
    ]
    new = edited_contact(FILE, "exshire.mash", {"phones": phones})

    assert "      - number: '0161 496 0001'\n      - number: \"0800 1111\"\n        label: free\n" in new


def test_the_last_number_taken_away_takes_its_key_with_it() -> None:
    new = edited_contact(FILE, "exshire.mash", {"phones": None})

    assert "phones" not in data(new)["contacts"][0]
    assert "# was: MASH" in new


def test_the_first_number_where_there_was_none() -> None:
    new = edited_contact(
        FILE.replace("role: duty", "role: duty\n    # none yet"), "exshire.edt", {"phones": [{"number": "999"}]}
    )

    assert data(new)["contacts"][1]["phones"] == [{"number": "999"}]


def test_numbers_where_the_key_stood_empty() -> None:
    text = "contacts:\n  - id: a.b\n    phones: []  # ask\n    name: A\n"
    new = edited_contact(text, "a.b", {"phones": [{"number": "0161 496 0000"}]})

    assert new == 'contacts:\n  - id: a.b\n    phones:\n      - number: "0161 496 0000"  # ask\n    name: A\n'


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_line_ends_and_the_first_mark_stay(line_end: str, mark: str) -> None:
    text = mark + FILE.replace("\n", line_end)
    new = edited_contact(text, "exshire.mash", {"status": "confirmed", "checked_on": "2026-11-24"})

    assert new.startswith(mark)
    assert len(re.findall("(?<!\r)\n", new)) == (0 if line_end == "\r\n" else new.count("\n"))
    assert "checked_on: 2026-11-24" in new


def test_a_file_without_a_last_line_end() -> None:
    text = "contacts:\n  - id: a.b\n    status: as_published"

    assert edited_contact(text, "a.b", {"owner": "The team"}) == f"{text}\n    owner: The team"


def test_a_contact_nobody_knows_is_said_so() -> None:
    with pytest.raises(UnknownName, match=r"exshire\.mash"):
        edited_contact(FILE, "exshire.mahs", {"status": "confirmed"})


def test_a_comment_in_the_middle_is_not_thrown_away() -> None:
    text = "contacts:\n  - id: a.b\n    phones: [\n      {number: '1'},  # first\n      {number: '2'}]\n"

    with pytest.raises(NotEditable):
        edited_contact(text, "a.b", {"phones": [{"number": "1"}]})


@pytest.mark.parametrize(
    "word",
    ["yes", "true", "null", "~", "007", "12", "a: b", "# no", "- x", "[x]", "\u2028", "tab\there", "'", '"', "é", "&a"],
)
def test_a_word_with_a_meaning_of_its_own_is_put_in_quotes(word: str) -> None:
    assert data(edited_contact(FILE, "exshire.mash", {"how": word}))["contacts"][0]["how"] == word


def test_every_contact_that_ships_can_be_edited() -> None:
    for file in sorted((ROOT / "knowledge").glob("*/contacts.yaml")):
        text = file.read_bytes().decode()
        for contact in parse(read_text(text, file), ContactFile).contacts:
            new = edited_contact(
                text, contact.id, {"status": "confirmed", "checked_on": "2026-11-24", "phones": [{"number": "999"}]}
            )
            assert comments(text) <= comments(new) | {"#"}, contact.id


def comments(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.strip().startswith("#")}


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"]) | st.just(" "),
    min_size=1,
    max_size=12,
)
NUMBERS = st.from_regex(r"\A0[0-9 ]{2,10}[0-9]\Z")
TIMES = st.from_regex(r"\A(0[0-9]|1[0-9]):[0-5][0-9]\Z")
DAYS = st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri"]), min_size=1, max_size=5, unique=True)
PHONES = st.lists(
    st.fixed_dictionaries({"number": NUMBERS}, optional={"label": WORDS.map(str.strip).filter(bool)}), max_size=4
)
WEEKS = st.lists(st.fixed_dictionaries({"days": DAYS, "opens": TIMES, "closes": TIMES}), min_size=1, max_size=3)
HOURS = st.one_of(
    st.fixed_dictionaries({"kind": st.just("weekly"), "weekly": WEEKS}, optional={"bank_holidays": st.just("open")}),
    st.sampled_from([{"kind": "always"}, {"kind": "unpublished"}, {"kind": "outside", "outside": "a.b"}]),
)
CONTACTS = st.fixed_dictionaries(
    {"name": WORDS, "status": st.sampled_from(["confirmed", "as_published"]), "hours": HOURS},
    optional={"phones": PHONES, "checked_on": st.dates().map(str), "email": WORDS},
)
NOTES = st.text("abc #:-'\"", max_size=10)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A file with comments and blank lines in odd places, and what it says."""
    contacts = [{"id": f"a.c{n}", **draw(CONTACTS)} for n in range(draw(st.integers(1, 3)))]
    lines = ["# top", "contacts:"]
    for contact in contacts:
        body = yaml_lines(contact, draw)
        lines += [f"  - {body[0].strip()}", *(f"    {line}" if line else "" for line in body[1:])]
        lines += draw(st.sampled_from([[], [""], ["  # between"], ["# left", ""]]))
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    text = line_end.join(lines) + draw(st.sampled_from(["", line_end]))
    return text, contacts


def yaml_lines(value: Mapping[str, Any], draw: st.DrawFn) -> list[str]:
    """The contact in block or flow style, each line with or without a comment."""
    from knowledge.written import on_one_line

    found: list[str] = []
    for key, each in value.items():
        note = draw(st.sampled_from(["", "  # a note", "  #"]))
        if isinstance(each, dict) and draw(st.booleans()):
            found += [f"{key}:{note}", *(f"  {line}" for line in yaml_lines(each, draw))]
        elif isinstance(each, list) and each and isinstance(each[0], dict) and draw(st.booleans()):
            found.append(f"{key}:{note}")
            for item in each:
                inner = yaml_lines(item, draw)
                found += [f"  - {inner[0]}", *(f"    {line}" for line in inner[1:])]
        else:
            found.append(f"{key}: {on_one_line(each, key)}{note}")
    return found


@settings(max_examples=100, deadline=None)
@given(files(), CONTACTS, st.data())
def test_whatever_the_file_the_rest_is_untouched_and_the_change_is_exact(
    file: tuple[str, list[dict[str, Any]]], wanted: dict[str, Any], more: st.DataObject
) -> None:
    text, contacts = file
    index = more.draw(st.integers(0, len(contacts) - 1))
    new_contact = {"id": contacts[index]["id"], **wanted}
    path = ("contacts", index)
    try:
        changes = splices(text, path, new_contact)
    except NotEditable:
        return
    new = applied(text, changes)

    assert data(new) == {"contacts": [new_contact if n == index else each for n, each in enumerate(contacts)]}
    assert outside(text, [(each.start, each.end) for each in changes]) == outside(new, places_of(changes))
    others = [line for line in text.splitlines() if line.strip() in {"# top", "# left"}]
    assert [line for line in new.splitlines() if line.strip() in {"# top", "# left"}] == others
    assert ("\r\n" in new) == ("\r\n" in text)


def outside(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without these places."""
    kept, at = "", 0
    for start, end in sorted(spans):
        kept, at = kept + text[at:start], end
    return kept + text[at:]


def places_of(changes: Any) -> list[tuple[int, int]]:
    """Where the new words stand in the new text."""
    found, moved = [], 0
    for each in sorted(changes):
        start = each.start + moved
        found.append((start, start + len(each.text)))
        moved += len(each.text) - (each.end - each.start)
    return found


@settings(max_examples=60, deadline=None)
@given(files())
def test_the_same_again_changes_nothing(file: tuple[str, list[dict[str, Any]]]) -> None:
    text, contacts = file

    assert rewritten(text, (), {"contacts": contacts}) == text
