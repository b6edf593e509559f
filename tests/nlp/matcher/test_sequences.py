"""Phrases found in a text, as spaCy's PhraseMatcher finds them."""

from __future__ import annotations

import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.matcher.sequences import Sequences

BLANK = spacy.blank("en")
WORDS = st.lists(st.sampled_from(["a", "b", "B", "c"]), max_size=5)


@given(
    phrases=st.lists(WORDS.filter(bool), max_size=6), text=st.lists(st.sampled_from(["a", "b", "B", "c"]), max_size=12)
)
def test_the_same_is_found_in_the_same_places(phrases: list[list[str]], text: list[str]) -> None:
    theirs, ours = PhraseMatcher(BLANK.vocab, attr="LOWER"), Sequences("LOWER")
    for number, words in enumerate(phrases):
        theirs.add(str(number), [Doc(BLANK.vocab, words=words)])
        ours.add(number, Doc(BLANK.vocab, words=words))
    doc = Doc(BLANK.vocab, words=text)
    found = {(int(BLANK.vocab.strings[key]), start, end) for key, start, end in theirs(doc)}
    assert set(ours.found(doc)) == found
    assert len(ours) == len(phrases)


def test_a_phrase_without_a_word_is_found_nowhere() -> None:
    ours = Sequences("LOWER")
    ours.add(0, Doc(BLANK.vocab, words=[]))
    assert list(ours.found(Doc(BLANK.vocab, words=["a"]))) == []
