"""The voice hears a whole message, leaves out no part of a long one, and answers upward when in doubt."""

import numpy as np
import pytest
from spacy.language import Language

from nlp.clauses import clauses_of
from nlp.taught import Meant
from nlp.voice import LONGEST_STRETCH, Voice, Voiced, answer, stretches
from nlp.wordpiece import piece_numbers

THRESHOLDS = (0.5, 0.5, 0.5, 0.3)


@pytest.mark.parametrize(
    ("probabilities", "level"),
    [
        ((1.0, 0.0, 0.0, 0.0, 0.0), 0),
        ((0.2, 0.6, 0.2, 0.0, 0.0), 1),
        ((0.0, 0.3, 0.6, 0.1, 0.0), 2),
        ((0.0, 0.1, 0.35, 0.3, 0.25), 3),
        ((0.0, 0.1, 0.5, 0.1, 0.3), 4),
    ],
)
def test_the_highest_level_that_is_probable_enough_is_answered(probabilities: tuple[float, ...], level: int) -> None:
    assert answer(probabilities, THRESHOLDS) == level


def test_at_least_counts_this_level_and_all_above() -> None:
    voiced = Voiced((0.1, 0.2, 0.3, 0.25, 0.15), np.zeros(0), (), Meant.room_for(0, 0))
    assert voiced.at_least(3) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("her stepdad came into her bedroom at night and touched her, she is scared to go home", 4, 4),
        ("what time does the training start on thursday please", 0, 1),
    ],
)
def test_plain_messages_are_heard_as_what_they_are(
    text: str, lowest: int, highest: int, voice: Voice, english: Language
) -> None:
    voiced = voice.listen(text, clauses_of(english(text)))
    assert sum(voiced.probabilities) == pytest.approx(1, abs=1e-4)
    assert lowest <= voice.answer(voiced) <= highest


def test_a_short_message_is_heard_whole(english: Language) -> None:
    text = "He is late. She is hungry."
    assert list(stretches(text, clauses_of(english(text)))) == [text]


def test_p3_danger_deep_in_a_long_message_is_heard(voice: Voice, english: Language) -> None:
    dull = "We talked about the school trip and the weather. " * 40
    text = dull + "He told me his dad holds a knife to his throat and beats him with a belt. " + dull
    clauses = clauses_of(english(text))
    parts = list(stretches(text, clauses))
    assert len(parts) > 2
    assert all(len(piece_numbers(part, longest=LONGEST_STRETCH + 1)) <= LONGEST_STRETCH for part in parts)
    assert sum(map(len, parts)) >= len(text) - 2 * len(parts)
    assert voice.listen(text, clauses).probabilities[4] > 0.5


def test_each_clause_to_compare_is_heard_beside_the_whole(voice: Voice, english: Language) -> None:
    text = "He is often late and tired. His mum has a bruise on her face and is afraid of her boyfriend."
    clauses = clauses_of(english(text))
    voiced = voice.listen(text, clauses, compared=clauses)

    assert voiced.compared == clauses
    assert voiced.clauses.levels.shape[0] == len(clauses)
    assert voiced.clauses.levels[-1, 3:].sum() > voiced.clauses.levels[0, 3:].sum()
