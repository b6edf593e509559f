"""Everything that answers, as of one version: the knowledge, the flows and the reader of messages.

Frozen. A reload builds a new house and swaps it in whole, so that no answer mixes two versions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.conversation import Conversation
from flows.library import Library
from knowledge.pack import NATIONAL, Knowledge, Pack
from nlp.understanding import Heard, Understanding

Read = Callable[[str, Pack, Callable[[str], bool]], Understanding]
"""Reads a message for one authority; the last argument says of a word whether the person called it no name."""

Recall = Callable[[tuple[Heard, ...], tuple[float, ...], Pack], Understanding]
"""Weighs again what was heard in an earlier turn, after the person answered a question or put something right."""

Reword = Callable[[Understanding], str]
"""The message without the words that identify somebody."""


@dataclass(frozen=True)
class House:
    """One version of everything. `authorities` are the ids served, in the order shown."""

    knowledge: Knowledge
    flows: Library
    authorities: tuple[str, ...]
    read: Read
    recall: Recall
    reword: Reword

    def pack_of(self, conversation: Conversation) -> Pack:
        """The authority's pack, or the national one while none is chosen or the one named is not served."""
        if conversation.authority in self.served:
            return self.knowledge.packs[conversation.authority]
        return self.knowledge.packs[NATIONAL]

    @property
    def served(self) -> tuple[str, ...]:
        """Ids that may be chosen: the authorities served, and national guidance."""
        return (*self.authorities, NATIONAL)

    def names(self) -> tuple[tuple[str, str], ...]:
        """(id, name) of every authority that may be chosen, in the order shown."""
        return tuple((each, self.knowledge.packs[each].authority.name) for each in self.served)
