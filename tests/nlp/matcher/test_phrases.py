"""Phrase vectors are worked out once, and again only for what is new."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from spacy.language import Language

from knowledge.schema.indicator import Indicator
from nlp.encoder import WIDTH, Vectors
from nlp.matcher.phrases import load_phrases, phrase_file, phrases_of


@dataclass
class CountingEncoder:
    """Gives each text a direction by its length, and remembers what it was asked."""

    name: str = "counting"
    asked: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.extend(texts)
        return np.eye(WIDTH, dtype=np.float32)[[len(text) for text in texts]]


def test_the_second_start_works_nothing_out(signs: tuple[Indicator, ...], tmp_path: Path, english: Language) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    made = load_phrases(signs, tmp_path, encoder=first, english=english)
    kept = load_phrases(signs, tmp_path, encoder=second, english=english)
    assert second.asked == []
    assert (kept.texts, kept.lemmas) == (made.texts, made.lemmas)
    assert np.array_equal(kept.vectors, made.vectors)


def test_after_an_edit_only_the_new_phrases_are_worked_out(
    signs: tuple[Indicator, ...], tmp_path: Path, english: Language
) -> None:
    load_phrases(signs[:-1], tmp_path, encoder=CountingEncoder(), english=english)
    encoder = CountingEncoder()
    phrases = load_phrases(signs, tmp_path, encoder=encoder, english=english)
    assert set(encoder.asked) == {"smokes weed", "smokes weed.", "tried drugs"}
    assert [int(row.argmax()) for row in phrases.vectors] == [len(text) for text in phrases.texts]


def test_phrases_nobody_uses_any_more_are_dropped(
    signs: tuple[Indicator, ...], tmp_path: Path, english: Language
) -> None:
    load_phrases(signs, tmp_path, encoder=CountingEncoder(), english=english)
    phrases = load_phrases(signs[:1], tmp_path, encoder=CountingEncoder(), english=english)
    assert phrases.texts == phrases_of(signs[:1])


def test_another_encoder_has_a_file_of_its_own(tmp_path: Path) -> None:
    assert phrase_file(tmp_path, CountingEncoder("one")) != phrase_file(tmp_path, CountingEncoder("two"))
