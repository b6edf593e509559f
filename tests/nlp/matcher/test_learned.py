"""Signs that the voice names: shown with the clause that tells of them, asked about when unsure, never a look-alike."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.schema.indicator import Indicator
from nlp.clauses import Clause
from nlp.encoder import WIDTH
from nlp.matcher.cutoffs import Cutoffs
from nlp.matcher.learned import LearnedReader
from nlp.matcher.phrases import Phrases, phrases_of
from nlp.taught import Meant
from nlp.voice import Voiced

CUTOFFS = replace(Cutoffs.load(), sign_asserted_from=0.2, sign_asked_from=0.1, most_signs=2)
TAUGHT = ("test.hunger", "test.hit", "test.gone")
CLAUSES = (Clause(0, 10, "some words"), Clause(11, 20, "more words"))


@pytest.fixture
def reader(signs: tuple[Indicator, ...]) -> LearnedReader:
    """Every phrase and look-alike has an axis of its own."""
    texts = phrases_of(signs)
    phrases = Phrases(texts, np.eye(WIDTH, dtype=np.float32)[: len(texts)], texts)
    return LearnedReader.of(signs, phrases, TAUGHT, cutoffs=CUTOFFS)


def voiced(reader: LearnedReader, message: list[float], clauses: list[list[float]], like: str = "") -> Voiced:
    """A message whose second clause says the same as the phrase `like`."""
    meant = Meant.room_for(len(clauses), len(TAUGHT))
    meant.signs[:] = np.array(clauses).reshape(len(clauses), len(TAUGHT))
    if like:
        meant.directions[1] = reader.phrases.vectors[reader.phrases.rows()[like]]
    compared = CLAUSES[: len(clauses)]
    return Voiced((0.0, 0.0, 0.0, 0.0, 1.0), np.array(message, dtype=np.float32), compared, meant)


def test_a_sign_is_named_with_the_clause_that_tells_of_it_most(reader: LearnedReader) -> None:
    hits, _ = reader.read(voiced(reader, [0.5, 0.0, 0.0], [[0.1, 0, 0], [0.6, 0, 0]], like="always hungry"))

    (hit,) = hits
    assert (hit.indicator_id, hit.reader, hit.start, hit.phrase) == ("test.hunger", "voice", 11, "always hungry")
    assert hit.score == pytest.approx(0.5)


def test_an_unsure_sign_is_a_question_and_an_improbable_one_nothing(reader: LearnedReader) -> None:
    hits, near = reader.read(voiced(reader, [0.15, 0.05, 0.0], [[0.1, 0.1, 0], [0.1, 0.1, 0]]))

    assert hits == ()
    assert [candidate.indicator_id for candidate in near] == ["test.hunger"]


def test_a_look_alike_makes_it_a_question(reader: LearnedReader) -> None:
    heard = voiced(reader, [0.0, 0.6, 0.0], [[0, 0.1, 0], [0, 0.6, 0]], like="hit a ball")
    hits, near = reader.read(heard)

    assert hits == ()
    assert [candidate.indicator_id for candidate in near] == ["test.hit"]


def test_of_many_signs_the_most_probable_stay(signs: tuple[Indicator, ...], reader: LearnedReader) -> None:
    one = replace(reader, cutoffs=replace(CUTOFFS, most_signs=1))
    hits, near = one.read(voiced(reader, [0.3, 0.4, 0.0], [[0.1, 0.1, 0], [0.1, 0.1, 0]]))

    assert [hit.indicator_id for hit in hits] == ["test.hit"]
    assert [candidate.indicator_id for candidate in near] == ["test.hunger"]


def test_a_sign_that_the_knowledge_no_longer_has_is_never_named(reader: LearnedReader) -> None:
    hits, near = reader.read(voiced(reader, [0.0, 0.0, 0.9], [[0, 0, 0.9], [0, 0, 0.9]]))

    assert (hits, near) == ((), ())


def test_nothing_compared_names_nothing(reader: LearnedReader) -> None:
    assert reader.read(voiced(reader, [0.9, 0.0, 0.0], [])) == ((), ())
