"""`earlyhelp restore`: puts a backup in the place of what is here, once it is proved, all of it or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from bot.backup.checking import LaidOut, laid_out
from bot.backup.contents import NotRestored
from bot.backup.swapping import swap
from knowledge import clock


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Replace what is there.")
@click.option("--without-draft", is_flag=True, help="Leave the files that officers edit as they are.")
def restore(file: Path, yes: bool, without_draft: bool) -> None:
    """Restores what `earlyhelp backup` wrote, in this folder. Stop the server first."""
    with laid_out(file, draft=not without_draft, now=clock.now()) as found:
        _refuse_to_surprise(found, sure=yes)
        _refuse_in_use(found)
        swap(found.steps)
    manifest = found.manifest
    live = f"Release {manifest.live} is live" if manifest.live else "Nothing was published then"
    click.echo(f"Restored as of {clock.in_london(manifest.made):%d.%m.%Y %H:%M}. {live}.", err=True)
    if manifest.database:
        click.echo("The stores were in PostgreSQL: restore them with pg_restore, see docs/operations.md.", err=True)


def _refuse_to_surprise(found: LaidOut, *, sure: bool) -> None:
    """Without --yes nothing is replaced, and nothing is written outside this folder."""
    for what, lines in (("would be replaced", found.replaces), ("lies outside this folder", found.elsewhere)):
        if lines and not sure:
            shown = "\n".join(f"  {line}" for line in lines)
            raise NotRestored(f"The backup is sound. This {what}:\n{shown}\nSay --yes to do it.")


def _refuse_in_use(found: LaidOut) -> None:
    """A server that runs holds its store open, and would go on writing to the file that steps aside."""
    for file in found.stores:
        if _is_open(file):
            raise NotRestored(f"{file} is in use. Stop the server, then restore. Nothing was changed.")


def _is_open(file: Path) -> bool:
    """Whether another process has the file open: SQLite leaves its write-ahead log only for the last one."""
    try:
        with closing(sqlite3.connect(file, timeout=0.5, isolation_level=None)) as connection:
            connection.execute("pragma journal_mode = delete")
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    except sqlite3.Error:
        return False  # damaged: that is what a backup is for
    return False
