"""Works out the phrase vectors ahead of time, so that a bot starts within seconds: `python -m nlp.build`.

Run by `make install` and after the knowledge was changed; a bot that finds the file stale completes it by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from knowledge.load import load_knowledge
from knowledge.schema.indicator import Indicator
from nlp.language import load_english
from nlp.matcher.phrases import load_phrases, phrase_file
from nlp.taught import Taught

FOLDER: Final = Path(__file__).parent.parent / "var"


def build_vectors(indicators: Sequence[Indicator], folder: Path) -> Path:
    """Make or complete the phrase file in this folder, and say where it is."""
    encoder = Taught.load()
    load_phrases(indicators, folder, encoder=encoder, english=load_english())
    return phrase_file(folder, encoder)


if __name__ == "__main__":
    build_vectors(tuple(load_knowledge().phrases.values()), FOLDER)
