"""The taught layers: one pass over a text gives its level, the signs it tells of, and a direction to compare by.

They run on the lower layers of the sentence encoder (`nlp.encoder`) and were taught on the project's own messages and
on the national bank's phrases by `python -m nlp.train voice`. Directions lie close together for texts that tell of the
same sign, also for signs that were not taught: an authority's own signs are found by their phrases (promise P7).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
import yaml

from nlp.encoder import WIDTH, Encoder, Mask, Vectors, session
from nlp.inner import LONGEST_STRETCH, Inner
from nlp.wordpiece import piece_numbers

DATA: Final = Path(__file__).parent / "data"
LEVELS: Final = 5
MOST_AT_ONCE: Final = 16
OUTPUTS: Final = ("levels", "signs", "directions")


@dataclass(frozen=True)
class Meant:
    """For each text (row): probabilities of levels 0 to 4 and of each sign, and a direction of unit length."""

    levels: Vectors
    signs: Vectors
    directions: Vectors

    @classmethod
    def room_for(cls, texts: int, signs: int) -> Meant:
        """Zeros, to be filled in."""
        sizes = (LEVELS, signs, WIDTH)
        return cls(*(np.zeros((texts, size), dtype=np.float32) for size in sizes))


@dataclass(frozen=True)
class Taught:
    """The layers, the signs they know in the order of their columns, and the encoder below them."""

    encoder: Encoder
    layers: onnxruntime.InferenceSession
    signs: tuple[str, ...]
    weights: str
    """The first characters of the weights' digest."""
    thresholds: tuple[float, ...]
    """How probable "level 1 or higher", ... "level 4" must be before the level is answered by these layers alone."""

    @classmethod
    def load(cls, folder: Path = DATA, *, threads: int = 2) -> Taught:
        """The layers that lie in this folder as `voice.onnx` and `voice.yaml`, ready to run."""
        about = yaml.safe_load((folder / "voice.yaml").read_text(encoding="utf-8"))
        weights = (folder / "voice.onnx").read_bytes()
        return cls(
            encoder=Encoder.load(threads=threads),
            layers=session(weights, threads=threads),
            signs=tuple(about["signs"]),
            weights=hashlib.sha256(weights).hexdigest()[:12],
            thresholds=tuple(map(float, about["thresholds"])),
        )

    @property
    def name(self) -> str:
        """Identifies the weights: directions of two versions must not be compared."""
        return f"{self.encoder.name}+{self.weights}"

    def hear(self, texts: Sequence[str], *, before: Inner | None = None) -> Meant:
        """What each text comes to, in the order given; the same text twice is worked out once.

        `before` spares the lower layers the one text that it was made from.
        """
        once = list(dict.fromkeys(texts))
        pieces = [piece_numbers(text, longest=LONGEST_STRETCH) for text in once]
        meant = Meant.room_for(len(once), len(self.signs) + 1)
        for rows in alike(pieces):
            states, mask = self._inner([once[row] for row in rows], [pieces[row] for row in rows], before)
            levels, signs, directions = self.layers.run(OUTPUTS, {"states": states, "mask": mask})
            meant.levels[rows], meant.signs[rows], meant.directions[rows] = levels, signs, directions
        at = {text: row for row, text in enumerate(once)}
        order = [at[text] for text in texts]
        return Meant(meant.levels[order], meant.signs[order, :-1], meant.directions[order])

    def _inner(self, texts: list[str], pieces: list[list[int]], before: Inner | None) -> tuple[Vectors, Mask]:
        if before is not None and before.heard is not None and texts == [before.text]:
            return before.heard, np.ones(before.heard.shape[:2], dtype=np.int64)
        return self.encoder.inner(pieces)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A direction for each text: what phrases are compared by."""
        return self.hear(texts).directions


def alike(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
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
