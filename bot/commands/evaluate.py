"""`earlyhelp evaluate`: the quality table of labelled messages, with every unsafe answer listed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.commands.common import house
from bot.commands.evaluate_names import evaluate_names, rows_with_spans
from bot.core.house import House
from knowledge.pack import NATIONAL
from nlp.measure import GROUPS, Case, Figures, answered, cases_in, figures, grouped, is_unsafe
from nlp.understanding import Understanding

Pair = tuple[Case, int]
Read = tuple[Case, Understanding]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each case: id, level, answered, refused.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def evaluate(as_json: bool, file: Path) -> None:
    """Reads every labelled message in FILE (JSON lines) and says how often the answer was unsafe, and right.

    Messages labelled with "spans" give the table of identifying details instead: by type, origin and case.
    """
    served = house(draft=True)
    if rows := rows_with_spans(file):
        evaluate_names(rows, served, as_json=as_json)
        return
    read = read_all(file, served)
    if as_json:
        for case, understood in read:
            line = {"id": case.id, "level": case.level, "answered": answered(understood), "refused": understood.refused}
            click.echo(json.dumps(line))
        return
    pairs = [(case, answered(understood)) for case, understood in read]
    show(pairs, refused=refused_of(read), version=served.knowledge.version, console=Console(width=110))


def read_all(file: Path, served: House) -> list[Read]:
    """What the whole product understood of each labelled message, with national guidance."""
    pack = served.knowledge.pack(NATIONAL)
    cases = track(cases_in(file), description=file.stem, console=Console(stderr=True))
    return [(case, served.read(case.text, pack, lambda _: False)) for case in cases]


def refused_of(read: Iterable[Read]) -> int:
    """How many were not read, because of the guard."""
    return sum(understood.refused is not None for _, understood in read)


def show(pairs: Sequence[Pair], *, refused: int, version: str, console: Console) -> None:
    """Prints the tables, and the unsafe answers by id: the texts stay in their file."""
    console.print(f"Knowledge {version}. {len(pairs)} cases, {refused} of them not read because of the guard.")
    console.print(_table("All", [("all", figures(pairs))]))
    console.print(_table("By level", list(grouped(pairs, lambda case: str(case.level)))))
    for name in GROUPS:
        rows = list(grouped(pairs, lambda case, name=name: case.groups[name]))  # type: ignore[misc]
        if len(rows) > 1:
            console.print(_table(f"By {name}", rows))
    for case, answer in pairs:
        if is_unsafe(case, answer):
            console.print(f"unsafe: {case.id}: level {case.level}, answered {answer}, not below {case.must_not_below}")


def _table(title: str, rows: Sequence[tuple[str, Figures]]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in ("", "cases", "unsafe", "right", "exact", "4 found", "4 as <=2", "false alarms"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, found in rows:
        four = (_percent(found.four_found), _percent(found.four_as_two_or_less)) if found.fours else ("", "")
        alarms = _percent(found.false_alarms) if found.lows else ""
        plain = (_percent(found.unsafe), _percent(found.right), _percent(found.exact))
        table.add_row(name, str(found.cases), *plain, *four, alarms)
    return table


def _percent(share: float) -> str:
    return f"{share:.3f}"
