"""A tree as one archive: the same files come out, and nothing else ever does."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from knowledge.releases import archive
from knowledge.releases.archive import NotAnArchive, checksum, checksum_of, contents, packed, unpacked
from knowledge.releases.trees import RELEASE_FILE, files_of
from tests.knowledge.releases.conftest import CONTACTS

CONTENT = b"number: 1\n"


def zip_of(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(name, content)
    return out.getvalue()


def test_a_tree_comes_back_as_it_was_without_what_is_no_knowledge(draft: Path, tmp_path: Path) -> None:
    target = tmp_path / "unpacked"
    unpacked(packed(draft), target, checksum=checksum(draft))
    assert [name for name, _ in files_of(target)] == ["flows/shared/lado.yaml", CONTACTS, RELEASE_FILE]
    assert checksum(target) == checksum(draft)
    assert (target / CONTACTS).read_bytes() == (draft / CONTACTS).read_bytes()
    assert not (target / "knowledge" / "notes.txt").exists()


def test_the_release_file_counts_and_so_does_every_byte(draft: Path) -> None:
    before = checksum(draft)
    (draft / RELEASE_FILE).write_text("version: 2027.01.01-1\n")
    assert checksum(draft) != before


@pytest.mark.parametrize(
    "name",
    [
        "../knowledge/x.yaml",
        "/knowledge/x.yaml",
        "knowledge/../../x.yaml",
        "knowledge//x.yaml",
        "knowledge/./x.yaml",
        "knowledge\\..\\x.yaml",
        "C:/knowledge/x.yaml",
        "knowledge/.hidden.yaml",
        "knowledge/.git/x.yaml",
        "knowledge/x.py",
        "knowledge/x.yaml/",
        "knowledge/x.yaml\n.yaml",
        "bot/x.yaml",
        "x.yaml",
        "knowledge",
        "",
        "knowledge/" + "x" * 300 + ".yaml",
    ],
)
def test_only_yaml_files_inside_the_tree_are_taken(name: str, tmp_path: Path) -> None:
    info = zipfile.ZipInfo("knowledge/x.yaml")
    info.filename = name
    sent = zip_of((info, CONTENT))
    with pytest.raises(NotAnArchive):
        unpacked(sent, tmp_path / "deep" / "target", checksum=checksum_of([(name, CONTENT)]))
    assert list(tmp_path.iterdir()) == []


def test_a_link_comes_out_as_the_text_it_holds(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("knowledge/x.yaml")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    unpacked(zip_of((info, b"/etc/passwd")), tmp_path / "t", checksum=checksum_of([(info.filename, b"/etc/passwd")]))
    file = tmp_path / "t" / "knowledge" / "x.yaml"
    assert not file.is_symlink()
    assert file.read_bytes() == b"/etc/passwd"


def test_a_name_that_stands_there_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        sent = zip_of(("knowledge/x.yaml", CONTENT), ("knowledge/x.yaml", b"other"))
    with pytest.raises(NotAnArchive, match="twice"):
        contents(sent)


def test_what_was_changed_on_the_way_is_refused_and_nothing_is_written(draft: Path, tmp_path: Path) -> None:
    sent = zip_of((CONTACTS, CONTENT))
    with pytest.raises(NotAnArchive, match="checksum"):
        unpacked(sent, tmp_path / "t", checksum=checksum(draft))
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize("cut", [0, 1, 30, -1, -30])
def test_an_archive_that_was_cut_short_is_refused(draft: Path, cut: int) -> None:
    with pytest.raises(NotAnArchive):
        contents(packed(draft)[:cut])


def test_a_byte_that_flips_is_noticed(draft: Path, tmp_path: Path) -> None:
    """Refused as no archive, or by its checksum; a few bytes, such as dates, mean nothing."""
    sent, right = packed(draft), checksum(draft)
    for place in range(0, len(sent), 5):
        broken = bytearray(sent)
        broken[place] ^= 0x55
        target = tmp_path / str(place)
        try:
            unpacked(bytes(broken), target, checksum=right)
        except NotAnArchive:
            assert not target.exists()
        else:
            assert checksum(target) == right


def test_a_bomb_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_TREE", 3 * len(CONTENT))
    monkeypatch.setattr(archive, "LARGEST_FILE", 2 * len(CONTENT))
    assert contents(zip_of(("flows/a.yaml", CONTENT)))
    with pytest.raises(NotAnArchive, match="too large"):
        contents(zip_of(("flows/a.yaml", CONTENT * 3)))
    with pytest.raises(NotAnArchive, match="too many"):
        contents(zip_of(*((f"flows/{n}.yaml", CONTENT) for n in range(4))))
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    with pytest.raises(NotAnArchive, match="too many"):
        contents(zip_of(*((f"flows/{n}.yaml", b"") for n in range(3))))
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    with pytest.raises(NotAnArchive, match="too large"):
        contents(zip_of(("flows/a.yaml", CONTENT)))


def test_a_bomb_that_lies_about_its_size_is_read_no_further() -> None:
    bomb = bytearray(zip_of(("flows/a.yaml", b"0" * 5_000_000)))
    listed = bomb.rindex(b"PK\x01\x02")
    bomb[listed + 24 : listed + 28] = struct.pack("<I", 10)
    with pytest.raises(NotAnArchive):
        contents(bytes(bomb))


def test_a_draft_that_nobody_could_unpack_is_not_packed(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_FILE", 5)
    with pytest.raises(NotAnArchive, match="too large"):
        packed(draft)
