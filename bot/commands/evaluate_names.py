"""The second table of `earlyhelp evaluate`: how much of what identifies somebody is found in labelled messages.

A row has "spans" instead of a level (see `nlp.guard.measure`). The messages go the whole way that a typed one goes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table as Shown

from bot.core.house import House
from knowledge.pack import NATIONAL
from nlp.guard.measure import Line, Table, measure

Row = Mapping[str, Any]


def rows_with_spans(file: Path) -> list[Row]:
    """The rows of the file when they are labelled with spans; none when they are labelled with levels."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return rows if rows and all("spans" in row for row in rows) else []


def evaluate_names(rows: Sequence[Row], served: House, *, as_json: bool) -> None:
    """Prints the table: by type, origin and case, whole messages stopped, clean ones stopped, and the gap."""
    table = measured(rows, served)
    if as_json:
        click.echo(json.dumps(as_data(table)))
        return
    console = Console(width=110)
    console.print(f"Knowledge {served.knowledge.version}. {len(rows)} messages.")
    console.print(_shown(table))
    console.print(f"Gap between the origins found best and worst: {table.gap:.3f}")


def measured(rows: Sequence[Row], served: House) -> Table:
    """The table of these rows, each read as a typed message is."""
    pack = served.knowledge.pack(NATIONAL)
    watched = track(rows, console=Console(stderr=True))
    return measure(lambda text: served.read(text, pack, lambda _: False).identifiers, watched)


def as_data(table: Table) -> dict[str, Any]:
    """The table as JSON: {"lines": [{"what", "found", "covered", "of", "share"}], "gap"}."""
    return {"lines": [_data(line) for line in table.rows], "gap": round(table.gap, 4)}


def _data(line: Line) -> dict[str, Any]:
    return {
        "what": line.what,
        "found": line.found,
        "covered": line.covered,
        "of": line.of,
        "share": round(line.share, 4),
    }


def _shown(table: Table) -> Shown:
    shown = Shown(title="Identifying details", title_justify="left")
    for heading in ("", "found", "whole", "of", "share"):
        shown.add_column(heading, justify="left" if not heading else "right")
    for line in table.rows:
        shown.add_row(line.what, str(line.found), str(line.covered), str(line.of), f"{line.share:.3f}")
    return shown
