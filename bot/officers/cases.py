"""Runs the cases and the signs' examples, and says as faults what no longer holds.

    cases.yaml -> asked of the real house -> compared with what was expected -> a sentence at its line

The check, publishing, the studio and the tests all come through here, so that they can never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.assemble import Folders, assemble
from bot.core.house import House
from bot.officers.asking import Seen, see
from bot.officers.checking import blocking_faults
from bot.officers.examples import Example, example_fault, examples_in
from bot.officers.expectations import faults_of
from bot.officers.placed_cases import PlacedCase, cases_in
from knowledge.errors import Fault, KnowledgeErrors, did_you_mean
from nlp.reader import Models

Told = Callable[[str, int, int], None]
"""Told how far the work is: what is being done, how many are done, of how many."""


def untold(_what: str, _done: int, _of: int) -> None:
    """For whoever does not wait for it."""


@dataclass(frozen=True)
class Result:
    """One case, what came of it, and what of it was not expected. No fault: it holds."""

    case: PlacedCase
    seen: Seen | None
    """None where the case could not be asked, because there is no such authority."""
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


def run_cases(house: House, cases: Sequence[PlacedCase], *, told: Told = untold) -> tuple[Result, ...]:
    """Every case asked of this house, in order."""
    found: list[Result] = []
    for done, case in enumerate(cases):
        told("cases", done, len(cases))
        found.append(run_case(case, house))
    told("cases", len(cases), len(cases))
    return tuple(found)


def run_case(case: PlacedCase, house: House) -> Result:
    """One case asked. That it names only what there is, `bot.officers.rules.cases_name_what_is_there` sees to."""
    pack = house.knowledge.packs.get(case.authority)
    if pack is None:
        what = f"Case '{case.case.id}' is for '{case.authority}', and there is no such authority."
        instead = did_you_mean(case.authority, house.knowledge.packs)
        return Result(case, None, (Fault(case.position("authority"), "case-authority", what, "", instead),))
    seen = see(case.asking, house)
    return Result(case, seen, faults_of(case, seen, pack, house.flows))


def run_examples(house: House, examples: Sequence[Example], *, told: Told = untold) -> tuple[Fault, ...]:
    """What no longer holds of the signs' examples, in the order of the files."""
    found: list[Fault] = []
    for done, example in enumerate(examples):
        told("examples", done, len(examples))
        if fault := example_fault(example, house):
            found.append(fault)
    told("examples", len(examples), len(examples))
    return tuple(found)


def faults_in(results: Iterable[Result]) -> tuple[Fault, ...]:
    """All faults of all results, sorted by place."""
    return tuple(sorted({fault for result in results for fault in result.faults}))


def case_faults(
    folders: Folders = Folders(), models: Models | None = None, *, examples: bool = True, told: Told = untold
) -> tuple[Fault, ...]:
    """Every case and example of this tree that does not hold, sorted by place.

    The models are loaded unless given, and only when there is something to ask. A tree that is not sound is not asked:
    what is wrong with it is told instead.
    """
    try:
        cases = cases_in(folders.knowledge)
        asked = examples_in(folders.knowledge) if examples else ()
        if not cases and not asked:
            return ()
        house = assemble((), folders, models)
    except KnowledgeErrors as error:
        return error.faults
    return tuple(sorted({*faults_in(run_cases(house, cases, told=told)), *run_examples(house, asked, told=told)}))


def keeping_it_back(folders: Folders = Folders(), models: Models | None = None) -> tuple[Fault, ...]:
    """What must be put right before anybody is answered from this tree: its own faults first, and then every case.

    Examples are not asked: they take longer, and one that fails is a warning.
    """
    return blocking_faults(folders) or case_faults(folders, models, examples=False)
