"""`earlyhelp trends missing`: what practitioners said was missing, to be read, dealt with and deleted."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Sequence

import click

from bot.commands.places import settings
from bot.settings import Trends
from bot.store.stores import notes_of
from knowledge import clock
from knowledge.errors import EarlyHelpError
from trends import missing as notes
from trends.missing import Waiting


class CannotRead(EarlyHelpError):
    """The file could not be opened; its kind is told, and nothing of what it holds."""


@click.command()
@click.option("--authority", metavar="A", default="", help="Only what was told about this authority.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each note.")
@click.option("--done", metavar="ID", multiple=True, help="Delete this note: you have dealt with it. May be repeated.")
def missing(authority: str, as_json: bool, done: tuple[str, ...]) -> None:
    """Prints what practitioners said was missing. A person wrote it: read it, put it right, then say --done ID."""
    chosen = settings()
    trends, kept = chosen.trends, notes_of(chosen, os.environ)
    try:
        unknown = [each for each in done if not notes.done(kept, each)]
        found = () if done else notes.waiting(kept, authority, keep_days=trends.missing_days, now=clock.now())
    except (sqlite3.Error, OSError) as error:
        raise CannotRead(f"The notes could not be opened ({type(error).__name__}). Try again.") from None
    if done:
        _tell_done(done, unknown)
        return
    for each in found:
        click.echo(json.dumps(_as_data(each), ensure_ascii=False) if as_json else _as_text(each))
    click.echo(_summary(found, trends), err=True)


def _tell_done(asked: Sequence[str], unknown: Sequence[str]) -> None:
    click.echo(f"{len(asked) - len(unknown)} deleted.", err=True)
    for each in unknown:
        click.echo(f"There is no note {each}: it was deleted already, or the id is mistyped.", err=True)
    sys.exit(1 if unknown else 0)


def _as_text(note: Waiting) -> str:
    said = f": \u201c{note.text}\u201d" if note.text else ""
    return f"{note.id}  {note.week}  {note.authority}  {note.means}{said}"


def _as_data(note: Waiting) -> dict[str, str]:
    return {
        "id": note.id,
        "week": note.week,
        "authority": note.authority,
        "kind": note.kind,
        "means": note.means,
        "text": note.text,
        "deleted_on": note.deleted_on.isoformat(),
    }


def _summary(found: Sequence[Waiting], trends: Trends) -> str:
    if not trends.missing_days:
        return "Nobody is asked what was missing: app.yaml has trends.missing_days: 0."
    if not found:
        return "Nothing waits to be read."
    return f"{len(found)} to read. Each is deleted {trends.missing_days} days after its week began, or with --done ID."
