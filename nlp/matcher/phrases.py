"""Every phrase of every indicator as one table, with its vector and its dictionary forms.

Working these out takes seconds for thousands of phrases, so they are kept in a file, keyed by the phrase itself and
by the encoder that made the vector. After an edit only the new phrases are worked out; phrases nobody uses any more
are dropped. The file is written beside and then moved into place, so that a reader never sees half of it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from knowledge.schema.indicator import Indicator
from nlp.encoder import WIDTH, Vectors

BETWEEN_WORDS: Final = " "


class TextEncoder(Protocol):
    """What the matcher needs of an encoder; tests bring a small one."""

    @property
    def name(self) -> str:
        """Identifies the weights."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text."""


class SignRows(NamedTuple):
    """The rows of one indicator: what it is called and how it is said, and what is not it."""

    said: NDArray[np.intp]
    unless: NDArray[np.intp]


@dataclass(frozen=True)
class Phrases:
    """The phrases in alphabetical order; row n of `vectors` and item n of `lemmas` belong to `texts[n]`."""

    texts: tuple[str, ...]
    vectors: Vectors
    lemmas: tuple[str, ...]

    def rows(self) -> Mapping[str, int]:
        """Where each phrase stands."""
        return {text: row for row, text in enumerate(self.texts)}

    def only(self, indicators: Iterable[Indicator]) -> Phrases:
        """The table of these indicators alone, so that nothing is compared in vain."""
        texts = phrases_of(indicators)
        rows = _places(self.rows(), texts)
        return Phrases(texts, self.vectors[rows], tuple(self.lemmas[row] for row in rows))

    def rows_of(self, indicators: Iterable[Indicator]) -> tuple[SignRows, ...]:
        """Where the phrases and the look-alikes of each indicator stand, in the order given."""
        rows = self.rows()
        return tuple(
            SignRows(_places(rows, (sign.says, *sign.phrases)), _places(rows, sign.unless)) for sign in indicators
        )


def phrases_of(indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """Each phrase once: what the indicators are called, how they are said, and their look-alikes."""
    return tuple(sorted({text for sign in indicators for text in (sign.says, *sign.phrases, *sign.unless)}))


def phrase_file(folder: Path, encoder: TextEncoder) -> Path:
    """One file for each encoder: vectors of two encoders never meet."""
    return folder / f"phrases-{hashlib.sha256(encoder.name.encode()).hexdigest()[:12]}.npz"


def load_phrases(indicators: Iterable[Indicator], folder: Path, *, encoder: TextEncoder, english: Language) -> Phrases:
    """The table for these indicators: from the file as far as it goes, the rest worked out now and kept."""
    texts = phrases_of(indicators)
    kept = _kept(phrase_file(folder, encoder))
    if kept.texts == texts:
        return kept
    phrases = _completed(kept, texts, encoder=encoder, english=english)
    _keep(phrases, phrase_file(folder, encoder))
    return phrases


def _completed(kept: Phrases, texts: tuple[str, ...], *, encoder: TextEncoder, english: Language) -> Phrases:
    rows = kept.rows()
    new = [text for text in texts if text not in rows]
    vectors = np.vstack([kept.vectors, encoder.encode(new)]) if new else kept.vectors
    lemmas = (*kept.lemmas, *(_lemmas(doc) for doc in english.pipe(new, disable=["ner"])))
    rows = {text: row for row, text in enumerate((*kept.texts, *new))}
    order = [rows[text] for text in texts]
    return Phrases(texts=texts, vectors=vectors[order], lemmas=tuple(lemmas[row] for row in order))


def _places(rows: Mapping[str, int], texts: Iterable[str]) -> NDArray[np.intp]:
    return np.array([rows[text] for text in texts], dtype=np.intp)


def _lemmas(doc: Iterable[object]) -> str:
    return BETWEEN_WORDS.join(str(getattr(token, "lemma_", "")).lower() for token in doc)


def _kept(file: Path) -> Phrases:
    if not file.exists():
        return Phrases(texts=(), vectors=np.zeros((0, WIDTH), dtype=np.float32), lemmas=())
    with np.load(file, allow_pickle=False) as table:
        return Phrases(texts=_lines(table["texts"]), vectors=table["vectors"], lemmas=_lines(table["lemmas"]))


def _keep(phrases: Phrases, file: Path) -> None:
    """A folder that can't be written to costs the next start some seconds, and nobody an answer."""
    beside = file.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as out:
            np.savez(out, texts=_bytes(phrases.texts), vectors=phrases.vectors, lemmas=_bytes(phrases.lemmas))
        beside.replace(file)


def _bytes(texts: Sequence[str]) -> NDArray[np.uint8]:
    """As plain bytes: an array of texts would give each the room of the longest."""
    return np.frombuffer(json.dumps(texts).encode(), dtype=np.uint8)


def _lines(stored: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(json.loads(stored.tobytes()))
