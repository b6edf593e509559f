"""How much each sign counts: `weights.json`, written by `nlp.training.names`, read once in a process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Weights:
    """A word is a name when its signs weigh more than `enough` together. A sign without a weight counts nothing."""

    signs: Mapping[str, float]
    enough: float

    def says_name(self, signs: Iterable[str]) -> bool:
        """True when they outweigh."""
        return self.weigh(signs) > self.enough

    def weigh(self, signs: Iterable[str]) -> float:
        """The sum of their weights."""
        return sum(self.signs.get(sign, 0.0) for sign in signs)


@cache
def load_weights() -> Weights:
    """The weights that ship."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(data["signs"], data["enough"])
