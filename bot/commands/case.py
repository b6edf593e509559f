"""`earlyhelp case record`: a conversation without names, kept as a case beside the knowledge."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace

import click

from bot.commands.chat import LEAVE
from bot.commands.common import authority_or_default, moment, place, where_and_when
from bot.commands.common import house as house_of
from bot.commands.places import draft_of
from bot.commands.places import settings as load
from bot.core.house import House
from bot.core.plain import plain_text
from bot.officers.placed_cases import PlacedCase
from bot.officers.recording import Recording, append, as_yaml, case_of, heard
from knowledge.schema.case import TUESDAY_AT_TEN

ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
BEGIN = (
    "Describe an invented worry without names, as a practitioner would; press choices by their number. "
    "Type 'keep' when the case is whole, 'quit' to leave without keeping anything."
)
KEEP = "keep"
LEFT = "Nothing was kept."


@click.group()
def case() -> None:
    """Cases: invented worries with what must be answered, beside the knowledge."""


@case.command()
@where_and_when
@click.option("--id", "case_id", metavar="ID", help="What the case is called, such as hungry-week-after-week.")
@click.option("--add", "adds", multiple=True, metavar="TEXT", help="A further message, after the worry. Repeatable.")
@click.option("--press", "pressed", multiple=True, metavar="CHOICE", help="What is pressed then, in order. Repeatable.")
@click.argument("worry", required=False)
def record(
    authority: str | None,
    at: str | None,
    school: str | None,
    area: str | None,
    case_id: str | None,
    adds: tuple[str, ...],
    pressed: tuple[str, ...],
    worry: str | None,
) -> None:
    """Keeps a conversation as a case in the draft's cases.yaml, with today's answer as what is expected.

    With WORRY (or "-" for standard input) nothing is asked; without, it is a conversation like `earlyhelp chat`. A
    message that may identify somebody is never kept.
    """
    served = house_of(draft=True)
    recording = _begun(authority, at, school, area, served)
    if worry is not None:
        text = sys.stdin.read() if worry == "-" else worry
        whole = _told(recording, (text, *adds), served)
    else:
        whole = _conversation(recording, served)
    if whole is None:
        click.echo(LEFT, err=True)
        sys.exit(1)
    whole = replace(whole, pressed=pressed or whole.pressed)
    _keep(whole, case_id or _asked_id(), served, ask=worry is None)


def _begun(authority: str | None, at: str | None, school: str | None, area: str | None, served: House) -> Recording:
    pack = served.knowledge.pack(authority_or_default(authority))
    where = place(pack, school=school, area=area)
    when = moment(at).strftime("%Y-%m-%dT%H:%M") if at else TUESDAY_AT_TEN
    return Recording(authority=pack.id, area="" if school else where.area or "", school=school or "", at=when)


def _told(recording: Recording, texts: Sequence[str], served: House) -> Recording | None:
    """Each text read in turn; None as soon as one is not, and then nothing is kept."""
    for text in texts:
        after, reply = heard(recording, text, served)
        if len(after.typed) == len(recording.typed):
            click.echo(reply.headline, err=True)
            return None
        recording = after
    return recording


def _conversation(recording: Recording, served: House) -> Recording | None:
    """Asks line by line until the case is whole; None when the person leaves."""
    click.echo(BEGIN, err=True)
    while True:
        try:
            typed = click.prompt(">", prompt_suffix=" ", default="", show_default=False, err=True).strip()
        except (click.Abort, EOFError):
            return None
        if typed.lower() in LEAVE:
            return None
        if typed.lower() == KEEP:
            return recording
        recording, reply = heard(recording, typed, served)
        click.echo(plain_text(reply) + "\n", err=True)


def _asked_id() -> str:
    while True:
        given: str = click.prompt("What is the case called? Small letters and hyphens", err=True).strip()
        if ID.fullmatch(given):
            return given
        click.echo("Small letters, digits and hyphens only, as in hungry-week-after-week.", err=True)


def _keep(recording: Recording, case_id: str, served: House, *, ask: bool) -> None:
    if not ID.fullmatch(case_id):
        raise click.BadParameter("Small letters, digits and hyphens only.", param_hint="--id")
    found, _ = case_of(recording, case_id, served)
    click.echo("\n".join(as_yaml(found)))
    if ask and not click.confirm("Keep this case?", default=True, err=True):
        click.echo(LEFT, err=True)
        return
    kept: PlacedCase = append(found, recording.authority, draft_of(load()).knowledge)
    click.echo(f"Kept in {kept.position()}", err=True)
