"""A made-up extract of the national register, with the columns of the real one in their order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

COLUMNS = (
    "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)", "EstablishmentStatus (code)", "EstablishmentStatus (name)", "CloseDate",
    "PhaseOfEducation (code)", "PhaseOfEducation (name)", "Street", "Locality", "Address3", "Town", "County (name)",
    "Postcode", "TelephoneNum", "HeadTitle (name)", "HeadFirstName", "HeadLastName", "HeadPreferredJobTitle",
    "DistrictAdministrative (name)", "AdministrativeWard (name)",
)  # fmt: skip
SCHOOL = {
    "URN": "100001", "LA (name)": "Exshire", "EstablishmentName": "Brook Primary School",
    "TypeOfEstablishment (name)": "Community school", "EstablishmentStatus (name)": "Open",
    "PhaseOfEducation (name)": "Primary", "Town": "Exford", "AdministrativeWard (name)": "Exford East",
    "HeadFirstName": "Zebedee", "HeadLastName": "Quillfeather", "TelephoneNum": "0161 496 0999",
}  # fmt: skip

Row = Mapping[str, str]


def row(**changes: str) -> Row:
    """An open primary school in the north of Exshire; changes by the short names of `NAMES`."""
    return {**SCHOOL, **{NAMES[key]: value for key, value in changes.items()}}


NAMES = {
    "urn": "URN", "name": "EstablishmentName", "authority": "LA (name)", "kind": "TypeOfEstablishment (name)",
    "status": "EstablishmentStatus (name)", "phase": "PhaseOfEducation (name)", "town": "Town",
    "locality": "Locality", "ward": "AdministrativeWard (name)", "district": "DistrictAdministrative (name)",
}  # fmt: skip


def as_text(rows: Iterable[Row], *, columns: Iterable[str] = COLUMNS) -> str:
    columns = tuple(columns)
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue()


def extract(folder: Path, *rows: Row, encoding: str = "cp1252") -> Path:
    """The rows as a file, Windows-1252 as the register writes it."""
    file = folder / "edubasealldata20261120.csv"
    file.write_bytes(as_text(rows).encode(encoding))
    return file
