"""The word lists behind the guard: which words are ordinary, which are forenames, which are slips."""

from __future__ import annotations

import pytest

from nlp.guard.dictionary import load_dictionary, plain
from nlp.guard.typos import Typos


@pytest.mark.parametrize(
    "word", ["colour", "behaviour", "neighbour", "paediatrician", "as", "marks", "school", "bruise"]
)
def test_british_words_are_ordinary(word):
    assert word in load_dictionary().words


@pytest.mark.parametrize("name", ["oliver", "liam", "aisha", "fatima", "kacper", "siobhan", "mohammed", "oluwaseun"])
def test_p2_names_are_not_ordinary_words(name):
    assert name not in load_dictionary().words


def test_the_commonest_words_are_no_forenames():
    dictionary = load_dictionary()
    assert not dictionary.few & dictionary.forenames


def test_accents_do_not_hide_a_name():
    assert plain("Zoë") == "zoe"


@pytest.mark.parametrize("slip", ["becuase", "freind", "embarased", "appointmnets", "hosptial"])
def test_slips_of_common_words_are_recognised(slip):
    assert Typos(load_dictionary().common).is_typo(slip)


@pytest.mark.parametrize("name", ["oluwaseun", "kacper", "zuzanna", "harpreet", "xiaoming"])
def test_p2_names_are_not_taken_for_slips(name):
    assert not Typos(load_dictionary().common).is_typo(name)


def test_two_words_run_together_are_recognised():
    assert Typos(load_dictionary().common).runs_together("keyworker")
    assert not Typos(load_dictionary().common).runs_together("harpreet")
