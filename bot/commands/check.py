"""`earlyhelp check`: everything that can be wrong with the knowledge and the flows, each at its line."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click

from bot.assemble import Folders, known_sources, resolver
from bot.commands.common import settings
from flows.load import load_flows
from flows.proofs import prove
from knowledge.checks import check_knowledge
from knowledge.errors import Fault, KnowledgeErrors
from knowledge.load import load_knowledge


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each fault.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(as_json: bool, paths: tuple[Path, ...]) -> None:
    """Checks the knowledge, the flows and app.yaml. PATHS narrow down what is told, not what is checked."""
    faults = [fault for fault in all_faults() if _is_about(fault, paths)]
    for fault in faults:
        click.echo(json.dumps(_as_data(fault), ensure_ascii=False) if as_json else str(fault))
    click.echo(
        f"{len(faults)} to put right." if faults else "All sound: packs, contacts at every hour, flows.", err=True
    )
    sys.exit(1 if faults else 0)


def all_faults(folders: Folders = Folders()) -> tuple[Fault, ...]:
    """Every fault, sorted by place. Flows are proved against the contacts once the packs are sound."""
    found = [*_setting_faults(), *check_knowledge(folders.knowledge, today=dt.date.today())]
    try:
        library, knowledge = load_flows(folders.flows), load_knowledge(folders.knowledge)
        found += prove(library, resolves=resolver(knowledge), sources=known_sources(knowledge))
    except KnowledgeErrors as error:
        found += error.faults
    return tuple(sorted(set(found)))


def _setting_faults() -> tuple[Fault, ...]:
    try:
        settings()
    except KnowledgeErrors as error:
        return error.faults
    return ()


def _is_about(fault: Fault, paths: tuple[Path, ...]) -> bool:
    file = fault.position.file.resolve()
    return not paths or any(file.is_relative_to(path.resolve()) for path in paths)


def _as_data(fault: Fault) -> dict[str, object]:
    return {
        "file": str(fault.position.file),
        "line": fault.position.line,
        "column": fault.position.column,
        "rule": fault.rule,
        "what": fault.what,
        "why": fault.why,
        "instead": fault.instead,
    }
