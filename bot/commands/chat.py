"""`earlyhelp chat`: the whole conversation in a terminal."""

from __future__ import annotations

import click

from bot.commands.common import authority_or_default, from_draft, house, notes_of
from bot.commands.places import settings
from bot.core.plain import plain_text
from bot.core.reply import Reply
from bot.core.safely import answer_safely
from bot.core.turn import Answered, Turn
from bot.store.noting import NO_NOTES, NoteInto
from knowledge import clock

LEAVE = {"quit", "exit", "bye", "q"}


@click.command()
@click.option("--authority", metavar="A", help="Whose levels and numbers. Default: app.yaml's, or national.")
@from_draft
def chat(authority: str | None, draft: bool) -> None:
    """Talks in the terminal. Type a worry without names, a number, or `quit`."""
    served = house(draft=draft)
    chosen = served.knowledge.pack(authority_or_default(authority)).id
    noting = NO_NOTES if draft else notes_of(settings())
    turn = Turn(choice="help", authority=chosen)
    while True:
        reply = _kept(answer_safely(turn, served, now=clock.now(), missing_days=noting.days), noting)
        click.echo(plain_text(reply) + "\n")
        try:
            typed = click.prompt(">", prompt_suffix=" ", default="", show_default=False, err=True)
        except (click.Abort, EOFError):
            return
        if typed.strip().lower() in LEAVE:
            return
        turn = Turn(typed=typed, state=reply.state, authority="")


def _kept(answered: Answered, noting: NoteInto) -> Reply:
    """The reply, after a note for the officers was kept; of a draft that is only tried, none is."""
    telling = answered.telling
    if telling is None or noting(telling.note, now=clock.now()):
        return answered.reply
    return telling.otherwise
