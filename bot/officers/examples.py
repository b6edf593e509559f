"""The indicators' own examples, asked through the same door as cases: what must be heard as a sign, and what must not.

The bank's examples are read with national guidance, an authority's own with its own pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.core.house import House
from knowledge.errors import Fault, Position
from knowledge.load import Read, read_packs
from knowledge.pack import NATIONAL, Pack
from knowledge.schema.indicator import Indicator, IndicatorFile, OverrideFile
from knowledge.strict_yaml import Document
from nlp.reader import never
from nlp.understanding import Understanding

TOLD: Literal["warning"] = "warning"
"""One example of hundreds keeps nothing from being published; a case, which is agreed on as a whole, does."""
HEARD = frozenset({"present", "uncertain", "other_person"})
AN_EXAMPLE = "If it should not, take it out of the examples; if it should, add a phrase that is nearer to it."
A_LOOK_ALIKE = "If it is meant, take it out of 'not'; if it is not, write it under 'unless' as well."


@dataclass(frozen=True)
class Example:
    """One example of a sign: a message that must lead to it, or must not."""

    sign: str
    pack: str
    text: str
    must_match: bool
    position: Position


def examples_in(knowledge: Path) -> tuple[Example, ...]:
    """Every example of every sign. Raises KnowledgeErrors."""
    return tuple(examples_of(read_packs(knowledge)))


def examples_of(files: Read) -> Iterator[Example]:
    """The same, of files that were read already."""
    for _, bank, document in files.of(IndicatorFile):
        yield from _of(bank.indicators, NATIONAL, document)
    for pack, own, document in files.of(OverrideFile):
        yield from _of(own.indicators, pack, document)


def _of(signs: Iterable[Indicator], pack: str, document: Document) -> Iterator[Example]:
    for number, sign in enumerate(signs):
        here = ("indicators", number, "examples")
        for place, text in enumerate(sign.examples.match):
            yield Example(sign.id, pack, text, True, document.position((*here, "match", place)))
        for place, text in enumerate(sign.examples.not_):
            yield Example(sign.id, pack, text, False, document.position((*here, "not", place)))


def example_fault(example: Example, house: House) -> Fault | None:
    """What is wrong with one example, if anything."""
    pack = house.knowledge.pack(example.pack)
    understood = house.read(example.text, pack, never)
    if understood.refused:
        what = f"This example of {example.sign} is not read, because it may identify somebody or cannot be read."
        return Fault(example.position, "example-refused", what, "", "Word it without names.", TOLD)
    status = next((each.status for each in understood.findings if each.indicator == example.sign), None)
    if example.must_match and status not in HEARD:
        return _not_heard(example, status, understood, pack)
    if not example.must_match and status == "present":
        what = f"This example must not lead to {example.sign}, and now it does."
        return Fault(example.position, "example-not", what, _which(example.sign, understood), A_LOOK_ALIKE, TOLD)
    return None


def _not_heard(example: Example, status: str | None, understood: Understanding, pack: Pack) -> Fault:
    others = [pack.indicators[each.indicator].id for each in understood.findings][:2]
    heard = f"it is heard as {status}" if status else f"{' and '.join(others) or 'nothing'} is heard instead"
    what = f"This example no longer leads to {example.sign}: {heard}."
    return Fault(example.position, "example-match", what, "", AN_EXAMPLE, TOLD)


def _which(sign: str, understood: Understanding) -> str:
    found = next(each for each in understood.findings if each.indicator == sign)
    quotes = [f"\u201c{understood.text[span.start : span.end]}\u201d" for span in found.evidence]
    return f"It is heard in {' and '.join(quotes)}."
