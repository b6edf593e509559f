"""`earlyhelp backup`: everything that a new machine needs to answer as this one does, in one file, and no secret."""

from __future__ import annotations

from pathlib import Path

import click

from bot.backup.contents import NotBackedUp
from bot.backup.making import Sources, make
from bot.commands.places import draft_of, settings_file
from bot.commands.places import settings as load
from bot.settings import APP_YAML
from knowledge import clock

FOR_HOURS = ("handled", "remembered", "marks", "tallies")
"""Tables whose rows are kept for hours, and are not worth keeping in a dump."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-notes", is_flag=True, help="Also what practitioners told the officers, in their own words.")
@click.option("--yes", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="The list of what is in it, as data.")
def backup(file: Path, with_notes: bool, yes: bool, as_json: bool) -> None:
    """Writes the stores, the releases, the draft and app.yaml to FILE. The server may be running."""
    if file.exists() and not yes:
        raise NotBackedUp(f"{file} is there already. Name another file, or say --yes.")
    settings = load()
    sources = Sources(settings, settings_file() or APP_YAML, draft_of(settings).root)
    manifest = make(sources, file, notes=with_notes, now=clock.now())
    if as_json:
        click.echo(manifest.model_dump_json(indent=1))
    live = f"release {manifest.live} is live" if manifest.live else "nothing is published yet"
    click.echo(f"{file}: {len(manifest.files)} files, {live}. Secrets are not in it.", err=True)
    if manifest.database:
        short = " ".join(f"--exclude-table-data=earlyhelp.{table}" for table in FOR_HOURS)
        click.echo(
            "The stores are in PostgreSQL and not in it. Back them up with pg_dump (docs/operations.md):", err=True
        )
        click.echo(f"  pg_dump -Fc --schema=earlyhelp {short} '{settings.store.database}' > FILE.pgc", err=True)
