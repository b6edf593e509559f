"""The voice: one opinion on the level of the whole message, learned from messages that were graded beforehand.

It stands beside the indicators and never alone. It hears what no single phrase says, and it gives no reasons; so it
may raise a level and make the assistant ask, it never lowers what a present indicator set, and what is shown as a
reason is always an indicator. It runs on the lower layers of the sentence encoder, which the product has anyway, and
on upper layers of its own (`nlp/data/voice.onnx`), taught by `python -m nlp.train voice`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
import yaml

from nlp.clauses import Clause
from nlp.encoder import Encoder, Vectors, session
from nlp.wordpiece import piece_numbers

DATA: Final = Path(__file__).parent / "data"
LEVELS: Final = 5
LONGEST_STRETCH: Final = 192
"""In word pieces; a longer message is heard in stretches of whole clauses."""


@dataclass(frozen=True, slots=True)
class Voiced:
    """How probable each level is: 0 not about a worry, 1 universal, 2 early help, 3 child in need, 4 protection."""

    probabilities: tuple[float, ...]

    def at_least(self, level: int) -> float:
        """How probable this level or a higher one is."""
        return sum(self.probabilities[level:])


@dataclass(frozen=True)
class Voice:
    """The taught layers, and how probable "this level or higher" must be before the level is answered."""

    layers: onnxruntime.InferenceSession
    thresholds: tuple[float, ...]

    @classmethod
    def load(cls, folder: Path = DATA, *, threads: int = 2) -> Voice:
        """The voice that lies in this folder as `voice.onnx` and `voice.yaml`."""
        taught = yaml.safe_load((folder / "voice.yaml").read_text(encoding="utf-8"))
        layers = session((folder / "voice.onnx").read_bytes(), threads=threads)
        return cls(layers=layers, thresholds=tuple(map(float, taught["thresholds"])))

    def listen(self, text: str, clauses: Sequence[Clause], encoder: Encoder) -> Voiced:
        """The levels' probabilities. Of a long message, those of the stretch that worries most; none is left out."""
        numbers = [piece_numbers(stretch, longest=LONGEST_STRETCH) for stretch in stretches(text, clauses)]
        heard = [self._probabilities(encoder.inner(stretch)) for stretch in numbers]
        return max(heard, key=lambda voiced: sum(voiced.at_least(level) for level in range(1, LEVELS)))

    def answer(self, voiced: Voiced) -> int:
        """The highest level that is probable enough: the more harm in missing it, the less it takes."""
        return answer(voiced.probabilities, self.thresholds)

    def _probabilities(self, states: Vectors) -> Voiced:
        inputs = {"states": states[None], "mask": np.ones((1, len(states)), dtype=np.int64)}
        shares = self.layers.run(["probabilities"], inputs)[0][0]
        return Voiced(tuple(float(share) for share in shares))


def answer(probabilities: Sequence[float], thresholds: Sequence[float]) -> int:
    """The highest level whose probability, with all above it, reaches its threshold; `thresholds[0]` is for level 1."""
    reached = (level for level in range(LEVELS - 1, 0, -1) if sum(probabilities[level:]) >= thresholds[level - 1])
    return next(reached, 0)


def stretches(text: str, clauses: Sequence[Clause]) -> Iterator[str]:
    """The whole text where it is short enough, else stretches of whole clauses that cover all of it."""
    if len(piece_numbers(text, longest=LONGEST_STRETCH + 1)) <= LONGEST_STRETCH or not clauses:
        yield text
        return
    begin, end = clauses[0].start, clauses[0].end
    for clause in clauses[1:]:
        if len(piece_numbers(text[begin : clause.end], longest=LONGEST_STRETCH + 1)) > LONGEST_STRETCH:
            yield text[begin:end]
            begin = clause.start
        end = clause.end
    yield text[begin:end]
