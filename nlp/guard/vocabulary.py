"""Everything the guard knows about words: the dictionary, the words of practice, and whatever the knowledge adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from knowledge import strict_yaml
from nlp.guard.dictionary import Dictionary, load_dictionary, plain
from nlp.guard.letters import Letters
from nlp.guard.typos import Typos

KNOWN_WORDS = Path(__file__).with_name("known_words.yaml")
MAY_BE_MISSPELT = ("time", "services", "things", "chat", "practice")
SMALL_TALK = ("chat", "time", "family")
NO_FORENAMES = ("chat", "family", "respelt", "roles")
PLACES = ("places", "more_places", "towns", "abroad")
MEDICAL = re.compile(
    r"(?:osis|oses|itis|a?emia|ology|ologist|ectomy|otomy|opathy|opath|graphy|iatric|iatrist|parous|partum|phobia|phobic)$"
)
ABBREVIATION = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,5}")
ENDINGS = ("ly", "ing", "ed", "er", "ers", "ness", "ish", "y", "es", "s", "able", "less", "like")


@dataclass(frozen=True)
class Vocabulary:
    """`known` are words that are no names, `places` those of them that name a place or a service of the knowledge.

    `typos` finds slips; `phrases` finds known wording of several words.
    """

    dictionary: Dictionary
    known: frozenset[str]
    places: frozenset[str]
    small_talk: frozenset[str]
    forenames: frozenset[str]
    capital_forenames: frozenset[str]
    plain_typos: Typos
    close_typos: Typos
    typos: Typos
    phrases: PhraseMatcher

    @property
    def letters(self) -> Letters:
        """How much a word looks like a name by its letters."""
        return self.dictionary.letters

    def knows(self, word: str) -> bool:
        """True for an ordinary word, in small letters, one made from it ("tearily", "sayin") or an abbreviation."""
        if self.lists(word) or self._is_clipped(word):
            return True
        if MEDICAL.search(word) or ABBREVIATION.fullmatch(word):
            return True
        return any(
            word.endswith(ending) and len(word) - len(ending) >= 5 and self.lists(word.removesuffix(ending))
            for ending in ENDINGS
        )

    def _is_clipped(self, word: str) -> bool:
        """ "sayin", "shiftin", "askd", "panicd": an ending with a letter left out."""
        if self.is_forename(word):
            return False
        if word.endswith("in"):
            return word + "g" in self.dictionary.words
        stem = word.removesuffix("d")
        if stem == word or len(stem) < 3:
            return False
        return stem in self.dictionary.common and stem + "ed" in self.dictionary.words

    def lists(self, word: str) -> bool:
        """True when the word itself, or its singular, stands in a list."""
        bare = plain(word).replace("’", "'").replace("'", "")
        return any(form in self.dictionary.words or form in self.known for form in (word, bare, bare.removesuffix("s")))

    def is_forename(self, word: str, *, capital: bool = False) -> bool:
        """True for a forename on the lists; many are also words, and some only count when written with a capital."""
        return plain(word) in self.forenames or (capital and plain(word) in self.capital_forenames)

    def kind_of_slip(self, word: str) -> str:
        """How a slip of one of the commonest words went wrong."""
        return self.close_typos.kind_of_slip(word)

    @property
    def ordinary(self) -> frozenset[str]:
        """The commonest words, with those of chat and of the calendar: none of them names a school or a street."""
        return self.dictionary.commonest | self.small_talk

    def is_everyday(self, word: str) -> bool:
        """True for the few thousand commonest words and the words of practice."""
        return word in self.dictionary.commonest or word in self.known

    def known_phrases(self, doc: Doc) -> list[tuple[int, int]]:
        """Character offsets of known wording: places, services, titles of books."""
        return [(doc[start:end].start_char, doc[start:end].end_char) for _, start, end in self.phrases(doc)]


def build_vocabulary(nlp: Language, extra: Iterable[str] = ()) -> Vocabulary:
    """`extra` are names of places, services and settings from the knowledge, of one word or several."""
    dictionary, listed = load_dictionary(), _listed()
    extra_phrases = [phrase.lower() for phrase in extra]
    phrases = PhraseMatcher(nlp.vocab, attr="LOWER")
    several = [phrase for phrase in (*listed["phrases"], *extra_phrases) if not phrase.isalpha()]
    phrases.add("KNOWN", [nlp.make_doc(phrase) for phrase in several])
    named = frozenset(phrase for phrase in extra_phrases if phrase.isalpha())
    known = frozenset(_words_in(listed)) | named
    misspelt = frozenset(word for name in MAY_BE_MISSPELT for word in listed[name].split() if len(word) > 5)
    return Vocabulary(
        dictionary=dictionary,
        known=known,
        places=named.union(*(listed[name].split() for name in PLACES)),
        small_talk=frozenset(" ".join(listed[name] for name in SMALL_TALK).split()),
        forenames=dictionary.forenames.difference(*(listed[name].split() for name in NO_FORENAMES))
        | frozenset(listed["names_that_are_words"].split()),
        capital_forenames=frozenset(listed["names_with_a_capital"].split()),
        plain_typos=Typos(dictionary.few | misspelt, shortest=4),
        close_typos=Typos(dictionary.commonest | misspelt),
        typos=Typos(dictionary.common | misspelt, rarer=dictionary.words),
        phrases=phrases,
    )


def public_sites() -> frozenset[str]:
    """Hosts whose pages show nobody."""
    return frozenset(_listed()["public_sites"])


def _words_in(listed: dict[str, Any]) -> Iterator[str]:
    for name, value in listed.items():
        if isinstance(value, str) and not name.startswith("names_"):
            yield from value.split()


@cache
def _listed() -> dict[str, Any]:
    data: dict[str, Any] = strict_yaml.read(KNOWN_WORDS).data
    return data
