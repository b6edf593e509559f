"""`earlyhelp new authority ID`: begins the pack of an authority, for `earlyhelp check` to lead to its end."""

from __future__ import annotations

import click

from bot.commands.places import draft_of, settings
from bot.officers.new_authority import CannotBegin, new_pack
from knowledge import clock

NEXT = """\
Next:
  1. earlyhelp check knowledge/{id}
     Each line it tells is a blank: what to write, where to find it, and an example.
  2. earlyhelp check
     When nothing is left to put right, the pack is whole.
  3. In app.yaml, add {id} to `authorities`, so that people can choose {name}.
  4. earlyhelp ask --draft --authority {id} "always hungry, same jumper all week"
  5. earlyhelp publish\
"""


@click.group()
def new() -> None:
    """Begins something new in the draft."""


@new.command()
@click.argument("id_", metavar="ID")
@click.option("--name", metavar="NAME", default="", help="What people call it. Default: the id, with capitals.")
def authority(id_: str, name: str) -> None:
    """Writes the pack of an authority that has none: knowledge/ID and flows/ID, with blanks to fill in.

    ID is small letters, digits and hyphens, and stays for good: north-exshire.
    """
    chosen = settings()
    pack = new_pack(id_, name, draft_of(chosen), today=clock.now().date())
    try:
        pack.write()
    except OSError as error:
        raise CannotBegin(f"{error.filename} could not be written: {error.strerror}.") from None
    for file in pack.files:
        click.echo(file)
    click.echo(NEXT.format(id=pack.authority, name=pack.name), err=True)
