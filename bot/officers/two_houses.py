"""Two trees put together to be compared, with one set of models between them."""

from __future__ import annotations

from bot.assemble import Folders, assemble
from bot.core.house import House
from bot.officers.cases import Told, untold
from bot.officers.changes import Changes, changes_between
from bot.officers.message_sample import invented_messages
from bot.officers.placed_cases import cases_in
from nlp.reader import Models


def compare(old: Folders, new: Folders, models: Models | None = None, *, told: Told = untold) -> Changes:
    """What changes for whom from one tree to the other. Raises KnowledgeErrors when one of them is not sound."""
    told("readers", 0, 3)
    loaded = models or Models.load()
    told("readers", 1, 3)
    before = assemble((), old, loaded)
    told("readers", 2, 3)
    after = assemble((), new, loaded)
    told("readers", 3, 3)
    return compare_houses(before, old, after, new, told=told)


def compare_houses(before: House, old: Folders, after: House, new: Folders, *, told: Told = untold) -> Changes:
    """The same, of two houses that stand already: the one that answers now, and the draft's."""
    return changes_between(
        before,
        after,
        cases=cases_in(new.knowledge),
        cases_before=cases_in(old.knowledge),
        synthetic=invented_messages(),
        told=told,
    )
