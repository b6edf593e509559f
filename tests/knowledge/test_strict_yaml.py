"""YAML keeps no surprises: words stay words, and every refusal names its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeErrors
from knowledge.schema.contact import ContactFile
from knowledge.strict_yaml import LARGEST_FILE, parse, read, read_text

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
        ("a: 'open\n", "2:1", "not readable as YAML"),
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
    with pytest.raises(KnowledgeErrors, match="larger than 5 MB"):
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
