"""Two readers answer for each other; near misses become questions; nothing unread goes unnamed."""

from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from knowledge.schema.common import Band
from knowledge.schema.indicator import Indicator
from nlp.encoder import Encoder
from nlp.matcher import Cutoffs, Matcher
from nlp.matcher.matcher import MOST_CLAUSES

CUTOFFS = Cutoffs(asserted_from=dict.fromkeys(Band, 0.6), ask_within=0.15)


@pytest.fixture(scope="module")
def matcher(
    signs: tuple[Indicator, ...], english: Language, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Matcher:
    folder: Path = tmp_path_factory.mktemp("phrases")
    return Matcher.build(signs, folder, encoder=encoder, english=english, cutoffs=CUTOFFS)


def test_other_words_for_the_same_thing_are_found_by_meaning(matcher: Matcher, english: Language) -> None:
    text = "It was sunny. Her father was hitting her again last night."
    hit = matcher.read(english(text)).hits[0]
    assert (hit.indicator_id, hit.reader) == ("test.hit", "meaning")
    assert text[hit.start : hit.end] == "Her father was hitting her again last night."


def test_exact_words_win_over_the_same_meaning(matcher: Matcher, english: Language) -> None:
    hits = matcher.read(english("The boy is always hungry")).hits
    assert [(hit.indicator_id, hit.reader) for hit in hits] == [("test.hunger", "words")]


def test_a_nearer_look_alike_takes_the_meaning_away(matcher: Matcher, english: Language) -> None:
    reading = matcher.read(english("They hit a ball together in the yard"))
    assert "test.hit" not in [hit.indicator_id for hit in reading.hits]


def test_a_near_miss_is_a_question_and_never_a_hit(matcher: Matcher, english: Language) -> None:
    reading = matcher.read(english("mum has stopped answering the phone"))
    assert "test.parent-drugs" in [candidate.indicator_id for candidate in reading.candidates]
    assert "test.parent-drugs" not in [hit.indicator_id for hit in reading.hits]


def test_small_talk_finds_nothing(matcher: Matcher, english: Language) -> None:
    assert matcher.read(english("What time does the training start on Thursday?")).hits == ()


def test_an_empty_text_finds_nothing(matcher: Matcher, english: Language) -> None:
    reading = matcher.read(english(""))
    assert (reading.hits, reading.candidates, reading.unread) == ((), (), ())


def test_p3_of_a_long_text_the_most_telling_clauses_are_read_and_the_rest_is_named(
    matcher: Matcher, english: Language
) -> None:
    text = "The weather was nice on the trip. " * 30 + "Her dad was hitting her with a belt. " + "We had lunch. " * 30
    reading = matcher.read(english(text))
    assert "test.hit" in [hit.indicator_id for hit in reading.hits]
    assert len(reading.unread) >= 61 - MOST_CLAUSES


def test_p3_a_danger_the_voice_hears_brings_the_near_miss_in(matcher: Matcher, english: Language) -> None:
    leaning = replace(matcher, meaning=replace(matcher.meaning, cutoffs=replace(CUTOFFS, lean=0.3)))
    doc = english("mum has stopped answering the phone")
    calm, alarmed = (1.0, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.1, 0.9)
    assert leaning.read(doc, voiced=calm).hits == ()
    assert "test.parent-drugs" in [hit.indicator_id for hit in leaning.read(doc, voiced=alarmed).hits]
