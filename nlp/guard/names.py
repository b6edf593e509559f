"""Names of people. No one sign is enough, so weak ones are put together.

A word nobody knows is a name unless it looks like a slip of the finger. A word everybody knows is one only where a name
belongs, or where spaCy and its capital agree. spaCy alone would find six in ten names typed in small letters, and fewer
of some origins than of others; the dictionary treats all origins alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from nlp.guard import slots
from nlp.guard.identifier import PERSON, Identifier
from nlp.guard.initials import find_initials
from nlp.guard.vocabulary import Vocabulary
from nlp.guard.wordlist import word_list
from nlp.guard.words import CONTRACTION, Spot, Word, words_of

WHY = "looks like a name"
PARTICLES = word_list(
    "bin ibn bint ul al el abu van von der den de da do dos das del della di la le o mac mc st ter ten",
    "dela",
)
PLACE_ENTITIES = frozenset({"GPE", "LOC", "NORP", "LANGUAGE", "FAC"})
INTO_A_PLACE = frozenset({"in", "from", "into"})
GOING = word_list(
    "moved moving move back gone went going go travel travelled travelling fly flew flown flying sent",
    "trip",
)
INFLECTIONS = ("ed", "led", "ing", "ly", "ey")
INFLECTED_TAGS = frozenset({"VBN", "VBD", "VBG", "VB", "RB", "JJ", "JJS", "JJR"})
ASIDE = frozenset(
    {"in", "for", "on", "may", "all", "this", "last", "next", "since", "until", "till", "by", "early", "late", "mid"}
)


class Names:
    """Finds names with the vocabulary it was built with."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def find(self, doc: Doc, not_names: frozenset[str] = frozenset()) -> Iterator[Identifier]:
        """Names in the message, several words of one name as one; `not_names` are words in small letters."""
        words = words_of(doc)
        phrases = self._vocabulary.known_phrases(doc)
        ordinary = [
            _is_ordinary(word, not_names, phrases) or slots.dated(Spot(words, at, doc.text))
            for at, word in enumerate(words)
        ]
        is_name = [not ordinary[at] and self._is_name(Spot(words, at, doc.text)) for at in range(len(words))]
        self._join(words, is_name, ordinary)
        yield from _spans(words, is_name, doc.text)
        yield from find_initials(doc.text, words, not_names)

    def _is_name(self, spot: Spot) -> bool:
        word = spot.word
        if word.capitals and not _shouting(spot.words):
            return self._capitals_are_name(word)
        if slots.owning_plainly(spot) and self._is_an_owner(word):
            return True
        knows = self._vocabulary.lists if word.title else self._vocabulary.knows
        if not knows(word.base):
            return self._unknown_word_is_name(spot)
        if slots.titled(spot):
            return word.title or not self._vocabulary.is_everyday(word.base)
        if word.title:
            return self._capital_word_is_name(spot)
        return self._vocabulary.is_forename(word.base) and self._small_word_is_name(spot)

    def _is_an_owner(self, word: Word) -> bool:
        """ "kais mum": without its s the word is a forename, or one that nobody knows."""
        owner = word.base.removesuffix("s")
        if len(owner) < 3 or owner in self._vocabulary.known:
            return False
        if self._vocabulary.is_forename(owner):
            return True
        if self._vocabulary.knows(word.base) or self._vocabulary.knows(owner):
            return False
        return not self._vocabulary.plain_typos.is_typo(owner)

    def _capitals_are_name(self, word: Word) -> bool:
        """Abbreviations abound; only a forename, or a long word spaCy takes for a person, is a name."""
        if self._vocabulary.lists(word.base):
            return False
        return self._vocabulary.is_forename(word.base) or (word.entity == PERSON and len(word.base) > 4)

    def _unknown_word_is_name(self, spot: Spot) -> bool:
        if slots.called(spot) or slots.titled(spot):
            return True
        if _names_a_place(spot):
            return False
        if self._stands_as_an_ordinary_word(spot):
            return False
        return self._typo_is_name(spot) if self._looks_like_a_typo(spot) else True

    def _stands_as_an_ordinary_word(self, spot: Spot) -> bool:
        """ "the doppeler", "overwelmed": no forename, and in a place or with an ending that names do not have."""
        word = spot.word
        if word.title or word.proper or word.entity == PERSON or self._vocabulary.is_forename(word.base):
            return False
        inflected = word.base.endswith(INFLECTIONS) and word.tag in INFLECTED_TAGS
        return slots.determined(spot) or (inflected and not word.possessive and not slots.acting(spot))

    def _looks_like_a_typo(self, spot: Spot) -> bool:
        """One of the few commonest words misspelt, or any word if spaCy does not read the slip as a name either."""
        word = spot.word
        read_as_name = word.proper or word.entity == PERSON
        if len(word.base) == 4:
            in_a_slot = slots.acting(spot) or slots.spoken_of(spot) or slots.described(spot) or slots.owning(spot)
            return not (read_as_name or in_a_slot or word.title) and self._vocabulary.plain_typos.is_typo(word.base)
        return self._vocabulary.typos.is_typo(word.base) or (
            not read_as_name and self._vocabulary.typos.runs_together(word.base)
        )

    def _typo_is_name(self, spot: Spot) -> bool:
        """Something that may be a slip is a name on a second sign: forename, capital, spaCy's word, or a slot."""
        word, vocabulary = spot.word, self._vocabulary
        read_as_name = word.proper and word.entity == PERSON
        if slots.described(spot):
            return True
        if vocabulary.plain_typos.is_typo(word.base):
            return vocabulary.is_forename(word.base) and (word.proper or slots.any_of_them(spot))
        if vocabulary.is_forename(word.base) or slots.any_of_them(spot):
            return True
        if word.title and not word.opens_sentence and not _shouting(spot.words):
            return word.proper
        if not read_as_name and vocabulary.close_typos.is_typo(word.base):
            return False
        return word.proper or slots.set_apart(spot)

    def _capital_word_is_name(self, spot: Spot) -> bool:
        """ "Grace", "Ward", "May": words with a capital."""
        word = spot.word
        forename = self._vocabulary.is_forename(word.base)
        if slots.called(spot):
            return word.proper or not word.opens_sentence
        if forename and (slots.described(spot) or slots.owning(spot)):
            return True
        if word.base in self._vocabulary.known or (spot.before() in ASIDE and word.entity != PERSON):
            return False
        if not word.opens_sentence:
            return word.proper and (forename or word.entity == PERSON)
        return forename and word.proper and (word.entity == PERSON or slots.acting(spot))

    def _small_word_is_name(self, spot: Spot) -> bool:
        """ "grace", "mason": forenames that are words, in small letters."""
        word = spot.word
        if slots.called(spot) or slots.owning(spot) or slots.described(spot):
            return True
        if word.base in self._vocabulary.known:
            return False
        if (word.entity == PERSON and word.proper) or slots.spoken_of(spot) or slots.beside_family(spot):
            return True
        read_as_name = word.proper or word.entity == PERSON
        verb_follows = spot.next is not None and spot.next.tag in {"VBZ", "VBD"}
        if self._vocabulary.is_everyday(word.base):
            return (read_as_name and slots.acting(spot)) or (slots.related(spot) and verb_follows)
        return read_as_name or slots.related(spot) or slots.acting(spot)

    def _join(self, words: tuple[Word, ...], is_name: list[bool], ordinary: list[bool]) -> None:
        """Takes in a surname or second forename that is itself a word: "Margaret Ward", "wing yan"."""
        for at in range(1, len(words)):
            if is_name[at - 1] and not is_name[at] and not ordinary[at] and not words[at - 1].possessive:
                is_name[at] = self._belongs(words[at], words[at].between)
        for at in range(len(words) - 2, -1, -1):
            if is_name[at + 1] and not is_name[at] and not ordinary[at] and not words[at].possessive:
                is_name[at] = self._belongs(words[at], words[at + 1].between)

    def _belongs(self, word: Word, between: str) -> bool:
        if between not in {" ", "-"} or word.base in self._vocabulary.known or word.capitals:
            return False
        if word.base in slots.KIN or word.base in slots.HONORIFICS:
            return False
        if word.title and not word.opens_sentence:
            return word.proper or self._vocabulary.is_forename(word.base)
        if word.entity == PERSON and word.proper:
            return True
        if not self._vocabulary.knows(word.base) and word.tag.startswith("N"):
            return not self._vocabulary.plain_typos.is_typo(word.base)
        return self._vocabulary.is_forename(word.base) and (
            word.title or word.proper or not self._vocabulary.is_everyday(word.base)
        )


