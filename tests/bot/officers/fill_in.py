"""Fills in the blanks of a new pack as an officer would who writes the example of each: the last words of its fault."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from bot.folders import ROOT, Folders
from bot.officers.checking import all_faults
from bot.officers.new_authority import new_pack
from knowledge.errors import Fault

TODAY = dt.date(2026, 11, 24)
ID, NAME = "north-exshire", "North Exshire"


def national_tree(root: Path) -> Folders:
    """A tree with the national pack, its flows and the shared ones, and no authority."""
    for part in ("knowledge/national", "flows/national", "flows/shared"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / "knowledge" / "release.yaml", root / "knowledge" / "release.yaml")
    return Folders.under(root)


def begun(root: Path, authority: str = ID, name: str = NAME) -> Folders:
    """A tree with the national pack and one that was just begun."""
    folders = national_tree(root)
    new_pack(authority, name, folders, today=TODAY).write()
    return folders


def faults_in(folders: Folders) -> list[Fault]:
    return [fault for fault in all_faults(folders, today=TODAY) if fault.severity != "note"]


def example_of(fault: Fault) -> str:
    """What the fault says to write, as YAML."""
    example = fault.instead.partition("Such as: ")[2]
    return example if example in {"true", "false"} else f'"{example}"'


def fill_in(fault: Fault) -> None:
    """Writes the example in place of the blank."""
    file, line = fault.position.file, fault.position.line - 1
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[line] = lines[line][: fault.position.column - 1] + example_of(fault)
    file.write_text("\n".join(lines), encoding="utf-8")


def filled(folders: Folders) -> Folders:
    """The tree after every blank was filled in, one after the other, as `check` tells them."""
    for fault in faults_in(folders):
        fill_in(fault)
    return folders
