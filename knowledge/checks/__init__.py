"""The rules that knowledge must keep, one a file. A rule's module docstring documents it, with PASS and FAIL.

A rule is a function `check(files, today) -> faults`. Reading the files already refuses what the schema refuses; a rule
looks at what only the whole can show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from knowledge.checks import (
    areas_are_all_served,
    bands_reach_a_level,
    contacts_can_be_reached,
    dates_make_sense,
    emails_and_links_have_a_shape,
    every_hour_reaches_someone,
    files_are_read,
    ids_are_unique,
    levels_are_reached,
    nobody_is_named,
    outside_names_a_contact,
    packs_name_themselves,
    phones_are_dialled_as_written,
    phrases_belong_to_one_sign,
    places_fit,
    review_dates,
    roles_are_filled,
    services_have_a_source,
    signs_can_be_told_apart,
    signs_make_sense,
    sources_are_known,
    wording_can_be_filled_in,
)
from knowledge.errors import Fault, KnowledgeErrors
from knowledge.load import HERE, Read, assemble, read_packs


class Rule(Protocol):
    """What a rule's module offers."""

    __doc__: str | None
    __name__: str

    def check(self, files: Read, today: dt.date) -> Iterator[Fault]: ...


NEEDED: tuple[Rule, ...] = (
    packs_name_themselves,
    ids_are_unique,
    sources_are_known,
    bands_reach_a_level,
    wording_can_be_filled_in,
    outside_names_a_contact,
    every_hour_reaches_someone,
    contacts_can_be_reached,
    phones_are_dialled_as_written,
    phrases_belong_to_one_sign,
    places_fit,
)
"""Without these an answer could be wrong, or none: packs that break them are not taken into use, whatever the cost."""

RULES: tuple[Rule, ...] = (
    *NEEDED,
    roles_are_filled,
    areas_are_all_served,
    emails_and_links_have_a_shape,
    levels_are_reached,
    signs_make_sense,
    signs_can_be_told_apart,
    services_have_a_source,
    nobody_is_named,
    files_are_read,
    dates_make_sense,
    review_dates,
)
"""What is checked before anything is published. A release that is live already goes on if one of the others breaks."""


def check_knowledge(root: Path = HERE, *, today: dt.date) -> tuple[Fault, ...]:
    """Every fault in the knowledge under `root`, sorted by place. Files that cannot be read are faults too."""
    try:
        files = read_packs(root)
        assemble(files)
    except KnowledgeErrors as error:
        return error.faults
    return faults_of(files, today)


def faults_of(files: Read, today: dt.date) -> tuple[Fault, ...]:
    """Every fault and warning in packs that were read and assembled."""
    return tuple(sorted(fault for rule in RULES for fault in rule.check(files, today)))


def unsound_parts(files: Read) -> tuple[Fault, ...]:
    """What must not be taken into use. A review that is overdue is no reason to fall silent, nor is bad style."""
    found = (fault for rule in NEEDED for fault in rule.check(files, dt.date.min))
    return tuple(sorted(fault for fault in found if fault.blocks))
