"""Writes the taught layers as a small ONNX file in whole numbers (int8), for onnxruntime."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from nlp.encoder import WIDTH
from nlp.taught import OUTPUTS
from nlp.training.network import UpperLayers, direction


class Answering(nn.Module):  # type: ignore[misc]
    """The taught layers, answering with probabilities of levels and of signs, and with directions."""

    def __init__(self, network: UpperLayers) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """For each text: levels [texts, 5], signs and "none" [texts, signs + 1], a direction [texts, 384]."""
        meant = self.network(states, mask)
        return self.network.of_levels(meant).softmax(-1), self.network.of_signs(meant).softmax(-1), direction(meant)


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
            output_names=list(OUTPUTS),
            dynamic_axes={"states": free, "mask": free} | {name: {0: "texts"} for name in OUTPUTS},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, file, weight_type=QuantType.QInt8, per_channel=True)
