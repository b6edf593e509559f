"""Details that have a shape: one recogniser a file, each with one function `find(text, known)`.

A new one is a new file here, a line in RECOGNISERS and a file of tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes import (
    address,
    bank,
    birth_date,
    email,
    handle,
    ip_address,
    link,
    national_insurance,
    nhs_number,
    number_plate,
    papers,
    phone,
    postcode,
    pupil_number,
    reference,
    school,
)
from nlp.guard.shapes.known import Known

Recogniser = Callable[[str, Known], Iterator[Identifier]]

RECOGNISERS: tuple[Recogniser, ...] = (
    link.find,
    email.find,
    phone.find,
    nhs_number.find,
    pupil_number.find,
    national_insurance.find,
    papers.find,
    bank.find,
    ip_address.find,
    postcode.find,
    birth_date.find,
    number_plate.find,
    handle.find,
    address.find,
    school.find,
    reference.find,
)


def find_shapes(text: str, known: Known) -> Iterator[Identifier]:
    """What every recogniser finds; stretches may overlap."""
    for recogniser in RECOGNISERS:
        yield from recogniser(text, known)


__all__ = ["RECOGNISERS", "Known", "find_shapes"]
