"""YAML keeps no surprises: words stay words, and every refusal names its line and column."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import KnowledgeErrors
from knowledge.schema.contact import ContactFile
from knowledge.strict_yaml import LARGEST_FILE, QUICK, SLOW, _Reader, parse, read, read_as, read_text

FILE = Path("file.yaml")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("0161 770 7777", "0161 770 7777"),
        ("01617707777", "01617707777"),
        ("2026-11-22", "2026-11-22"),
        ('"12"', "12"),
        ("12", 12),
        ("1.50", "1.50"),
        ("true", True),
        ("null", None),
    ],
)
def test_a_value_is_read_as_it_is_written(written: str, read_as: object) -> None:
    assert read_text(f"key: {written}\n", FILE).data == {"key": read_as}


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1", "'a' is given twice; the first is on line 1"),
        ("a:\n\tb: 1\n", "2:1", "A tab stands at the start"),
        ("a: &x [1]\nb: *x\n", "1:4", "alias"),
        ("a: !!python/object:os.system x\n", "1:4", "is a YAML tag"),
        ("a: b: c\n", "1:5", "not readable as YAML"),
        ("a: 1\n<<<<<<< mine\nb: 2\n", "2:1", "left unmerged"),
        ("a: 'open\n", "1:4", "not readable as YAML"),
        ("a: 1\n---\nb: 2\n", "2:1", "not readable as YAML"),
    ],
    ids=["duplicate key", "tab", "alias", "tag", "colon", "merge conflict", "half saved", "two documents"],
)
def test_what_is_refused_is_named_with_its_place(text: str, where: str, says: str) -> None:
    with pytest.raises(KnowledgeErrors) as caught:
        read_text(text, FILE)
    assert f"file.yaml:{where}: " in str(caught.value)
    assert says in str(caught.value)


def test_a_list_too_deep_is_refused() -> None:
    with pytest.raises(KnowledgeErrors, match="too deep"):
        read_text("[" * 5000 + "]" * 5000, FILE)


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(KnowledgeErrors, match="larger than 2 MB"):
        read(file)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "word.yaml"
    file.write_bytes(b"name: caf\xe9\n")
    with pytest.raises(KnowledgeErrors, match="not UTF-8"):
        read(file)


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbfname: x\r\nlist:\r\n  - y\r\n")
    assert read(file).data == {"name": "x", "list": ["y"]}


def test_every_value_knows_its_line_and_column() -> None:
    document = read_text("contacts:\n  - id: a\n    phones: [one, two]\n", FILE)
    assert str(document.position(("contacts", 0, "phones", 1))) == "file.yaml:3:19"
    assert str(document.key_position(("contacts", 0, "phones"))) == "file.yaml:3:5"
    assert str(document.position(("contacts", 0, "nothing"))) == "file.yaml:2:5"


CONTACT = """contacts:
  - id: exshire.duty
    name: Duty Team
    role: duty
    phones: [{number: "0161 496 0100"}]
    for: Advice.
    hours: {kind: always}
    source: {ref: guide}
    status: as_published
    review_by: 2027-11-22
    owner: The partnership
