"""Writes the taught layers as a small ONNX file in whole numbers (int8), for onnxruntime."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from nlp.encoder import WIDTH
from nlp.training.network import UpperLayers


class Answering(nn.Module):  # type: ignore[misc]
    """The taught layers, answering with probabilities."""

    def __init__(self, network: UpperLayers) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Five probabilities for each text: [texts, 5]."""
        return self.network(states, mask).softmax(-1)


def export(network: UpperLayers, file: Path) -> None:
    """Write the file; a quarter of the size that the taught numbers have in full precision."""
    example = torch.zeros(1, 7, WIDTH), torch.ones(1, 7, dtype=torch.long)
    free = {0: "texts", 1: "pieces"}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            Answering(network).eval(),
            example,
            str(whole),
            input_names=["states", "mask"],
            output_names=["probabilities"],
            dynamic_axes={"states": free, "mask": free},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, file, weight_type=QuantType.QInt8, per_channel=True)
