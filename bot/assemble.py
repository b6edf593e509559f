"""Puts the house together: reads the knowledge and the flows, builds the reader, proves what must be proved.

The one place where the rooms meet. Everything it raises is a sentence with a file and a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.core.house import House
from flows.load import load_flows
from flows.proofs import prove
from flows.proofs.contacts_resolve import Resolves
from knowledge.checks import unsound_parts
from knowledge.checks.every_hour_reaches_someone import first_silence
from knowledge.errors import KnowledgeErrors, UnknownName
from knowledge.load import assemble as assemble_packs
from knowledge.load import read_packs
from knowledge.pack import NATIONAL, Knowledge
from knowledge.schema.contact import Role
from nlp.reader import Models, Reader

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Folders:
    """Where everything is read from; `vectors` is written to when the phrases change."""

    knowledge: Path = ROOT / "knowledge"
    flows: Path = ROOT / "flows"
    vectors: Path = ROOT / "var"

    @classmethod
    def under(cls, root: Path, vectors: Path = ROOT / "var") -> Folders:
        """The folders of a tree: a checkout, a draft or a release."""
        return cls(root / "knowledge", root / "flows", vectors)

    @property
    def root(self) -> Path:
        """The tree that these folders stand in."""
        return self.knowledge.parent


def assemble(authorities: Sequence[str] = (), folders: Folders = Folders(), models: Models | None = None) -> House:
    """A house of what lies in these folders. `authorities`: those served, in order; none named means all.

    `models` are loaded here unless given. Raises KnowledgeErrors, or UnknownName for an authority without a pack.
    """
    files = read_packs(folders.knowledge)
    knowledge, flows = assemble_packs(files), load_flows(folders.flows)
    if unsound := unsound_parts(files):
        raise KnowledgeErrors(unsound)
    if faults := prove(flows, resolves=resolver(knowledge), sources=known_sources(knowledge)):
        raise KnowledgeErrors(faults)
    reader = Reader.build(knowledge, folders.vectors, models or Models.load())
    return House(
        knowledge=knowledge,
        flows=flows,
        authorities=served(authorities, knowledge),
        read=reader.read,
        recall=reader.recall,
        reword=reader.reword,
    )


def served(authorities: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """The authorities to offer, each known. Raises UnknownName."""
    for authority in authorities:
        if authority not in knowledge.packs:
            raise UnknownName("authority", authority, knowledge.packs)
    everyone = tuple(each for each in sorted(knowledge.packs) if each != NATIONAL)
    return tuple(authorities) or everyone


def resolver(knowledge: Knowledge) -> Resolves:
    """Whether the contact roles of an outcome, together, reach somebody at every hour: what the proof of P1 asks.

    Many outcomes name the same roles, and walking through a week costs time: each is looked at once.
    """

    @cache
    def resolves(authority: str, roles: tuple[Role, ...]) -> bool:
        pack = knowledge.packs.get(authority)
        return pack is not None and first_silence(pack, roles) is None

    return resolves


def known_sources(knowledge: Knowledge) -> frozenset[str]:
    """Ids of every source of every pack."""
    return frozenset(source for pack in knowledge.packs.values() for source in pack.sources)
