"""A text's inner states are worked out once, word by word, however long it is."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.encoder import WIDTH, Encoder
from nlp.inner import LONGEST_STRETCH, OVERLAP, Inner
from nlp.taught import Taught
from nlp.wordpiece import piece_numbers


@pytest.fixture(scope="module")
def encoder(taught: Taught) -> Encoder:
    return taught.encoder


def test_the_states_are_those_the_voice_goes_on_from(encoder: Encoder) -> None:
    text = "Mum shouts at him every night."
    states, _ = encoder.inner([piece_numbers(text, longest=LONGEST_STRETCH)])
    inner = Inner.of(text, encoder)

    assert inner.heard is not None
    np.testing.assert_array_equal(inner.heard, states)
    np.testing.assert_array_equal(inner.states, states[0, 1:-1])


def test_a_word_has_the_mean_of_its_pieces_wherever_it_stands(encoder: Encoder) -> None:
    text = "  y4 Oluwaseun’s mum"
    inner = Inner.of(text, encoder)
    start = text.index("Oluwaseun")
    pieces = [at for at, begins in enumerate(inner.starts) if begins == start]

    assert len(pieces) > 1
    (mean,) = inner.of_words([(start, start + len("Oluwaseun"))])
    np.testing.assert_allclose(mean, inner.states[pieces].mean(axis=0), rtol=1e-5)


def test_a_word_inside_a_piece_takes_the_state_of_that_piece(encoder: Encoder) -> None:
    inner = Inner.of("y4lad", encoder)
    first, second = inner.of_words([(0, 1), (2, 5)])
    np.testing.assert_allclose(first, second)


@pytest.mark.parametrize("words", [0, 1, 190, 191, 222, 223, 348, 349, 600])
def test_every_piece_has_a_state_however_long_the_text(encoder: Encoder, words: int) -> None:
    inner = Inner.of("word " * words, encoder)
    assert inner.states.shape == (words, WIDTH)
    assert (inner.heard is None) == (words > LONGEST_STRETCH - 2)


def test_in_a_long_text_a_word_keeps_the_neighbours_on_both_sides(encoder: Encoder) -> None:
    last = LONGEST_STRETCH - 3
    alike, other = ("word " * last + "mum " + word + " told us" for word in ("shouts", "sings"))
    one, two = (Inner.of(text, encoder) for text in (alike, other))
    assert OVERLAP > 2
    assert not np.allclose(one.states[last], two.states[last])


def test_a_text_without_words_has_no_states(encoder: Encoder) -> None:
    assert Inner.of("", encoder).of_words([(0, 3)]).tolist() == [[0.0] * WIDTH]
