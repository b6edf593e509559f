"""A message is cut where a new thing is said; nothing is left out and every offset fits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from nlp.clauses import MOST_WORDS, clauses_of


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("He is late. She is hungry.", ["He is late.", "She is hungry."]),
        ("dad says it is fine but she looks scared", ["dad says it is fine", "but she looks scared"]),
        ("he is clean and fed; mum is not coping well", ["he is clean and fed;", "mum is not coping well"]),
        ("he never eats at school and his mother drinks", ["he never eats at school", "and his mother drinks"]),
        ("wears the same jumper, mum has stopped calling", ["wears the same jumper,", "mum has stopped calling"]),
        ("bruises, cuts and burns on his arms", ["bruises, cuts and burns on his arms"]),
        ("Hi.", ["Hi."]),
        ("", []),
    ],
    ids=["sentences", "but", "semicolon", "and + subject", "comma", "a list stays whole", "short", "empty"],
)
def test_a_message_is_cut_where_a_new_thing_is_said(text: str, clauses: list[str], english: Language) -> None:
    assert [clause.text for clause in clauses_of(english(text))] == clauses


def test_a_stretch_without_any_break_is_read_through_overlapping_windows(english: Language) -> None:
    words = [f"word{number}" for number in range(60)]
    clauses = clauses_of(english(" ".join(words)))
    assert len(clauses) > 2
    assert all(len(clause.text.split()) <= MOST_WORDS for clause in clauses)
    assert {word for clause in clauses for word in clause.text.split()} == set(words)


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet="abc dad hits.,;-–\n'\u00a0é😀", max_size=80))
def test_every_character_that_shows_is_in_a_clause_and_offsets_fit(english: Language, text: str) -> None:
    clauses = clauses_of(english(text))
    covered = {position for clause in clauses for position in range(clause.start, clause.end)}
    assert all(text[clause.start : clause.end] == clause.text for clause in clauses)
    assert all(position in covered for position, char in enumerate(text) if not char.isspace())
