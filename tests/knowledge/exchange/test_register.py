"""The register's CSV: what is read, what is never read, and what is said of a file that is not it."""

from __future__ import annotations

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeErrors
from knowledge.exchange.register import schools_in
from knowledge.exchange.schools import roll_of
from tests.knowledge.exchange.extract import COLUMNS, as_text, extract, row


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_the_registers_own_encoding_and_utf_8_read_the_same(tmp_path: Path, encoding: str) -> None:
    file = extract(tmp_path, row(name="St Brigid’s Café School"), encoding=encoding)
    assert [each.name for each in schools_in(file)] == ["St Brigid’s Café School"]


def test_no_word_of_the_head_or_the_telephone_is_taken(tmp_path: Path) -> None:
    (school,) = schools_in(extract(tmp_path, row()))
    assert not any(word in repr(school) for word in ("Zebedee", "Quillfeather", "0161"))


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    told: list[int] = []
    file = extract(tmp_path, *(row(urn=str(100000 + number)) for number in range(2000)))
    assert len(list(schools_in(file, told=told.append))) == 2000
    assert told == sorted(told)
    assert told[-1] == file.stat().st_size


def test_fifty_thousand_rows_are_streamed_and_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    one = as_text([row()]).splitlines(keepends=True)
    with file.open("w", encoding="cp1252", newline="") as handle:
        handle.write(one[0])
        handle.writelines(
            one[1].replace("100001", str(100000 + number)).replace("Exshire", "Exshire" if number < 50 else "Elsewhere")
            for number in range(50_000)
        )
    tracemalloc.start()
    assert len(roll_of(schools_in(file), "Exshire").open) == 50
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3_000_000 < file.stat().st_size


def said(file: Path) -> str:
    with pytest.raises(KnowledgeErrors) as error:
        list(schools_in(file))
    return str(error.value)


def test_a_missing_column_is_named_with_the_nearest_one_there_is(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    columns = ["Establishment Name" if name == "EstablishmentName" else name for name in COLUMNS]
    file.write_text(as_text([row()], columns=columns))
    assert "no column called 'EstablishmentName'. Did you mean 'Establishment Name'?" in said(file)


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs")], ids=["semicolons", "tabs"])
def test_columns_parted_by_something_else_are_told(tmp_path: Path, mark: str, word: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(mark.join(COLUMNS) + "\n")
    assert f"parted by {word}" in said(file)


@pytest.mark.parametrize("cut", [40, 150, 3], ids=["in a row", "in an earlier row", "in the last cell"])
def test_a_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "x.csv"
    file.write_text(as_text([row(), row(urn="100002")])[:-cut])
    assert "cut short" in said(file)


def test_a_file_cut_short_between_cells_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(as_text([row(), row(urn="100002")]).rsplit(',"', 2)[0])
    assert "ends in the middle of line 3" in said(file)


def test_a_row_with_too_many_cells_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    lines = as_text([row(), row()]).splitlines()
    file.write_text("\n".join([lines[0], lines[1] + ',"more"', lines[2]]) + "\n")
    assert "x.csv:2:1: Line 2 has" in said(file)


def test_an_excel_workbook_is_called_one(tmp_path: Path) -> None:
    new, old = tmp_path / "new.csv", tmp_path / "old.csv"
    with zipfile.ZipFile(new, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
    old.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "This is an Excel workbook" in said(new)
    assert "This is an Excel workbook" in said(old)


def test_the_downloads_zip_is_told_to_be_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "extract.csv"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("edubasealldata20261120.csv", "URN\n")
    assert "This is a zip file" in said(file)
    assert "unpack it" in said(file)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"  \r\n ", "The file is empty"),
        (b"<!DOCTYPE html><html>Sign in</html>", "This is a web page"),
        ("URN,x\n".encode("utf-16"), "Unicode text"),
        (b"\x00\x01\x02\x03", "no column called"),
        (b'URN,"EstablishmentName\n', "cut short"),
    ],
    ids=["empty", "blank", "web page", "utf-16", "binary", "open quote"],
)
def test_what_is_no_extract_gets_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    assert says in said(file)


def test_a_number_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    assert ":2:1: 'n/a' is not a school's number (URN)." in said(extract(tmp_path, row(urn="n/a")))
