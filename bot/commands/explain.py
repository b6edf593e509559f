"""`earlyhelp explain`: what each stage made of a message, for those who look after the knowledge."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import click

from bot.commands.common import authority_or_default, from_draft, house
from nlp.findings import Finding, Span
from nlp.guard import Identifier
from nlp.understanding import Understanding


@click.command()
@click.option("--authority", metavar="A", help="Whose indicators. Default: app.yaml's, or national.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as one JSON object.")
@from_draft
@click.argument("text")
def explain(authority: str | None, as_json: bool, draft: bool, text: str) -> None:
    """Shows what the guard saw, what was corrected, each sign with its cue and score, and the rules that fired."""
    served = house(draft=draft)
    pack = served.knowledge.pack(authority_or_default(authority))
    understood = served.read(text, pack, lambda _: False)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(understood), default=_as_list, ensure_ascii=False))
    else:
        click.echo("\n".join(lines(understood)))


def lines(understood: Understanding) -> list[str]:
    """One line for each thing a stage decided, in the order of the stages."""
    text, decision, stage = understood.text, understood.decision, understood.stage
    said: list[tuple[str, str]] = [("refused", understood.refused)] if understood.refused else []
    said += [("guard", _identifier(each, text)) for each in understood.identifiers]
    said += [("spelling", f"{each.typed!r} read as {each.read_as!r}") for each in understood.corrections]
    said += [("age", f"{stage.words!r}: {stage.youngest_years} years")] if stage.words else []
    said += [("sign", _finding(each, text)) for each in understood.findings]
    said += [("near", each) for each in understood.near]
    said += [("voice", f"level {number}: {share:.0%}") for number, share in enumerate(understood.voiced)]
    said += [("rule", rule) for rule in decision.rules]
    said.append(("band", f"{decision.band or 'none'}{', urgent' if decision.urgent else ''}"))
    said.append(("runner-up", str(decision.runner_up or "none")))
    return [f"{stage_name:<10}{what}" for stage_name, what in said]


def _identifier(found: Identifier, text: str) -> str:
    return f"{found.type} {text[found.start : found.end]!r}: {found.why}{'' if found.stops else ' (warning)'}"


def _finding(found: Finding, text: str) -> str:
    words = ", ".join(_words(span, text) for span in found.evidence)
    cue = f" because of {_words(found.cue, text)}" if found.cue else ""
    how = f"{found.reader} {found.score:.2f}"
    return f"{found.indicator} [{found.band}] {found.status}, {found.whose}{cue}: {words} ({how})"


def _words(span: Span, text: str) -> str:
    return repr(text[span.start : span.end])


def _as_list(value: Any) -> Any:
    """Sets as lists, for JSON."""
    return sorted(value)
