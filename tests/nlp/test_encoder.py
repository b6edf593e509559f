"""Texts that mean the same lie close together, whatever stands beside them; and nothing is reported to anybody."""

import os
from importlib.metadata import version

import numpy as np
import pytest

from nlp.encoder import WIDTH, Encoder
from nlp.wordpiece import piece_numbers


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def test_like_meanings_lie_closer_than_unlike_ones(encoder: Encoder) -> None:
    hungry, starving, bus = encoder.encode(["he is always hungry", "he never gets enough to eat", "the bus was late"])
    assert hungry @ starving > hungry @ bus + 0.2


def test_each_row_has_unit_length_and_keeps_its_place(encoder: Encoder) -> None:
    texts = ["a much longer sentence that stands first in the list of three", "short", "she is not at school today"]
    rows = encoder.encode(texts)
    assert rows.shape == (3, WIDTH)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows, np.vstack([encoder.encode([text]) for text in texts]), atol=1e-4)


def test_no_text_gives_no_row(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, WIDTH)


def test_the_inner_states_have_one_row_for_each_piece(encoder: Encoder) -> None:
    numbers = piece_numbers("mum shouts", longest=32)
    assert encoder.inner(numbers).shape == (len(numbers), WIDTH)


def test_p2_telemetry_is_off_and_the_version_is_one_without_it() -> None:
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    assert version("onnxruntime") == "1.26.0"
