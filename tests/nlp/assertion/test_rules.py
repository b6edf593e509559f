"""The rules are data, and the data is clean."""

from __future__ import annotations

from collections import Counter

import pytest
from spacy.language import Language

from nlp.assertion import Asserter
from nlp.assertion.rules import idioms, rules


def test_a_cue_stands_once_in_a_category_and_direction() -> None:
    cues = Counter((rule.category, rule.direction, cue) for rule in rules().rules for cue in rule.cues)
    assert [cue for cue, times in cues.items() if times > 1] == []


def test_an_idiom_stands_once() -> None:
    said = Counter(words for idiom in idioms().idioms for words in idiom.says)
    assert [words for words, times in said.items() if times > 1] == []


@pytest.mark.parametrize(
    "phrase", ["not being fed", "no heating", "never has a coat", "nobody picks him up", "isn't brought"]
)
def test_a_phrase_that_is_negative_in_itself_is_known(english: Language, phrase: str) -> None:
    assert Asserter(english).is_negative(english(phrase))


@pytest.mark.parametrize("phrase", ["always hungry", "left alone", "hit by dad"])
def test_a_phrase_that_is_not_negative_is_known(english: Language, phrase: str) -> None:
    assert not Asserter(english).is_negative(english(phrase))


def test_the_same_text_gives_the_same_answer_twice(english: Language) -> None:
    asserter, doc = Asserter(english), english("She has no bruises but he hits her.")
    assert asserter.assess(doc, 11, 18) == asserter.assess(doc, 11, 18)
    assert asserter.assess(doc, 11, 18).status == "negated"


def test_an_empty_text_is_present_and_breaks_nothing(english: Language) -> None:
    assert Asserter(english).assess(english(""), 0, 0).status == "present"
