"""One pipeline and one guard for all tests of the guard: loading them takes seconds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from nlp.encoder import Encoder
from nlp.guard import Guard, Identifier
from nlp.inner import Inner
from nlp.taught import Taught

Found = list[tuple[str, str]]


@pytest.fixture(scope="session")
def nlp(english: Language) -> Language:
    return english


@pytest.fixture(scope="session")
def guard(nlp: Language) -> Guard:
    return Guard(
        nlp, known=["Glodwick", "Positive Steps"], phones=["0161 770 7777"], emails=["front.door@council.example"]
    )


@pytest.fixture(scope="session")
def encoder(taught: Taught) -> Encoder:
    return taught.encoder


@pytest.fixture(scope="session")
def identifiers(nlp: Language, guard: Guard, encoder: Encoder) -> Callable[..., tuple[Identifier, ...]]:
    return lambda text, **options: guard.find(nlp(text), Inner.of(text, encoder), **options)


@pytest.fixture(scope="session")
def stops(identifiers: Callable[..., tuple[Identifier, ...]]) -> Callable[[str], Found]:
    """What stops a message, as (type, words)."""
    return lambda text: [(found.type, text[found.start : found.end]) for found in identifiers(text) if found.stops]
