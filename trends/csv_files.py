"""The same figures as CSV, as the Government Statistical Service asks for them: one tidy file a kind of table.

A number that is held back is `[c]`, one that is empty by definition `[z]`, a measure that can't be known `[x]`. Beside
each file lies its description in the W3C's CSV on the Web form. A cell that a spreadsheet would take for a formula is
written with an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from knowledge.exchange.cells import harmless
from trends.published_file import NEVER, CellRow, Contents, MeasureRow, TableRow

CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE = "[c]", "[z]", "[x]"
CELL_COLUMNS = ("authority", "authority_name", "period", "row", "row_name", "column", "column_name", "value")
MEASURE_COLUMNS = ("authority", "authority_name", "period", "measure", "title", "value", "definition")
SYMBOLS = "[c] held back so that nobody can be found; [z] empty by definition; [x] not available"


def write_csv(contents: Contents, folder: Path) -> None:
    """Writes every file, each in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {table.id: table for table in contents.tables}
    for kind in dict.fromkeys(table.kind for table in contents.tables):
        rows = [_row(cell, tables[cell.table_id]) for cell in contents.cells if tables[cell.table_id].kind == kind]
        table = next(table for table in contents.tables if table.kind == kind)
        _write(folder / f"{kind}.csv", CELL_COLUMNS, rows)
        _describe(folder / f"{kind}.csv", CELL_COLUMNS, table.title, table.definition, contents.about)
    _write(folder / "measures.csv", MEASURE_COLUMNS, map(_measure, contents.measures))
    definition = "Shares and counts that the strategies ask for, worked out from numbers as published."
    _describe(folder / "measures.csv", MEASURE_COLUMNS, "Measures", definition, contents.about)


def _row(cell: CellRow, table: TableRow) -> tuple[str, ...]:
    hidden = NOT_APPLICABLE if cell.shown == NEVER else CONFIDENTIAL
    value = hidden if cell.n is None else str(cell.n)
    where = (table.authority, table.authority_name, cell.period)
    return (*where, cell.row, cell.row_name, cell.column, cell.column_name, value)


def _measure(each: MeasureRow) -> tuple[str, ...]:
    hidden = CONFIDENTIAL if each.known else NOT_AVAILABLE
    value = hidden if each.value is None else f"{each.value:g}"
    return (each.authority, each.authority_name, each.period, each.id, each.title, value, each.definition)


def _write(file: Path, columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(tuple(map(harmless, row)) for row in rows)
    _put(file, text.getvalue())


def _describe(file: Path, columns: Iterable[str], title: str, definition: str, about: Mapping[str, str]) -> None:
    described = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file.name,
        "dc:title": title,
        "dc:description": definition,
        "dc:date": about["made_at_closed_week"],
        "rdfs:comment": [about["how_numbers_are_protected"], about["what_is_counted"], SYMBOLS],
        "tableSchema": {"columns": [{"name": each, "titles": each} for each in columns]},
    }
    _put(file.with_name(f"{file.name}-metadata.json"), json.dumps(described, indent=2, ensure_ascii=False) + "\n")


def _put(file: Path, text: str) -> None:
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)
