"""A sign stands in its domain, and what is written beside it can happen.

PASS  knowledge/national/indicators/neglect.yaml with domain: neglect and id: neglect.hungry
PASS  band: early_help with escalates: [{when: repeated, to: child_in_need}]
FAIL  id: hunger.always in the file of `neglect`
FAIL  escalates to its own band, or to a lower one
FAIL  ages: {from: 12, to: 5}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowledge.checks.signs_can_be_told_apart import signs
from knowledge.errors import Fault
from knowledge.load import Read
from knowledge.schema.indicator import Indicator, IndicatorFile
from knowledge.strict_yaml import Document, Path_

RULE = "sign"


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each thing about a sign that cannot be meant."""
    for _, file, document in files.of(IndicatorFile):
        yield from _domain(file, document)
    for sign, document, path in signs(files):
        yield from _bounds(sign, document, path)


def _domain(file: IndicatorFile, document: Document) -> Iterator[Fault]:
    expected = document.file.stem
    if file.domain != expected:
        what = f"The domain is '{file.domain}', and the file is {document.file.name}."
        yield Fault(document.position(("domain",)), RULE, what, "", f"Write 'domain: {expected}', or rename the file.")
    for index, sign in enumerate(file.indicators):
        if sign.in_domain != file.domain:
            what = f"'{sign.id}' stands in the domain '{file.domain}', and belongs to '{sign.in_domain}'."
            position = document.position(("indicators", index, "id"))
            yield Fault(position, RULE, what, "", f"Begin its id with '{file.domain}.'.")


def _bounds(sign: Indicator, document: Document, path: Path_) -> Iterator[Fault]:
    if sign.ages.youngest > sign.ages.oldest:
        what = f"The ages run from {sign.ages.youngest} to {sign.ages.oldest}."
        yield Fault(document.position((*path, "ages")), RULE, what, "No child is of that age.", "Swap the two.")
    for index, escalation in enumerate(sign.escalates):
        if escalation.to.rank <= sign.band.rank:
            what = f"'{sign.id}' is {sign.band} and escalates to {escalation.to}, which is no higher."
            position = document.position((*path, "escalates", index, "to"))
            yield Fault(position, RULE, what, "", "Name a higher band, or delete the line.")