"""


@pytest.mark.parametrize(
    ("change", "to", "says"),
    [
        ("role: duty", "rolle: duty", "file.yaml:4:5: 'rolle' is not a key we know here. Did you mean 'role'?"),
        (
            "role: duty",
            "role: dutty",
            "file.yaml:4:11: 'dutty' is not one of the words allowed for 'role'. Did you mean",
        ),
        (
            '"0161 496 0100"',
            "999",
            "file.yaml:5:23: 'number' must be text, and 999 is a number or a switch. Put it in quotes",
        ),
        ("2027-11-22", "2027-02-30", "file.yaml:10:16: '2027-02-30' is not a date. Write year, month, day"),
        ("    owner: The partnership\n", "", "file.yaml:2:5: 'owner' is missing. Add a line 'owner: ...'."),
        ("id: exshire.duty", "id: Exshire Duty", "does not have the shape 'id' needs"),
        ("name: Duty Team", 'name: ""', "'name' is empty"),
    ],
    ids=["unknown key", "unknown word", "number for text", "wrong date", "missing key", "wrong shape", "empty"],
)
def test_what_the_schema_refuses_says_what_to_write_instead(change: str, to: str, says: str) -> None:
    assert change in CONTACT
    with pytest.raises(KnowledgeErrors) as caught:
        parse(read_text(CONTACT.replace(change, to), FILE), ContactFile)
    assert says in str(caught.value)


BAD_YAML = [
    ("a: [1, 2\nb: 3\n", 1, "[ ] is not closed"),
    ("a: {x: 1\nb: 3\n", 1, "{ } is not closed"),
    ("a: [1, 2", 1, "is not closed"),
    ("a: [1,, 2]\n", 1, "a value is missing"),
    ('a: "half saved\nb: 1\n', 1, "never closed"),
    ('a:\n  - b: "half saved\n    c: "whole"\n', 2, "never closed"),
    ("a: 'half saved", 1, "never closed"),
    ("a: Note: this\n", 1, "a colon in a sentence"),
    ("a: 1\n b: 2\n", 2, "a colon"),
    ("a:\n  - x\n - y\n", 3, "does not line up"),
    ("a: 1\nb\nc: 2\n", 2, "neither 'key: value'"),
    ("a: @home\n", 1, "Put the value in quotes"),
    ("a: `x`\n", 1, "Put the value in quotes"),
    ("a: % of all\n", 1, "Put the value in quotes"),
    ("a: * star\n", 1, "Put the value in quotes"),
    ("a: *star\n", 1, "needs quotes"),
    ("a: &b c\n", 1, "an anchor"),
    ('a: "C:\\folder"\n', 1, "a backslash means something else"),
    ("a: x]\nb: [1]]\n", 2, "no [ opened"),
    ("a:\n  \tb: 1\n", 2, "tab"),
    ("a: b\n---\nc: d\n", 2, "A second part begins here"),
    ("[a]: b\n", 1, "where a key is expected"),
    ("{{name}}: b\n", 1, "where a key is expected"),
    ("a: !x y\n", 1, "YAML tag"),
    ("a: !!str 1\n", 1, "YAML tag"),
    ("<<: *x\n", 1, "alias"),
    ("a: “smart”\n", 1, 'Write "smart"'),
    ("a: ‘smart’\n", 1, "curly"),
    ("a: [“one”, “two”]\n", 1, "curly"),
    ("a: [“one, two”]\n", 1, "curly"),
    ("“a”: 1\n", 1, "curly"),
    ("a: “smart: yes”\n", 1, "curly"),
    ("a:\n– b: 1\n", 2, "plain hyphen"),
    ("a:\n  — b: 1\n  — c: 1\n", 2, "plain hyphen"),
    ("a:\n  • one\n  • two\n", 2, "plain hyphen"),
    ("a: 1\n=======\nb: 1\n", 2, "left unmerged"),
    ("a: 1\n||||||| base\n", 2, "left unmerged"),
    ("a: 1\u2028b: 2\n", 1, "line separator"),
    ("a: x\x07\n", 1, "nobody can see"),
    ("a: co\xadop\n", 1, "soft hyphen"),
]


@pytest.mark.parametrize("quick", [True, False], ids=["libyaml", "without libyaml"])
@pytest.mark.parametrize(("text", "line", "says"), BAD_YAML, ids=[f"{n:02}" for n in range(len(BAD_YAML))])
def test_bad_yaml_is_said_in_plain_words_whichever_parser_reads(
    text: str, line: int, says: str, quick: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not quick:
        monkeypatch.setattr("knowledge.strict_yaml.QUICK", SLOW)
    with pytest.raises(KnowledgeErrors) as caught:
        read_text(text, FILE)
    (fault,) = caught.value.faults
    assert fault.position.line == line, str(fault)
    assert says in str(fault)


@pytest.mark.parametrize(
    "text",
    [
        "a: She said “I hate it” today\n",
        "a: mum's – and dad's – view\n",
        "a: >-\n  – so it goes\n  “quoted”\n",
        "a: '“x”'\n",
    ],
    ids=["inside", "dashes inside", "in a folded text", "in quotes"],
)
def test_curly_quotes_and_dashes_inside_a_text_are_fine(text: str) -> None:
    assert read_text(text, FILE).data["a"]


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "a: " + "{b: " * 50_000,
        "a: " + "[" * 100_000 + "]" * 100_000,
        "- " * 100_000,
        "".join(f"{' ' * n}a:\n" for n in range(900)),
    ],
    ids=["brackets", "braces", "brackets closed", "dashes", "indents"],
)
def test_what_is_too_deep_is_refused_before_it_is_built(text: str) -> None:
    with pytest.raises(KnowledgeErrors, match="too deep"):
        read_text(text, FILE)


def test_a_bomb_of_aliases_goes_off_nowhere() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in pairwise("abcdefghi")]
    with pytest.raises(KnowledgeErrors, match=r"file.yaml:1:4: '&a' is an anchor"):
        read_text("\n".join(lines), FILE)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(st.characters(codec="ascii", exclude_categories=["Cc"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcdef", min_size=1), VALUES, min_size=1), st.sampled_from([None, True, False]))
@settings(max_examples=150, deadline=None)
def test_both_parsers_read_the_same_at_the_same_places(data: dict[str, object], flow: bool | None) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, width=40)
    quick = _Reader(FILE, "").document(yaml.parse(text, Loader=QUICK))
    slow = _Reader(FILE, "").document(yaml.parse(text, Loader=SLOW))
    assert quick == slow


def test_what_was_read_before_is_not_read_again() -> None:
    first, _ = read_as(CONTACT, FILE, ContactFile)
    again, _ = read_as(CONTACT, FILE, ContactFile)
    other, _ = read_as(CONTACT.replace("Advice", "Help"), FILE, ContactFile)
    assert first is again
    assert other is not first
