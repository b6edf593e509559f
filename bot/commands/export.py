"""`earlyhelp export`: contacts for directories and spreadsheets, and the dates to look again for a calendar."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from bot.commands.common import from_draft
from bot.commands.places import tree
from flows.library import Library
from flows.load import load_flows
from knowledge import clock
from knowledge.exchange.contacts_table import contacts_csv
from knowledge.exchange.openreferral.write import NOT_HELD, page_of
from knowledge.exchange.review_calendar import Due, calendar_of, due_in_pack
from knowledge.load import load_knowledge
from knowledge.pack import NATIONAL, Pack
from knowledge.schema.contact import Contact

TO_FILE = click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, not stdout.")


@click.group()
def export() -> None:
    """Writes the knowledge in formats that others read."""


@export.command("contacts")
@click.option("--authority", metavar="A", required=True, help="Whose contacts.")
@click.option("--format", "form", type=click.Choice(["openreferral", "csv"]), default="openreferral", show_default=True)
@TO_FILE
@from_draft
def contacts(authority: str, form: str, out: Path | None, draft: bool) -> None:
    """The authority's own contacts: as Open Referral UK services (JSON), or as a table (CSV)."""
    pack = load_knowledge(tree(draft=draft).knowledge).pack(authority)
    own = own_contacts(pack)
    if form == "csv":
        put(contacts_csv(pack, own).encode("utf-8-sig"), out)
        return
    put(f"{json.dumps(page_of(pack, own), indent=2, ensure_ascii=False)}\n".encode(), out)
    click.echo(f"{len(own)} contacts. Open Referral UK has no place for: {'; '.join(NOT_HELD.values())}.", err=True)


@export.command("calendar")
@click.option("--authority", metavar="A", help="Only this authority's. Default: all, and national.")
@TO_FILE
@from_draft
def calendar(authority: str | None, out: Path | None, draft: bool) -> None:
    """Contacts, levels and flows on the day each must be looked at again (.ics)."""
    folders = tree(draft=draft)
    knowledge, library = load_knowledge(folders.knowledge), load_flows(folders.flows)
    packs = [knowledge.pack(authority)] if authority else list(knowledge.packs.values())
    due = [each for pack in packs for each in due_in_pack(pack)]
    due += due_in_flows(library, {pack.id for pack in packs}, shared=authority in (None, NATIONAL))
    put(calendar_of(due, now=clock.now()), out)
    click.echo(f"{len(due)} entries. Importing the file again moves them; it adds none twice.", err=True)


def own_contacts(pack: Pack) -> tuple[Contact, ...]:
    """The pack's contacts without those that every authority shares."""
    return tuple(each for each in pack.contacts if pack.id == NATIONAL or not each.id.startswith(f"{NATIONAL}."))


def due_in_flows(library: Library, authorities: set[str], *, shared: bool) -> Iterable[Due]:
    """The flows of these authorities, and the shared ones where asked."""
    for flow in library.flows.values():
        if flow.authority in authorities or (shared and flow.shared):
            whose = "all authorities" if flow.shared else flow.authority
            tells = (f"{len(flow.steps)} steps.", f"Kept by: {flow.owner}.")
            yield Due(f"flow.{flow.id}", f"Check the guided steps: {flow.title} ({whose})", flow.review_by, tells)


def put(data: bytes, out: Path | None) -> None:
    """To the file, or to stdout byte for byte."""
    if out:
        out.write_bytes(data)
    else:
        click.echo(data, nl=False)
