"""`earlyhelp flow draw` and `flow table`: a flow as a picture, and as the table an expert signs off."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.places import tree
from flows import draw as drawing
from flows import table as tables
from flows.load import load_flows


@click.group()
def flow() -> None:
    """Shows a flow, such as shared.lado, without walking it."""


@flow.command()
@click.argument("name", metavar="FLOW")
@click.option("--mermaid", is_flag=True, help="Mermaid text instead of SVG.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of stdout.")
def draw(name: str, mermaid: bool, output: Path | None) -> None:
    """Draws FLOW as a picture (SVG)."""
    library = load_flows(tree(draft=True).flows)
    _put(drawing.mermaid(library, name) if mermaid else drawing.svg(library, name), output)


@flow.command()
@click.argument("name", metavar="FLOW")
@click.option("--csv", "as_csv", is_flag=True, help="CSV instead of Markdown.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of stdout.")
def table(name: str, as_csv: bool, output: Path | None) -> None:
    """Prints FLOW as a table: each step, each answer, who, by when, and the source."""
    library = load_flows(tree(draft=True).flows)
    _put(tables.as_csv(library, name) if as_csv else tables.markdown(library, name), output)


def _put(text: str, output: Path | None) -> None:
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text)
