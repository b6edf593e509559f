"""`earlyhelp check`: everything that can be wrong with the knowledge and the flows, each at its line."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from bot.commands.places import draft_of, settings_file
from bot.commands.said import FORMATS
from bot.commands.working import Work
from bot.folders import Folders
from bot.officers.checking import all_faults
from bot.settings import load_settings
from knowledge.errors import Fault, KnowledgeErrors

SUMMARY = {"error": "to put right", "warning": "to look at soon", "note": "that nothing leads to"}


@click.command()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How faults are printed.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each fault: --format json.")
@click.option("--cases", is_flag=True, help="Also ask every case and every sign's examples: half a minute.")
@click.option("--notes", is_flag=True, help="Also tell what nothing leads to: unused contacts, sources and flows.")
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@click.option(
    "--under",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that holds knowledge/ and flows/. Default: the draft.",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check(
    form: str, as_json: bool, cases: bool, notes: bool, strict: bool, under: Path | None, paths: tuple[Path, ...]
) -> None:
    """Checks the knowledge, the flows and app.yaml. PATHS narrow down what is told, not what is checked.

    Errors keep a draft from being published. Warnings, such as a review that is overdue, are told and block nothing.
    """
    app = settings_file()
    folders = Folders.under(under) if under else draft_folders(app)
    faults = all_faults(folders, app=app)
    if cases and not any(fault.blocks for fault in faults):
        faults = (*faults, *_asked(folders))
    told = (fault for fault in sorted(faults) if notes or fault.severity != "note")
    found = tuple(fault for fault in told if _is_about(fault, paths))
    for line in FORMATS["json" if as_json else form](found):
        click.echo(line)
    click.echo(summary(found), err=True)
    sys.exit(1 if any(fault.blocks or (strict and fault.severity == "warning") for fault in found) else 0)


def _asked(folders: Folders) -> tuple[Fault, ...]:
    """Cases and examples that do not hold. The readers are imported only when they are asked for."""
    from bot.officers.cases import case_faults

    with Work() as work:
        return case_faults(folders, told=work.told)


def summary(found: tuple[Fault, ...]) -> str:
    """How much there is to do, in one line."""
    count = Counter[str](fault.severity for fault in found)
    told = [f"{count[severity]} {words}" for severity, words in SUMMARY.items() if count[severity]]
    return f"{', '.join(told)}." if told else "All sound: packs, contacts at every hour, flows."


def draft_folders(app: Path | None) -> Folders:
    """The draft that app.yaml names. What is wrong with app.yaml itself is told with the other faults."""
    try:
        return draft_of(load_settings(app)) if app else Folders()
    except KnowledgeErrors:
        return Folders()


def _is_about(fault: Fault, paths: tuple[Path, ...]) -> bool:
    file = fault.position.file.resolve()
    return not paths or any(file.is_relative_to(path.resolve()) for path in paths)
