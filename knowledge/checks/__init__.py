"""The rules that knowledge must keep, one a file. A rule's module docstring documents it, with PASS and FAIL.

A rule is a function `check(files, today) -> faults`. Reading the files already refuses what the schema refuses; a rule
looks at what only the whole can show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from knowledge.checks import (
    bands_reach_a_level,
    contacts_can_be_reached,
    every_hour_reaches_someone,
    ids_are_unique,
    outside_names_a_contact,
    phones_are_dialled_as_written,
    phrases_belong_to_one_sign,
    places_fit,
    review_dates,
    sources_are_known,
)
from knowledge.errors import Fault, KnowledgeErrors
from knowledge.load import HERE, Read, assemble, read_packs


class Rule(Protocol):
    """What a rule's module offers."""

    __doc__: str | None
    __name__: str

    def check(self, files: Read, today: dt.date) -> Iterator[Fault]: ...


RULES: tuple[Rule, ...] = (
    ids_are_unique,
    sources_are_known,
    bands_reach_a_level,
    outside_names_a_contact,
    every_hour_reaches_someone,
    contacts_can_be_reached,
    phones_are_dialled_as_written,
    phrases_belong_to_one_sign,
    places_fit,
    review_dates,
)


def check_knowledge(root: Path = HERE, *, today: dt.date) -> tuple[Fault, ...]:
    """Every fault in the knowledge under `root`, sorted by place. Files that cannot be read are faults too."""
    try:
        files = read_packs(root)
        assemble(files)
    except KnowledgeErrors as error:
        return error.faults
    return tuple(sorted(_faults(files, today)))


def unsound_parts(files: Read) -> tuple[Fault, ...]:
    """What must not be taken into use: every fault but a review that is overdue, which is no reason to fall silent."""
    rules = (rule for rule in RULES if rule is not review_dates)
    return tuple(sorted(fault for rule in rules for fault in rule.check(files, dt.date.min)))


def _faults(files: Read, today: dt.date) -> Iterable[Fault]:
    for rule in RULES:
        yield from rule.check(files, today)
