"""`earlyhelp import`: schools from the national register into places.yaml, and contacts from Open Referral UK."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from bot.commands.places import draft_of, settings
from knowledge import clock
from knowledge.edit import rewritten
from knowledge.errors import EarlyHelpError, UnknownName, printable
from knowledge.exchange.openreferral.read import Draft, Given, services_in
from knowledge.exchange.openreferral.read import draft_of as draft_of_contacts
from knowledge.exchange.places_text import with_plan, with_source
from knowledge.exchange.register import schools_in
from knowledge.exchange.schools import Plan, plan, roll_of
from knowledge.load import HERE, load_knowledge
from knowledge.pack import NATIONAL
from knowledge.schema.authority import Authority, SourceFile
from knowledge.schema.common import Source
from knowledge.schema.place import PlaceFile
from knowledge.strict_yaml import parse, read, read_text

SCHEMAS = HERE / "schema" / "json"
DRAFT_SAYS = """\
# Imported, and confirmed by nobody. Check each number with its owner, then move the contact to contacts.yaml.
# What the file could not say stands as CHOOSE.
"""
MUST_BE_CHECKED_WITHIN = dt.timedelta(days=90)
REGISTER = "get-information-about-schools"
DAY_IN_NAME = re.compile(r"(20\d{2})-?(\d{2})-?(\d{2})")


class WouldOverwrite(EarlyHelpError):
    """A file stands where the result should go."""

    exit_code = 2


@click.group("import")
def import_() -> None:
    """Brings in what others publish: schools, contacts. Nothing goes live before it is published."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--authority", metavar="A", required=True, help="Whose schools to take.")
