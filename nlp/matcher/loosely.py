"""A text as the words that carry meaning, in dictionary form: what a phrase and a message are compared by.

"She was left on her own all night" and "left on his own all night" are the same sign. So every pronoun is one word
here, articles and helping verbs fall away, and what stands between words does not count. Each word remembers the
token it came from, so that a find leads back to the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from nlp.guard.wordlist import word_list

SOMEONE: Final = "<someone>"
ONESELF: Final = "<oneself>"
PERSONS: Final = word_list("i me my mine we us our you your he him his she her hers they them their it its")
REFLEXIVES: Final = word_list("myself himself herself yourself themselves ourselves itself themself")
"""Kept apart: "wants to kill himself" and "mum will kill me" are not the same."""
FALLS_AWAY: Final = word_list(
    "a an the this that is are was were be been being am 's 're 've has have had having do does did",
    "will would just really very so quite also then",
)
FEWEST: Final = 2
"""Words that carry meaning, pronouns not counted: fewer say too little once the rest has fallen away."""


@dataclass(frozen=True, slots=True)
class Loose:
    """The words, and for each the number of its token in the text."""

    words: tuple[str, ...]
    tokens: tuple[int, ...]

    @property
    def says_enough(self) -> bool:
        return sum(word not in {SOMEONE, ONESELF} for word in self.words) >= FEWEST


def loosely(doc: Doc) -> Loose:
    """The text's words without what changes from one telling to the next."""
    kept = [(form, token.i) for token in doc if (form := _form(token))]
    return Loose(tuple(form for form, _ in kept), tuple(at for _, at in kept))


def loosely_of(words: Sequence[str], lemmas: Sequence[str]) -> Loose:
    """The same of a phrase whose dictionary forms were worked out before."""
    kept = [(form, at) for at, pair in enumerate(zip(words, lemmas, strict=True)) if (form := _plain(*pair))]
    return Loose(tuple(form for form, _ in kept), tuple(at for _, at in kept))


def _form(token: Token) -> str:
    return "" if token.is_punct or token.is_space else _plain(token.lower_, token.lemma_.lower())


def _plain(word: str, lemma: str) -> str:
    if word in REFLEXIVES:
        return ONESELF
    if word in PERSONS or lemma in PERSONS:
        return SOMEONE
    if word in FALLS_AWAY:
        return ""
    return lemma if any(letter.isalnum() for letter in lemma) else ""
