"""Whether a name belongs where a word stands is read from the sentence, and stays one sign among others."""

from __future__ import annotations

import pytest

from nlp.guard.context import load_head
from nlp.guard.words import words_of
from nlp.inner import Inner


@pytest.fixture
def share(nlp, encoder):
    """How probable a name is where this word stands in this message."""

    def of(word: str, text: str) -> float:
        words = words_of(nlp.make_doc(text))
        shares = load_head().of_words(words, Inner.of(text, encoder))
        return shares[next(at for at, each in enumerate(words) if each.base == word)]

    return of


@pytest.mark.parametrize(
    ("word", "name", "no_name"),
    [
        ("hope", "hope told me her dad hits her", "there is no hope for them"),
        ("mark", "mark says his stepdad locks him out", "there was a mark on his arm"),
        ("summer", "summer told the TA she sleeps in the car", "they moved here last summer"),
    ],
)
def test_p2_the_same_word_is_read_by_what_stands_around_it(share, word, name, no_name):
    assert share(word, name) > 0.5 > share(word, no_name)


def test_p2_a_forename_that_is_an_everyday_word_is_found_where_the_context_is_sure(stops):
    assert stops("we think destiny told her nan about the bruises") == [("PERSON", "destiny")]
    assert stops("they believe in destiny and luck") == []


def test_a_message_without_words_has_no_shares(nlp, encoder):
    assert load_head().of_words(words_of(nlp.make_doc("?!")), Inner.of("?!", encoder)) == ()
