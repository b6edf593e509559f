"""`earlyhelp ask`: one worry in, one answer out; or a stream of them for other programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import click

from bot.commands.common import authority_or_default, from_draft, house, moment, place, where_and_when
from bot.commands.result import result
from bot.core.answers.context import Context
from bot.core.consultation import message
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.plain import plain_text
from bot.core.turn import Answered
from knowledge.errors import EarlyHelpError
from knowledge.pack import Pack

NAMES = ("authority", "at", "school", "area")
BROKEN = (
    "Something went wrong on my side ({}). Nothing was kept. Don't wait for me: `earlyhelp contacts` lists the duty "
    "numbers; if a child is in danger now, ring 999."
)


@click.command()
@where_and_when
@from_draft
@click.option("--json", "as_json", is_flag=True, help="Print the result as one line of JSON.")
@click.option("--jsonl", is_flag=True, help="Read lines of JSON from stdin, and print one result line for each.")
@click.argument("text", required=False)
def ask(
    authority: str | None,
    at: str | None,
    school: str | None,
    area: str | None,
    draft: bool,
    as_json: bool,
    jsonl: bool,
    text: str | None,
) -> None:
    """Answers one worry, described without names. With no TEXT, reads it from standard input."""
    served = house(draft=draft)
    if jsonl:
        sys.exit(1 if _stream(sys.stdin, served) else 0)
    asked = {"text": text if text is not None else sys.stdin.read(), "authority": authority, "at": at}
    answered, line = _answer_or_numbers({**asked, "school": school, "area": area}, served)
    if as_json:
        click.echo(json.dumps(line, ensure_ascii=False))
    else:
        click.echo(plain_text(answered.reply))


def _stream(lines: TextIO, served: House) -> int:
    """One result line for each line in, in order, as soon as it is ready. Returns how many lines were wrong."""
    wrong = 0
    for number, outcome in _results(lines, served):
        wrong += "error" in outcome
        click.echo(json.dumps(outcome, ensure_ascii=False))
        if "error" in outcome:
            click.echo(f"line {number}: {outcome['error']}", err=True)
    return wrong


def _results(lines: Iterable[str], served: House) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, _one(line, served)


def _one(line: str, served: House) -> dict[str, Any]:
    """The result of one line; a bad line is a result that says why, and does not stop the rest."""
    try:
        asked = json.loads(line)
    except ValueError:
        return {"id": None, "error": "This line is not JSON."}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"id": None, "error": "This line is not an object with a 'text'."}
    if wrong := [name for name in NAMES if not isinstance(asked.get(name), str | None)]:
        return {"id": asked.get("id"), "error": f"'{wrong[0]}' must be text."}
    try:
        return _answer(asked, served)[1]
    except (EarlyHelpError, click.BadParameter) as error:
        return {"id": asked.get("id"), "error": str(error)}
    except Exception as error:  # noqa: BLE001 - the edge of one line: the others are still answered, and no text is told
        return {"id": asked.get("id"), "error": f"This line could not be answered ({type(error).__name__})."}


def _answer_or_numbers(asked: dict[str, Any], served: House) -> tuple[Answered, dict[str, Any]]:
    """The answer; when something breaks, whom to ring, and no trace of what was typed (promises P2 and P6)."""
    try:
        return _answer(asked, served)
    except (EarlyHelpError, click.ClickException):
        raise
    except Exception as error:  # noqa: BLE001 - the edge: an error's own words may quote the message
        raise click.ClickException(BROKEN.format(type(error).__name__)) from None


def _answer(asked: dict[str, Any], served: House) -> tuple[Answered, dict[str, Any]]:
    pack = served.knowledge.pack(authority_or_default(asked.get("authority")))
    context = _context(asked, pack, served)
    started = time.perf_counter()
    answered = message(asked["text"], context, served)
    taken = 1000 * (time.perf_counter() - started)
    return answered, result(asked.get("id"), answered, pack, served, taken)


def _context(asked: dict[str, Any], pack: Pack, served: House) -> Context:
    at = place(pack, school=asked.get("school"), area=asked.get("area"))
    conversation = Conversation(authority=pack.id, area=at.area or "", setting=at.setting or "")
    return Context(
        pack=pack, place=at, now=moment(asked.get("at")), conversation=conversation, version=served.knowledge.version
    )
