"""`earlyhelp diff`: what changes for whom, from what is live to the draft, or between two releases."""

from __future__ import annotations

import dataclasses
import difflib
import json
import sys
from collections.abc import Iterable, Iterator

import click

from bot.assemble import Folders
from bot.commands.places import draft_of, releases_of
from bot.commands.places import settings as load
from bot.commands.working import Work
from bot.officers.change import TITLES, Change, Changes, Part, Row
from bot.officers.two_houses import compare
from knowledge.errors import EarlyHelpError

SHOWN = 8
"""Rows of one change that the terminal shows; --json has them all."""


class NothingLive(EarlyHelpError):
    """There is nothing to compare with."""

    exit_code = 2


@click.command()
@click.option("--to", "target", metavar="RELEASE", help="Compare with this release instead of the draft.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with every row.")
@click.argument("release", required=False)
def diff(release: str | None, target: str | None, as_json: bool) -> None:
    """What changes for whom: from what is live (or RELEASE) to the draft.

    Asks every case, and a large set of invented messages where the reading may differ, of both. Ends with 1 when
    something is worse than before: an urgent answer lost, a lower level, a number that nobody is given any more.
    """
    old, new = _old(release), _new(target)
    with Work() as shown:
        found = compare(old, new, told=shown.told)
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False))
    else:
        click.echo("\n".join(lines(found)))
    sys.exit(1 if found.worse else 0)


def _old(release: str | None) -> Folders:
    releases = releases_of(load())
    root = releases.root_of(release) if release else releases.live()
    if root is None:
        raise NothingLive("Nothing was published yet, so there is nothing to compare the draft with.")
    return Folders.under(root)


def _new(target: str | None) -> Folders:
    settings = load()
    return Folders.under(releases_of(settings).root_of(target)) if target else draft_of(settings)


def as_data(found: Changes) -> dict[str, object]:
    """The changes as plain data, with the sentences."""
    data = dataclasses.asdict(found)
    return {**data, "sentence": found.sentence, "asked": {**data["asked"], "sentence": found.asked.sentence}}


def lines(found: Changes) -> Iterator[str]:
    """The changes as an officer reads them: what is worse first, then part by part."""
    yield found.sentence
    yield found.asked.sentence
    if found.worse:
        yield "\nLOOK AT THESE FIRST"
        for change in found.worse:
            yield from _change(change, mark="! ")
    for part, changes in _parts(found):
        yield f"\n{TITLES[part]}"
        for change in changes:
            yield from _change(change)


def _parts(found: Changes) -> Iterator[tuple[Part, list[Change]]]:
    for part in TITLES:
        if rest := [change for change in found.of(part) if change.severity != "worse"]:
            yield part, rest


def _change(change: Change, *, mark: str = "  ") -> Iterator[str]:
    yield f"{mark}{change.authority}: {change.sentence}"
    if change.part == "calls":
        return
    for row in change.rows[:SHOWN]:
        yield from (f"      {line}" for line in _row(row))
    if len(change.rows) > SHOWN:
        yield f"      and {len(change.rows) - SHOWN} more; --json shows them all"


def _row(row: Row) -> Iterable[str]:
    """One thing old beside new; of a step only the lines that differ."""
    if "\n" not in row.old + row.new:
        return (f"{row.name}: {row.old or 'nothing'} \u2192 {row.new or 'nothing'}",)
    if not row.old or not row.new:
        return (f"{row.name}: {'new' if row.new else 'taken out'}",)
    compared = difflib.ndiff(row.old.splitlines(), row.new.splitlines())
    changed = [line for line in compared if line[0] in "-+"]
    return (f"{row.name}:", *(f"  {'was' if line[0] == '-' else 'now'}: {line[2:]}" for line in changed))
