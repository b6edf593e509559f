"""Only certain slips are put right, and every place leads back to the text as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.spelling import Speller, words_of

KNOWN = frozenset({"house", "about", "there", "horse", "wears", "jumper", "weekend"})
VOCABULARY = words_of(["always hungry", "self-harm, bruise and abuse", "neglected at home", "frightened", "house"])
SPELLER = Speller.of(known=KNOWN, vocabulary=VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("he is allways hungry", "he is always hungry"),
        ("Hungrey again", "Hungry again"),
        ("HUNGREY", "HUNGRY"),
        ("she looks frigthend", "she looks frightened"),
        ("a bruse on her arm", "a bruise on her arm"),
        ("he is always hugnry", "he is always hungry"),
    ],
    ids=["one letter too many", "capital kept", "all capitals kept", "two edits in a long word", "missing", "swapped"],
)
def test_a_slip_is_read_as_the_word_meant(typed: str, read_as: str) -> None:
    assert SPELLER.correct(typed).text == read_as


@pytest.mark.parametrize(
    "text",
    ["the house", "a horse", "abus", "Hunger", "h4ngry", "frgihtnde"],
    ids=["known word", "known word near another", "too short", "two edits in a short word", "digits", "too far"],
)
def test_anything_else_is_left_as_it_is(text: str) -> None:
    assert SPELLER.correct(text).corrections == ()


def test_a_slip_that_could_be_two_words_is_left_as_it_is() -> None:
    speller = Speller.of(known=frozenset(), vocabulary=["hungry", "hungre"])
    assert speller.correct("hungrx").text == "hungrx"


def test_a_correction_says_what_was_typed_and_where() -> None:
    correction = SPELLER.correct("so hungrey today").corrections[0]
    assert (correction.start, correction.end, correction.typed, correction.read_as) == (3, 10, "hungrey", "hungry")


def test_places_lead_back_to_the_text_as_given() -> None:
    given = "he is allways hungrey and frigthend there"
    spelled = SPELLER.correct(given)
    start = spelled.text.index("hungry")
    back = spelled.to_original(start, start + len("hungry"))
    assert given[slice(*back)] == "hungrey"
    assert given[slice(*spelled.to_original(spelled.text.index("there"), len(spelled.text)))] == "there"


@given(st.lists(st.sampled_from(["hungrey", "allways", "there", "bruse", "ok", "frigthend", ", "]), max_size=8))
def test_untouched_words_keep_their_letters_under_any_mixture(words: list[str]) -> None:
    text = " ".join(words)
    spelled = SPELLER.correct(text)
    position = 0
    for word in spelled.text.split():
        start = spelled.text.index(word, position)
        position = start + len(word)
        original = text[slice(*spelled.to_original(start, position))]
        assert SPELLER.correct(original).text == word
