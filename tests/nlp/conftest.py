"""The English pipeline and the voice that ship, loaded once for every test of this room."""

import pytest
from spacy.language import Language

from nlp.language import load_english
from nlp.taught import Taught
from nlp.voice import Voice


@pytest.fixture(scope="session")
def english() -> Language:
    return load_english()


@pytest.fixture(scope="session")
def voice() -> Voice:
    return Voice.load()


@pytest.fixture(scope="session")
def taught(voice: Voice) -> Taught:
    return voice.taught
