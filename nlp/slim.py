"""Loads the English pipeline without what it never looks at: 200 MB of memory and a second of every start.

The model brings seven hundred thousand words as texts, and a dictionary of Python's from each of them to one of twenty
thousand vectors. The texts are for printing, and a text's own number is worked out from the text. The dictionary is
here two sorted columns in a file, and the vectors stay in theirs: both are mapped into memory, so that all processes of
a machine share one copy and only what is looked at is ever read.

What the pipeline makes of a text is the same to the last bit; `tests/nlp/test_slim.py` says so.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import spacy
import srsly  # type: ignore[import-untyped]
from numpy.typing import NDArray
from spacy.language import Language
from spacy.vectors import BaseVectors  # type: ignore[import-not-found]

FOLDER: Final = Path(__file__).parent.parent / "var"
Rows = NDArray[np.uint64]


class MappedVectors(BaseVectors):  # type: ignore[misc]
    """spaCy's vectors, to be looked up only. `rows` holds the sorted numbers of words, and the row of each."""

    def __init__(self, data: NDArray[np.float32], rows: Rows) -> None:
        super().__init__()
        self.data, self.rows, self.strings = data, rows, ()
        self.name = "mapped"

    @property
    def shape(self) -> tuple[int, int]:
        return self.data.shape[0], self.data.shape[1]

    @property
    def vectors_length(self) -> int:
        return int(self.data.shape[1])

    def __len__(self) -> int:
        return int(self.data.shape[0])

    def __contains__(self, key: int) -> bool:
        return bool(self._found(np.array([key], dtype=np.uint64))[0] >= 0)

    def get_batch(self, keys: Iterable[int]) -> NDArray[np.float32]:
        """The vector of each word; zeros for a word that has none."""
        found = self._found(np.asarray(keys, dtype=np.uint64))
        vectors: NDArray[np.float32] = np.array(self.data[np.maximum(found, 0)])
        vectors[found < 0] = 0.0
        return vectors

    def _found(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The row of each word, -1 where it has none."""
        words, rows = self.rows
        at = np.minimum(np.searchsorted(words, keys), len(words) - 1)
        return np.where(words[at] == keys, rows[at].astype(np.int64), -1)


def load_slim(model: Path, folder: Path = FOLDER) -> Language:
    """The pipeline of this folder. `folder` keeps the two columns between starts."""
    english = spacy.load(model, exclude=["strings", "vectors"])
    for label in _labels(english):
        english.vocab.strings.add(label)
    data = np.load(model / "vocab" / "vectors", mmap_mode="r", allow_pickle=False)
    english.vocab.vectors = MappedVectors(data, _rows(model / "vocab" / "key2row", folder))
    return english


def _labels(english: Language) -> Iterable[str]:
    """Every word that a part of the pipeline may write to a text."""
    for _, part in english.components:
        yield from getattr(part, "labels", ())


def _rows(key2row: Path, folder: Path) -> Rows:
    packed = key2row.read_bytes()
    file = folder / f"english-{hashlib.blake2b(packed, digest_size=6).hexdigest()}.npy"
    if not file.exists():
        rows = _sorted(srsly.msgpack_loads(packed))
        if not _kept(rows, file):
            return rows
    found: Rows = np.load(file, mmap_mode="r", allow_pickle=False)
    return found


def _sorted(rows: dict[Any, Any]) -> Rows:
    words = np.fromiter(rows.keys(), dtype=np.uint64, count=len(rows))
    order = np.argsort(words)
    return np.stack([words[order], np.fromiter(rows.values(), dtype=np.uint64, count=len(rows))[order]])


def _kept(rows: Rows, file: Path) -> bool:
    """Written beside and moved into place; False where the folder cannot be written to."""
    beside = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as out:
            np.save(out, rows, allow_pickle=False)
        beside.replace(file)
    except OSError:
        return False
    return True
