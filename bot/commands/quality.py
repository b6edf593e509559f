"""`earlyhelp quality`: measures every labelled file of a folder and writes the quality page, with its mark and date."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from bot.commands.common import house
from bot.commands.evaluate import read_all, refused_of
from bot.commands.evaluate_names import measured, rows_with_spans
from bot.core.house import House
from knowledge import clock
from nlp.measure import answered
from nlp.quality import identifiers_section, page, section

PAGE = Path(__file__).parent.parent.parent / "docs" / "quality.md"


@click.command()
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), default=PAGE, help="The page.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def quality(target: Path, folder: Path) -> None:
    """Writes the quality page from every file of labelled cases (*.jsonl) in FOLDER.

    A copy named after the knowledge's version is kept beside it, so that every release's table stays.
    """
    served = house(draft=True)
    version = served.knowledge.version
    text = page(version, clock.now().date(), list(_sections(folder, served)))
    kept = target.parent / target.stem / f"{version.partition('+')[0]}.md"
    kept.parent.mkdir(parents=True, exist_ok=True)
    for file in (target, kept):
        file.write_text(text, encoding="utf-8")
        click.echo(f"wrote {file}", err=True)


def _sections(folder: Path, served: House) -> Iterator[str]:
    """Levels first, then identifying details; files of other cases are passed over."""
    files = sorted(folder.glob("*.jsonl"))
    yield from (_levels(file, served) for file in files if "must_not_below" in _first(file))
    yield from (_identifiers(file, served) for file in files if "spans" in _first(file))


def _first(file: Path) -> dict[str, Any]:
    """The first case of a file."""
    case: dict[str, Any] = json.loads(file.read_text(encoding="utf-8").partition("\n")[0])
    return case


def _levels(file: Path, served: House) -> str:
    read = read_all(file, served)
    pairs = [(case, answered(understood)) for case, understood in read]
    return section(file.stem.capitalize(), pairs, stopped=refused_of(read))


def _identifiers(file: Path, served: House) -> str:
    return identifiers_section(file.stem.capitalize(), measured(rows_with_spans(file), served))
