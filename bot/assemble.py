"""Puts the house together: reads the knowledge and the flows, builds the reader, proves what must be proved.

The one place where the rooms meet. Everything it raises is a sentence with a file and a line.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.house import House
from bot.folders import ROOT, Folders
from bot.officers.checking import known_sources, resolver
from flows.load import load_flows
from flows.proofs import prove
from knowledge.checks import unsound_parts
from knowledge.errors import KnowledgeErrors, UnknownName
from knowledge.load import assemble as assemble_packs
from knowledge.load import read_packs
from knowledge.pack import NATIONAL, Knowledge
from nlp.reader import Models, Reader

__all__ = ["ROOT", "Folders", "assemble", "served"]


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
