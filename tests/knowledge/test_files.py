"""What may be a file of the tree, and what is laid over it by an editor."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from knowledge.checks import check_knowledge
from knowledge.errors import Fault, KnowledgeErrors
from knowledge.files import LARGEST_FILE, Tree, text_of
from knowledge.load import load_knowledge, read_packs
from knowledge.memo import Memo

A_DAY = dt.date(2026, 11, 22)


def told(packs: Path) -> tuple[Fault, ...]:
    return check_knowledge(packs, today=A_DAY)


def test_a_link_out_of_the_folder_is_not_followed(packs: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("levels: SECRET\n")
    (packs / "exshire" / "levels.yaml").unlink()
    (packs / "exshire" / "levels.yaml").symlink_to(secret)
    (fault,) = told(packs)
    assert (fault.rule, fault.position.file.name) == ("link", "levels.yaml")
    assert "leads out of the tree" in fault.what
    assert "SECRET" not in str(fault)


def test_a_linked_folder_out_of_the_tree_is_not_followed(packs: Path, tmp_path: Path) -> None:
    (packs / "exshire").rename(tmp_path / "elsewhere")
    (packs / "exshire").symlink_to(tmp_path / "elsewhere")
    faults = told(packs)
    assert {fault.rule for fault in faults} == {"link"}
    assert len(faults) == 6


def test_a_link_within_the_tree_is_fine(packs: Path) -> None:
    places = packs / "exshire" / "places.yaml"
    places.rename(packs / "exshire" / "where.txt")
    places.symlink_to("where.txt")
    assert told(packs) == ()


@pytest.mark.parametrize(
    ("make", "rule", "says"),
    [
        (lambda file: file.mkdir(), "unreadable", "a folder with the name of a file"),
        (os.mkfifo, "unreadable", "no ordinary file"),
        (lambda file: file.symlink_to(file), "unreadable", "cannot be read"),
        (lambda file: file.write_bytes(b"x" * (LARGEST_FILE + 1)), "size", "larger than 2 MB"),
        (lambda file: file.write_bytes(b"#" * 10_000_000), "size", "split the file"),
        (lambda file: file.write_bytes("levels: é".encode("utf-16")), "encoding", "UTF-16"),
        (lambda file: file.write_bytes(b"levels:\n  - caf\xe9\n"), "encoding", "levels.yaml:2:8"),
        (lambda file: file.write_bytes(b"levels:\n  a\0b: 1\n"), "invisible", "levels.yaml:2:4"),
        (lambda file: file.write_bytes(b""), "empty", "It begins with 'levels:'"),
        (lambda file: file.write_bytes(b"# only a comment\n"), "empty", "levels.yaml:1:1"),
        (lambda file: file.write_bytes(b"- a\n- b\n"), "model-type", "must have keys"),
        (lambda file: None, "missing-file", "The pack has no levels.yaml"),
    ],
    ids=[
        "a folder", "a pipe", "a link to itself", "too large", "10 MB", "UTF-16", "Latin-1", "NUL", "empty",
        "only comments", "a list", "missing",
    ],
)  # fmt: skip
def test_what_is_no_good_file_is_refused_and_said(packs: Path, make, rule: str, says: str) -> None:  # type: ignore[no-untyped-def]
    file = packs / "exshire" / "levels.yaml"
    file.unlink()
    make(file)
    faults = told(packs)
    assert [fault.rule for fault in faults] == [rule], faults
    assert says in str(faults[0])


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "locked.yaml"
    file.write_text("a: 1\n")

    def refuse(_self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(KnowledgeErrors, match="cannot be read: Permission denied"):
        text_of(file)


def test_windows_line_ends_keep_lines_and_columns_right(packs: Path) -> None:
    file = packs / "exshire" / "contacts.yaml"
    lines = file.read_text().replace("areas: [north]", "areas: [nort]").split("\n")
    file.write_bytes("\r\n".join(lines).encode())
    assert next(str(fault.position) for fault in told(packs)) == f"{file}:28:22"


def test_unsaved_text_stands_in_place_of_the_file(packs: Path) -> None:
    file = packs / "exshire" / "places.yaml"
    unsaved = {file: file.read_text().replace("Wyeton", "Zedton")}
    areas = dict(read_packs(packs, unsaved).files)["exshire", "places.yaml"][0].model_dump()["areas"]
    assert areas[1]["towns"] == ("Zedton",)
    assert "Zedton" not in file.read_text()
    assert load_knowledge(packs).packs["exshire"].places.areas[1].towns == ("Wyeton",)


def test_a_file_that_was_never_saved_is_read_too(packs: Path) -> None:
    file = packs / "exshire" / "cases.yaml"
    found = read_packs(packs, {file: "cases: [{id: a, worry: b, expect: {urgent: true}}]"})
    assert ("exshire", "cases.yaml") in found.files


def test_a_whole_pack_may_be_unsaved(packs: Path) -> None:
    unsaved = {
        packs / "wyeshire" / file.name: file.read_text().replace("exshire", "wyeshire")
        for file in (packs / "exshire").glob("*.yaml")
    }
    assert "wyeshire" in read_packs(packs, unsaved).pack_ids


def test_unsaved_text_for_a_path_that_climbs_changes_nothing(packs: Path) -> None:
    climbing = packs / "exshire" / ".." / ".." / "exshire" / "places.yaml"
    outside = packs.parent / "other" / "authority.yaml"
    assert read_packs(packs, {climbing: "x", outside: "x"}).pack_ids == ("exshire", "national")


def test_unsaved_text_may_not_be_large_either(packs: Path) -> None:
    tree = Tree.of(packs, {packs / "exshire" / "places.yaml": "x" * (LARGEST_FILE + 1)})
    with pytest.raises(KnowledgeErrors, match="larger than 2 MB"):
        tree.text(packs / "exshire" / "places.yaml")


def test_a_path_written_in_another_way_is_the_same_file(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(packs.parent)
    unsaved = {Path("knowledge/exshire/../exshire/places.yaml"): "areas: ["}
    with pytest.raises(KnowledgeErrors, match="is not closed"):
        read_packs(packs, unsaved)


def test_what_an_editor_keeps_beside_a_file_is_not_read(packs: Path) -> None:
    (packs / "exshire" / ".#levels.yaml").symlink_to("nobody@nowhere:1")
    (packs / "exshire" / ".levels.yaml.swp").write_bytes(b"\0")
    (packs / "national" / "indicators" / ".#neglect.yaml").symlink_to("nobody@nowhere:1")
    assert told(packs) == ()


def test_a_memo_forgets_what_was_not_asked_for_longest() -> None:
    memo: Memo[str, int] = Memo(2)
    memo.keep("a", 1)
    memo.keep("b", 2)
    assert memo.get("a") == 1
    memo.keep("c", 3)
    assert (memo.get("a"), memo.get("b"), memo.get("c"), len(memo)) == (1, None, 3, 2)
