"""Two readers answer for each other; near misses become questions; nothing unread goes unnamed."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from spacy.language import Language

from knowledge.schema.common import Band
from knowledge.schema.indicator import Indicator
from nlp.clauses import clauses_of
from nlp.matcher import Cutoffs, Matcher, Reading
from nlp.matcher.matcher import MOST_CLAUSES
from nlp.voice import Voice

CUTOFFS = Cutoffs(asserted_from=dict.fromkeys(Band, 0.55), ask_within=0.25)


CALM, ALARMED = (1.0, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.1, 0.9)


@dataclass(frozen=True)
class Reads:
    """A matcher of signs that nobody taught the voice, with all it needs to read a text."""

    matcher: Matcher
    english: Language
    voice: Voice

    def __call__(self, text: str, voiced: tuple[float, ...] | None = None) -> Reading:
        doc = self.english(text)
        clauses = clauses_of(doc)
        heard = self.voice.listen(text, clauses, compared=self.matcher.compared(clauses))
        return self.matcher.read(doc, clauses, replace(heard, probabilities=voiced or EVEN))

    def leaning(self, lean: float) -> "Reads":
        meaning = replace(self.matcher.meaning, cutoffs=replace(CUTOFFS, lean=lean))
        return replace(self, matcher=replace(self.matcher, meaning=meaning))


EVEN = (0.0, 0.5, 0.0, 0.0, 0.5)


@pytest.fixture(scope="module")
def read(
    signs: tuple[Indicator, ...], english: Language, voice: Voice, tmp_path_factory: pytest.TempPathFactory
) -> Reads:
    folder: Path = tmp_path_factory.mktemp("phrases")
    matcher = Matcher.build(signs, folder, encoder=voice.taught, english=english, cutoffs=CUTOFFS)
    return Reads(matcher, english, voice)


def test_other_words_for_the_same_thing_are_found_by_meaning(read: Reads) -> None:
    text = "It was sunny. Her father was hitting her again last night."
    hit = read(text).hits[0]
    assert (hit.indicator_id, hit.reader) == ("test.hit", "meaning")
    assert text[hit.start : hit.end] == "Her father was hitting her again last night."


def test_exact_words_win_over_the_same_meaning(read: Reads) -> None:
    hits = read("The boy is always hungry").hits
    assert [(hit.indicator_id, hit.reader) for hit in hits] == [("test.hunger", "words")]


def test_a_nearer_look_alike_takes_the_meaning_away(read: Reads) -> None:
    reading = read("They hit a ball together in the yard")
    assert "test.hit" not in [hit.indicator_id for hit in reading.hits]


def test_a_near_miss_is_a_question_and_never_a_hit(read: Reads) -> None:
    reading = read("mum has stopped answering the phone")
    assert "test.parent-drugs" in [candidate.indicator_id for candidate in reading.candidates]
    assert "test.parent-drugs" not in [hit.indicator_id for hit in reading.hits]


def test_small_talk_finds_nothing(read: Reads) -> None:
    assert read("What time does the training start on Thursday?").hits == ()


def test_an_empty_text_finds_nothing(read: Reads) -> None:
    reading = read("")
    assert (reading.hits, reading.candidates, reading.unread) == ((), (), ())


def test_p3_of_a_long_text_the_most_telling_clauses_are_read_and_the_rest_is_named(
    read: Reads,
) -> None:
    text = "The weather was nice on the trip. " * 30 + "Her dad was hitting her with a belt. " + "We had lunch. " * 30
    reading = read(text)
    assert "test.hit" in [hit.indicator_id for hit in reading.hits]
    assert len(reading.unread) >= 61 - MOST_CLAUSES


def test_p3_a_danger_the_voice_hears_brings_the_near_miss_in(read: Reads) -> None:
    leaning = read.leaning(0.6)
    text = "mum has stopped answering the phone"
    assert leaning(text, CALM).hits == ()
    assert "test.parent-drugs" in [hit.indicator_id for hit in leaning(text, ALARMED).hits]
