"""`earlyhelp guide`: a printable page for an authority, a level and a kind of setting."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.common import from_draft
from bot.commands.export import put
from bot.commands.places import tree
from bot.guide import content
from bot.guide.page import fitted, html, pdf
from knowledge import clock
from knowledge.load import load_knowledge


@click.command()
@click.argument("authority")
@click.option("--level", metavar="L", help="One level's id or number. Default: all levels.")
@click.option("--role", metavar="ROLE", help="For whom: school, nursery, health visitor, gp, ...")
@click.option("--format", "form", type=click.Choice(["html", "pdf"]), default="pdf", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Default: A-guide.pdf here; - is stdout.")
@from_draft
def guide(authority: str, level: str | None, role: str | None, form: str, out: Path | None, draft: bool) -> None:
    """Writes the one-page guide of AUTHORITY: levels and signs, what to do next, who to ring when."""
    knowledge = load_knowledge(tree(draft=draft).knowledge)
    pack = knowledge.pack(authority)
    if level:
        level = next((each.id for each in pack.levels if str(each.number) == level), level)
    made = content.guide(pack, level=level, role=role, version=knowledge.version, now=clock.now())
    page = fitted(made)
    target = out or Path("-".join(part for part in (authority, level, "guide") if part)).with_suffix(f".{form}")
    data = pdf(page) if form == "pdf" else html(page).encode()
    put(data, None if str(target) == "-" else target)
    if str(target) != "-":
        click.echo(
            f"{target}: one A4 page, letters of {page.size:g} points, to be replaced by {made.review_by}.", err=True
        )
