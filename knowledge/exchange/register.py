"""The national register of schools, Get Information about Schools, as its CSV: "all establishment data".

The real extract has about 50,000 rows and 140 columns, is Windows-1252, and names every head teacher. Rows are read one
at a time, and only the columns of `COLUMNS` are ever looked at, so that no person's name gets further than the file.
What officers give by mistake (an Excel file, the zip, a web page, a download cut short) is refused with a sentence.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NoReturn

from knowledge.errors import Fault, KnowledgeErrors, Position, did_you_mean

COLUMNS = {
    "urn": "URN",
    "name": "EstablishmentName",
    "authority": "LA (name)",
    "kind": "TypeOfEstablishment (name)",
    "status": "EstablishmentStatus (name)",
    "phase": "PhaseOfEducation (name)",
    "locality": "Locality",
    "address3": "Address3",
    "town": "Town",
    "district": "DistrictAdministrative (name)",
    "ward": "AdministrativeWard (name)",
}
"""What each field of `School` is called in the register. No other column is read."""

MAY_BE_ABSENT = frozenset({"locality", "address3", "ward", "district", "phase"})
WINDOWS = "cp1252"
ROWS_BETWEEN_NEWS = 500
LONGEST_CELL = 300
URN = re.compile(r"[0-9]{6}")
ADVICE = "Download 'All establishment data' as CSV from Get Information about Schools, unpack it, and give that file."

Told = Callable[[int], None]
"""Is told how many bytes of the file were read so far."""


@dataclass(frozen=True)
class School:
    """One row, as far as we look at it. All words are as printed, without double spaces."""

    urn: str
    name: str
    authority: str
    kind: str
    status: str
    phase: str
    locality: str
    address3: str
    town: str
    district: str
    ward: str

    @property
    def open(self) -> bool:
        """Whether children go there now; a school that is proposed to close is still open."""
        return self.status.casefold().startswith("open")

    @property
    def closed(self) -> bool:
        return self.status.casefold() == "closed"


def schools_in(file: Path, *, told: Told = lambda _: None) -> Iterator[School]:
    """Every row in the order of the file. Raises KnowledgeErrors, at the latest at the end of a file cut short."""
    _refuse_what_is_no_csv(file)
    with file.open("rb") as raw, io.TextIOWrapper(raw, encoding_of(file), errors="replace", newline="") as text:
        rows = csv.reader(text, strict=True)
        header = _next(rows, file) or []
        places = _places(header, file)
        while (row := _next(rows, file)) is not None:
            if len(row) != len(header):
                _refuse_row(row, header, file, rows.line_num, at_the_end=_next(rows, file) is None)
            if rows.line_num % ROWS_BETWEEN_NEWS == 0:
                told(raw.tell())
            yield _school(row, places, file, rows.line_num)
        told(raw.tell())


def encoding_of(file: Path) -> str:
    """UTF-8 where the whole file is (with or without its mark), else Windows-1252, as the register writes it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as raw:
        try:
            while chunk := raw.read(1 << 16):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return WINDOWS
    return "utf-8-sig"


def _next(rows: Iterator[list[str]], file: Path) -> list[str] | None:
    """The next row that is not blank, or None at the end."""
    try:
        return next((row for row in rows if row), None)
    except csv.Error:
        line = getattr(rows, "line_num", 1)
        what = f"The file cannot be read past line {line}: a quoted cell does not end."
        _refuse(file, line, "truncated", what, f"The download was probably cut short. {ADVICE}")


def _refuse_row(row: list[str], header: list[str], file: Path, line: int, *, at_the_end: bool) -> NoReturn:
    if at_the_end and len(row) < len(header):
        what = f"The file ends in the middle of line {line}: it was cut short. Nothing was taken from it."
        _refuse(file, line, "truncated", what, ADVICE)
    what = f"Line {line} has {len(row)} cells, and the first line names {len(header)} columns."
    _refuse(file, line, "ragged", what, ADVICE)


def _school(row: list[str], places: dict[str, int], file: Path, line: int) -> School:
    cells = {field.name: _cell(row, places.get(field.name)) for field in fields(School)}
    if not URN.fullmatch(cells["urn"]):
        _refuse(file, line, "urn", f"'{cells['urn']}' is not a school's number (URN).", ADVICE)
    return School(**cells)


def _cell(row: list[str], place: int | None) -> str:
    return " ".join(row[place].split())[:LONGEST_CELL] if place is not None else ""


def _places(header: list[str], file: Path) -> dict[str, int]:
    """Where each column we read stands. Raises KnowledgeErrors that names every column that is missing."""
    names = [name.strip() for name in header]
    found = {field: names.index(name) for field, name in COLUMNS.items() if name in names}
    missing = [name for field, name in COLUMNS.items() if field not in found and field not in MAY_BE_ABSENT]
    if missing:
        listed = ", ".join(f"'{name}'" for name in missing)
        near = did_you_mean(missing[0], names) if len(names) > 1 else _one_column(header)
        _refuse(file, 1, "columns", f"The first line has no column called {listed}.", f"{near} {ADVICE}")
    return found


def _one_column(header: list[str]) -> str:
    first = header[0] if header else ""
    other = next((word for mark, word in (("\t", "tabs"), (";", "semicolons")) if mark in first), None)
    return f"The columns are parted by {other}; they must be parted by commas." if other else ""


def _refuse_what_is_no_csv(file: Path) -> None:
    with file.open("rb") as raw:
        start = raw.read(512)
    if not start.strip():
        _refuse(file, 1, "empty", "The file is empty.", ADVICE)
    if start.startswith(b"PK\x03\x04"):
        _refuse(file, 1, "not-csv", _what_is_packed(file), ADVICE)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        _refuse(file, 1, "not-csv", "This is an Excel workbook, not a CSV file.", ADVICE)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(
            file, 1, "encoding", "This file was saved as Excel's 'Unicode text'.", f"Save it as CSV UTF-8. {ADVICE}"
        )
    if start.lstrip().lower().startswith((b"<!doctype", b"<html")):
        _refuse(file, 1, "not-csv", "This is a web page, not a CSV file.", ADVICE)


def _what_is_packed(file: Path) -> str:
    try:
        names = zipfile.ZipFile(file).namelist()
    except zipfile.BadZipFile:
        names = []
    if any(name.startswith("xl/") for name in names):
        return "This is an Excel workbook, not a CSV file."
    return "This is a zip file, with the CSV packed inside it."


def _refuse(file: Path, line: int, rule: str, what: str, instead: str) -> NoReturn:
    raise KnowledgeErrors([Fault(Position(file, line), f"register-{rule}", what, "", instead.strip())])
