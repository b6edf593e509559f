"""A message as the guard sees it: its words, each with what spaCy, the dictionary and its own shape say about it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’`][sS]?$")
CONTRACTION = re.compile(r"(?:n['’`]t|['’`](?:m|re|ve|ll|d|t|em|am))$", re.I)
SENTENCE_END = frozenset(".!?:\n•*>")


@dataclass(frozen=True)
class Word:
    """One word; `base` is it in small letters without a possessive 's. Offsets are into the text as given."""

    text: str
    base: str
    start: int
    end: int
    tag: str
    entity: str
    opens_sentence: bool
    possessive: bool
    between: str

    @property
    def base_end(self) -> int:
        """Where the word ends when its possessive 's is left off."""
        return self.start + len(self.base) if self.possessive else self.end

    @property
    def title(self) -> bool:
        """Written with a capital and small letters, as names are: "Liam", "O'Brien", "McDonagh"."""
        return self.text[0].isupper() and (len(self.text) == 1 or not self.text.isupper() or "'" in self.text)

    @property
    def capitals(self) -> bool:
        """Written in capitals throughout, as abbreviations are."""
        return len(self.base) > 1 and self.text[: len(self.base)].isupper()

    @property
    def proper(self) -> bool:
        """Tagged as a proper noun."""
        return self.tag in {"NNP", "NNPS"}


def words_of(doc: Doc) -> tuple[Word, ...]:
    """The words in order. `between` is what stands between a word and the one before it."""
    return tuple(_words(doc, doc.text))


def _words(doc: Doc, text: str) -> Iterator[Word]:
    starts = [token.idx for token in doc]
    last = 0
    for match in WORD.finditer(text):
        token = doc[bisect_right(starts, match.start()) - 1]
        between = text[last : match.start()]
        yield Word(
            text=match.group(),
            base=POSSESSIVE.sub("", match.group()).lower(),
            start=match.start(),
            end=match.end(),
            tag=token.tag_,
            entity=token.ent_type_,
            opens_sentence=last == 0 or bool(SENTENCE_END & set(between)),
            possessive=bool(POSSESSIVE.search(match.group())),
            between=between,
        )
        last = match.end()


@dataclass(frozen=True)
class Spot:
    """One word where it stands: the word, its neighbours and the text around."""

    words: tuple[Word, ...]
    at: int
    text: str

    @property
    def word(self) -> Word:
        """The word itself."""
        return self.words[self.at]

    def before(self, steps: int = 1) -> str:
        """The word so many steps earlier, in small letters; empty at the start of the message."""
        return self.words[self.at - steps].base if self.at >= steps else ""

    @property
    def next(self) -> Word | None:
        """The word that follows, if any."""
        return self.words[self.at + 1] if self.at + 1 < len(self.words) else None

    @property
    def gap(self) -> str:
        """What stands between the word and the one before, without blanks."""
        return self.word.between.strip()
