"""The lower layers give a state for every piece of a text, and nothing is reported to anybody."""

import os
from importlib.metadata import version

import numpy as np
import pytest

from nlp.encoder import WIDTH, Encoder
from nlp.wordpiece import piece_numbers


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def test_every_piece_of_every_text_has_a_state_and_the_filling_is_marked(encoder: Encoder) -> None:
    short, long = (piece_numbers(text, longest=32) for text in ("mum shouts", "mum shouts at him every night"))
    states, mask = encoder.inner([short, long])

    assert states.shape == (2, len(long), WIDTH)
    assert mask.sum(axis=1).tolist() == [len(short), len(long)]


def test_a_text_has_the_same_states_whatever_stands_beside_it(encoder: Encoder) -> None:
    short, long = (piece_numbers(text, longest=32) for text in ("mum shouts", "mum shouts at him every night"))
    alone, _ = encoder.inner([short])
    beside, _ = encoder.inner([short, long])

    assert np.allclose(alone[0], beside[0, : len(short)], atol=0.05)


def test_p2_telemetry_is_off_and_the_version_is_one_without_it() -> None:
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    assert version("onnxruntime") == "1.26.0"
