"""The words reader finds an indicator's phrases in any form of their words, and leaves the ambiguous alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from knowledge.schema.indicator import Indicator
from nlp.matcher.phrases import load_phrases
from nlp.matcher.words import WordsReader
from nlp.voice import Voice

Read = Callable[[str], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def read(
    signs: tuple[Indicator, ...], english: Language, voice: Voice, tmp_path_factory: pytest.TempPathFactory
) -> Read:
    folder: Path = tmp_path_factory.mktemp("phrases")
    reader = WordsReader.of(signs, load_phrases(signs, folder, encoder=voice.taught, english=english), english=english)

    def found(text: str) -> list[tuple[str, str]]:
        return [(hit.indicator_id, text[hit.start : hit.end]) for hit in reader.read(english(text))]

    return found


def test_a_phrase_is_found_as_it_stands_in_the_text(read: Read) -> None:
    assert read("y4 lad, Always Hungry, tired") == [("test.hunger", "Always Hungry")]


def test_another_form_of_the_words_is_the_same_phrase(read: Read) -> None:
    assert read("He said dad hit him with a belts") == [("test.hit", "hit him with a belts")]


def test_a_single_word_that_several_indicators_use_asserts_neither(read: Read) -> None:
    assert read("we talked about drugs") == []


def test_a_phrase_around_that_word_does(read: Read) -> None:
    assert read("he tried drugs") == [("test.teenage-drugs", "tried drugs")]


def test_a_look_alike_in_the_sentence_takes_the_hit_away(read: Read) -> None:
    assert read("she is always hungry, hungry after swimming mostly") == []


def test_a_look_alike_in_another_sentence_does_not(read: Read) -> None:
    assert read("She is always hungry. Her brother is hungry after swimming.") == [("test.hunger", "always hungry")]


def test_every_word_of_a_very_long_text_is_read(read: Read) -> None:
    assert read("Nothing to see here today. " * 500 + "He is always hungry.") == [("test.hunger", "always hungry")]


@pytest.mark.parametrize("text", ["dad was hitting her with the belt", "he hits them with belts"])
def test_pronouns_articles_and_helping_verbs_do_not_count(read: Read, text: str) -> None:
    assert [sign for sign, _ in read(text)] == ["test.hit"]


def test_a_phrase_never_runs_over_the_end_of_a_sentence(read: Read) -> None:
    assert read("He was always. Hungry dogs came by.") == []


@pytest.mark.parametrize(("text", "found"), [("he wants to harm himself", True), ("he wants to harm me", False)])
def test_oneself_and_somebody_else_are_kept_apart(read: Read, text: str, found: bool) -> None:
    assert bool(read(text)) is found
