"""Everything that can be wrong with a tree: its settings, its packs, its flows, and what they say of one another.

The command line, the studio (with the text that an editor has not saved yet) and publishing all ask here, so that what
one lets pass no other refuses. Nothing here reads a message: no language model is loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from bot.folders import Folders
from bot.officers.rules import WHOLE_TREE
from bot.officers.rules.whole import Whole
from bot.settings import Settings, load_settings
from flows.library import Library
from flows.load import library_of, read_flows
from flows.proofs import overdue, prove
from flows.proofs.contacts_resolve import Resolves
from knowledge import clock
from knowledge.checks import faults_of
from knowledge.checks.every_hour_reaches_someone import Silences
from knowledge.errors import Fault, KnowledgeErrors, did_you_mean
from knowledge.load import assemble, read_packs
from knowledge.pack import Knowledge
from knowledge.schema.contact import Role
from knowledge.strict_yaml import read
from trends.measures import load_measures
from trends.policy import POLICY_YAML, load_policy

NOTHING_UNSAVED: Mapping[Path, str] = MappingProxyType({})
Found = TypeVar("Found")


def all_faults(
    folders: Folders = Folders(),
    *,
    app: Path | None = None,
    unsaved: Mapping[Path, str] = NOTHING_UNSAVED,
    today: dt.date | None = None,
) -> tuple[Fault, ...]:
    """Every fault and warning, sorted by place.

    `app` is the app.yaml to check with the tree; `unsaved` is text by file that stands in place of what is on the disk.
    What only the whole can show (does this contact exist, does that flow end) is looked at once every file is readable.
    """
    day = today or clock.now().date()
    faults: list[Fault] = []
    settings = _or_told(faults, lambda: load_settings(app) if app else None)
    policy = settings.trends.policy if settings else None
    _or_told(faults, lambda: load_policy(policy or POLICY_YAML))
    _or_told(faults, load_measures)
    packs = _or_told(faults, lambda: read_packs(folders.knowledge, unsaved))
    flows = _or_told(faults, lambda: read_flows(folders.flows, unsaved))
    knowledge = _or_told(faults, lambda: assemble(packs) if packs else None)
    if flows is not None:
        faults += overdue(flows, day)
    if packs and knowledge:
        faults += faults_of(packs, day)
    if settings and app and knowledge:
        faults += _unserved(settings, knowledge, app)
    if packs and knowledge and flows is not None:
        faults += _together(knowledge, Whole.of(packs, knowledge, flows), library_of(flows))
    return tuple(sorted(set(faults)))


def blocking_faults(folders: Folders = Folders()) -> tuple[Fault, ...]:
    """What must be put right before anybody is answered from this tree: every fault that is no mere warning."""
    return tuple(fault for fault in all_faults(folders) if fault.blocks)


def resolver(knowledge: Knowledge) -> Resolves:
    """Whether the contact roles of an outcome, together, reach somebody at every hour: what the proof of P1 asks."""

    @cache
    def silences(authority: str) -> Silences:
        return Silences(knowledge.packs[authority])

    def resolves(authority: str, roles: tuple[Role, ...]) -> bool:
        return authority in knowledge.packs and silences(authority).first(roles) is None

    return resolves


def known_sources(knowledge: Knowledge) -> frozenset[str]:
    """Ids of every source of every pack."""
    return frozenset(source for pack in knowledge.packs.values() for source in pack.sources)


def _together(knowledge: Knowledge, whole: Whole, library: Library) -> list[Fault]:
    """What packs and flows say of one another."""
    found = [fault for rule in WHOLE_TREE for fault in rule.check(whole)]
    return [*found, *prove(library, resolves=resolver(knowledge), sources=known_sources(knowledge))]


def _unserved(settings: Settings, knowledge: Knowledge, app: Path) -> list[Fault]:
    """Each authority that app.yaml serves and that has no pack."""
    document = read(app)
    return [
        Fault(
            document.position(("authorities", index)),
            "authority",
            f"No pack is called '{name}'.",
            "Nobody there could be answered.",
            did_you_mean(name, knowledge.packs),
        )
        for index, name in enumerate(settings.authorities)
        if name not in knowledge.packs
    ]


def _or_told(faults: list[Fault], read_it: Callable[[], Found]) -> Found | None:
    """What was read, or None where it could not be; then the faults are added."""
    try:
        return read_it()
    except KnowledgeErrors as error:
        faults += error.faults
        return None