def _is_ordinary(word: Word, not_names: frozenset[str], covered: list[tuple[int, int]]) -> bool:
    """True for what is never looked at: single letters, contractions, known wording, "that is not a name"."""
    if len(word.base) < 2 or word.base in not_names or CONTRACTION.search(word.text):
        return True
    return any(start <= word.start < end for start, end in covered)


def _names_a_place(spot: Spot) -> bool:
    """ "from Tirana": spaCy sees a place, a capital, and words that lead to one."""
    if not spot.word.title or spot.word.entity not in PLACE_ENTITIES:
        return False
    return spot.before() in INTO_A_PLACE or (spot.before() == "to" and spot.before(2) in GOING)


def _shouting(words: tuple[Word, ...]) -> bool:
    """True when most of the message is in capitals, so that capitals say nothing."""
    long_words = [word for word in words if len(word.base) > 3]
    return len(long_words) > 2 and sum(word.capitals for word in long_words) > len(long_words) / 2


def _spans(words: tuple[Word, ...], is_name: list[bool], text: str) -> Iterator[Identifier]:
    """One identifier for each run of name words, with the particles and hyphens between them."""
    start = end = -1
    for at, word in enumerate(words):
        if not is_name[at]:
            continue
        if start >= 0 and _connects(text[end : word.start]):
            end = word.base_end
            continue
        if start >= 0:
            yield Identifier(start, end, PERSON, WHY)
        start, end = word.start, word.base_end
    if start >= 0:
        yield Identifier(start, end, PERSON, WHY)


def _connects(between: str) -> bool:
    parts = between.replace("-", " ").replace("'", " ").lower().split()
    return len(between) <= 12 and not set(between) & set(",.;:()/\n") and all(part in PARTICLES for part in parts)