@click.option("--into", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another places.yaml.")
@click.option(
    "--register-name", metavar="NAME", help="What the register calls the authority, where it is not its name."
)
@click.option("--remove-closed", is_flag=True, help="Take out the entries of schools that have closed.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--json", "as_json", is_flag=True, help="What was done, as one JSON object.")
def schools(
    file: Path,
    authority: str,
    into: Path | None,
    register_name: str | None,
    remove_closed: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Brings the open schools of FILE, an extract of Get Information about Schools (CSV), into places.yaml.

    Entries already there are updated by their number (URN). What was written by hand stays.
    """
    folder = pack_folder(authority)
    name = register_name or parse(read(folder / "authority.yaml"), Authority).name
    with reading(file) as told:
        roll = roll_of(schools_in(file, told=told), name)
    target = into or folder / "places.yaml"
    found = plan(roll, parse(read(target), PlaceFile), source=REGISTER)
    if not dry_run:
        _write(found, target, register_source(file), remove_closed=remove_closed)
    _tell(found, target, remove_closed=remove_closed, dry_run=dry_run, as_json=as_json)


@import_.command("contacts")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--authority", metavar="A", required=True, help="Whose contacts they are.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The draft. Default: A-contacts-draft.yaml."
)
@click.option("--replace", is_flag=True, help="Overwrite a draft that is already there.")
@click.option(
    "--source", "source", metavar="ID", default="open-referral", show_default=True, help="Its id in sources.yaml."
)
@click.option("--owner", metavar="ROLE", help="Who keeps them current. Default: the authority's partnership.")
@click.option("--json", "as_json", is_flag=True, help="What was taken and left out, as one JSON object.")
def contacts_from(
    file: Path, authority: str, out: Path | None, replace: bool, source: str, owner: str | None, as_json: bool
) -> None:
    """Turns FILE, services in Open Referral UK's JSON, into a draft of contacts, each unconfirmed.

    The draft is a file of its own: check each number, then move what is right into contacts.yaml.
    """
    pack = load_knowledge(pack_folder(authority).parent).pack(authority)
    target = out or Path(f"{authority}-contacts-draft.yaml")
    if target.exists() and not replace:
        raise WouldOverwrite(f"{target} is already there. Name another with --out, or say --replace.")
    given = Given(source, owner or pack.authority.partnership, clock.now().date() + MUST_BE_CHECKED_WITHIN)
    draft = draft_of_contacts(services_in(file), pack, given)
    put(target, draft_text(draft, target))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(draft), ensure_ascii=False))
    for each in () if as_json else draft.left_out:
        click.echo(printable(f"Left out: {each}"))
    click.echo(f"{len(draft.contacts)} contacts to check in {target}. Nothing else was changed.", err=True)
    if source not in pack.sources:
        click.echo(f"'{source}' is not in {authority}/sources.yaml yet: add where these contacts come from.", err=True)


def draft_text(draft: Draft, target: Path) -> str:
    """The draft as a contacts file, with the line that makes editors complete it."""
    schema = Path(os.path.relpath(SCHEMAS / "contacts.json", target.resolve().parent)).as_posix()
    head = f"# yaml-language-server: $schema={schema}\n{DRAFT_SAYS}contacts: []\n"
    return f"{rewritten(head, ('contacts',), list(draft.contacts)).rstrip()}\n" if draft.contacts else head


def pack_folder(authority: str) -> Path:
    """The draft's folder of an authority. Raises UnknownName."""
    root = draft_of(settings()).knowledge
    known = [path.parent.name for path in root.glob("*/authority.yaml") if path.parent.name != NATIONAL]
    if authority not in known:
        raise UnknownName("authority", authority, known)
    return root / authority


@contextmanager
def reading(file: Path) -> Iterator[Callable[[int], None]]:
    """A bar on stderr that fills as the file is read."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"Reading {file.name}", total=file.stat().st_size)
        yield lambda done: progress.update(task, completed=done)


def register_source(file: Path) -> Source:
    """The extract as a source, dated by the day in its name (edubasealldata20261120.csv) or of the file."""
    found = DAY_IN_NAME.search(file.name)
    try:
        day = dt.date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    day = day or dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC).date()
    return Source(
        id=REGISTER,
        title="Get Information about Schools, all establishment data",
        publisher="Department for Education",
        dated=f"{day.day} {day:%B %Y}",
        url="https://get-information-schools.service.gov.uk/Downloads",
        standing="current",
    )


def _write(found: Plan, target: Path, source: Source, *, remove_closed: bool) -> None:
    """places.yaml, and the register among the sources beside it; both are read again before either is written."""
    new = {target: with_plan(text_of(target), found, remove_closed=remove_closed)}
    parse(read_text(new[target], target), PlaceFile)
    sources = target.parent / "sources.yaml"
    if sources.exists() and source.id in new[target]:
        new[sources] = with_source(text_of(sources), source)
        parse(read_text(new[sources], sources), SourceFile)
    for path, text in new.items():
        put(path, text)


def text_of(file: Path) -> str:
    """The text with the line ends it has."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return handle.read()


def put(file: Path, text: str) -> None:
    """Writes the file in one step, so that nobody ever reads half of it. An unchanged file is left alone."""
    if file.exists() and text_of(file) == text:
        return
    half = file.with_name(f".{file.name}.part")
    half.write_text(text, encoding="utf-8", newline="")
    os.replace(half, file)


def _tell(found: Plan, target: Path, *, remove_closed: bool, dry_run: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**_as_data(found), **_summary(found), "dry_run": dry_run}, ensure_ascii=False))
    else:
        for line in lines_of(found, remove_closed=remove_closed):
            click.echo(printable(line))
    done = "would change" if dry_run else "changed"
    counts = ", ".join(f"{number} {what}" for what, number in _summary(found)["counts"].items())
    click.echo(f"{counts}. {target} {done if _anything(found, remove_closed) else 'is as it was'}.", err=True)


def _anything(found: Plan, remove_closed: bool) -> bool:
    return bool(found.added or found.changes or (remove_closed and found.closed))


def _as_data(found: Plan) -> dict[str, object]:
    settings = {key: [each.model_dump() for each in getattr(found, key)] for key in ("added", "closed")}
    return {**dataclasses.asdict(found), **settings}


def _summary(found: Plan) -> dict[str, dict[str, int]]:
    counts = {"added": len(found.added), "lines changed": len(found.changes), "unchanged": found.unchanged}
    return {"counts": {**counts, "closed": len(found.closed), "to look at": len(found.unsure)}}


def lines_of(found: Plan, *, remove_closed: bool) -> Iterator[str]:
    """The plan as lines for a person."""
    for new in found.added:
        yield f"New: {new.name} ({new.urn}), {new.type}, {f'area {new.area}' if new.area else 'no area'}"
    for change in found.changes:
        before = f"was {change.before}" if change.before else "was empty"
        yield f"Changed: {change.setting}: {change.key} is {change.after}, {before}"
    for gone in found.closed:
        what = "taken out" if remove_closed else "still here; --remove-closed takes it out"
        yield f"Closed: {gone.name} ({gone.urn}), {what}"
    for doubt in found.unsure:
        yield f"Look at: {doubt.name} ({doubt.urn}). {doubt.why}"
    for kind, number in found.left_out.items():
        yield f"Left out: {number} of type '{kind}', which is no setting here"
