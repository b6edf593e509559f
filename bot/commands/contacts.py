"""`earlyhelp contacts`: whom to call, for a level, a place and an hour."""

from __future__ import annotations

import dataclasses
import json

import click

from bot.commands.common import authority_or_default, from_draft, moment, place, where_and_when
from bot.commands.places import tree
from bot.core.contact_lines import contact_lines
from bot.core.plain import contact_text
from knowledge.directory import offers, whom_to_call
from knowledge.load import load_knowledge
from knowledge.pack import Pack
from knowledge.schema.common import Band


@click.command()
@where_and_when
@from_draft
@click.option("--level", metavar="L", help="A level's id or a band. Default: every contact.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each contact.")
def contacts(
    authority: str | None,
    at: str | None,
    school: str | None,
    area: str | None,
    draft: bool,
    level: str | None,
    as_json: bool,
) -> None:
    """Lists contacts in the order to try them, as they are at one moment."""
    pack = load_knowledge(tree(draft=draft).knowledge).pack(authority_or_default(authority))
    where, now = place(pack, school=school, area=area), moment(at)
    if level:
        found = whom_to_call(pack, band_of(pack, level), now=now, place=where)
    else:
        found = offers(pack, dict.fromkeys(contact.role for contact in pack.contacts), now=now, place=where)
    for line in contact_lines(found, now):
        plain = f"{contact_text(line)} {line.purpose}"
        click.echo(json.dumps(dataclasses.asdict(line), ensure_ascii=False) if as_json else plain)


def band_of(pack: Pack, level: str) -> Band:
    """The band that is called so, or that means the level with this id or number. Raises UnknownName."""
    if level in set(Band):
        return Band(level)
    named = next((each.id for each in pack.levels if str(each.number) == level), level)
    wanted = pack.level(named).id
    meaning = [each.band for each in pack.bands if each.level == wanted]
    return max(meaning, default=Band.EARLY_HELP, key=lambda band: band.rank)
