"""Names of people. No one sign is enough, so weak ones are put together and weighed (see `signs`).

A word nobody knows is mostly a name unless it looks like a slip of the finger. A word everybody knows is one only where
a name belongs, or where spaCy and its capital agree. spaCy alone would find six in ten names typed in small letters,
and fewer of some origins than of others; the dictionary treats all origins alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc

from nlp.guard import slots
from nlp.guard.identifier import PERSON, Identifier
from nlp.guard.initials import find_initials
from nlp.guard.signs import PLACE_ENTITIES, kind_of_message, signs_of
from nlp.guard.vocabulary import Vocabulary
from nlp.guard.weights import load_weights
from nlp.guard.wordlist import word_list
from nlp.guard.words import CONTRACTION, Spot, Word, words_of

WHY = "looks like a name"
PARTICLES = word_list(
    "bin ibn bint ul al el abu van von der den de da do dos das del della di la le o mac mc st ter ten",
    "dela",
)
EPONYMS = word_list("syndrome disease line palsy scale score sign manoeuvre disorder tumour lymphoma dystrophy centile")
INTO_A_PLACE = frozenset({"in", "from", "into"})
GOING = word_list(
    "moved moving move back gone went going go travel travelled travelling fly flew flown flying sent",
    "trip",
)
SURE = 0.9
"""With so probable a context, a forename is weighed though it is an everyday word: "just had junior in my office"."""

Shares = Callable[[Sequence[Word]], Sequence[float]]
"""How probable the context of each word makes a name (`nlp.guard.context`)."""


class Names:
    """Finds names with the vocabulary it was built with."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._weights = load_weights()

    def weighed(self, doc: Doc, shares: Shares) -> Iterator[tuple[Spot, tuple[str, ...]]]:
        """Every word whose signs decide, with its signs: what the weights are taught on (`nlp.training.names`)."""
        words, text = words_of(doc), doc.text  # `doc.text` joins the text anew each time
        context = shares(words)
        phrases = self._vocabulary.known_phrases(doc)
        message = kind_of_message(words, self._vocabulary)
        for at, word in enumerate(words):
            spot = Spot(words, at, text)
            decided = _is_ordinary(word, frozenset(), phrases) or _names_no_person(spot)
            if not (decided or word.capitals or slots.titled(spot)) and self.may_be_name(spot, context[at]):
                yield spot, tuple(signs_of(spot, self._vocabulary, message=message, share=context[at]))

    def find(self, doc: Doc, shares: Shares, not_names: frozenset[str] = frozenset()) -> Iterator[Identifier]:
        """Names in the message, several words of one name as one; `not_names` are words in small letters."""
        words, text = words_of(doc), doc.text
        context = shares(words)
        phrases = self._vocabulary.known_phrases(doc)
        ordinary = [
            _is_ordinary(word, not_names, phrases) or _names_no_person(Spot(words, at, text))
            for at, word in enumerate(words)
        ]
        message = kind_of_message(words, self._vocabulary)
        is_name = [
            not ordinary[at] and self._is_name(Spot(words, at, text), message, context[at]) for at in range(len(words))
        ]
        self._join(words, is_name, ordinary)
        yield from _spans(words, is_name, text)
        yield from find_initials(text, words, not_names)

    def _is_name(self, spot: Spot, message: str, share: float) -> bool:
        word = spot.word
        if word.capitals and not _shouting(spot.words):
            return self._capitals_are_name(word)
        if slots.owning_plainly(spot) and self._is_an_owner(word):
            return True
        if slots.titled(spot):
            return word.title or not self._vocabulary.is_everyday(word.base)
        if self._in_a_sure_slot(spot):
            return True
        signs = signs_of(spot, self._vocabulary, message=message, share=share)
        return self.may_be_name(spot, share) and self._weights.says_name(signs)

    def _in_a_sure_slot(self, spot: Spot) -> bool:
        """ "a girl called May", "Will's mum", "June, her sister": there a forename is a name though it is a word."""
        word = spot.word
        forename = self._vocabulary.is_forename(word.base, capital=word.title)
        if slots.called(spot):
            named = word.title and (word.proper or not word.opens_sentence)
            return named or forename or not self._vocabulary.knows(word.base)
        alone = not slots.determined(spot) and not spot.words[spot.at - 1].tag.startswith("JJ")
        return forename and alone and (slots.owning(spot) or slots.described(spot))

    def may_be_name(self, spot: Spot, share: float) -> bool:
        """Whether its signs need weighing at all: not for an everyday word in small letters, nor in a place's name."""
        word = spot.word
        if share >= SURE and self._is_a_person_too(word):
            return not _names_a_place(spot)
        if word.title:
            forename = self._vocabulary.is_forename(word.base, capital=True)
            return (forename or word.base not in self._vocabulary.known) and not _names_a_place(spot)
        if word.base in self._vocabulary.known or word.base in slots.MONTHS:
            return False
        if not self._vocabulary.is_everyday(word.base):
            return True
        a_second_sign = word.proper or word.entity == PERSON or slots.any_of_them(spot)
        return a_second_sign and self._vocabulary.is_forename(word.base)

    def _is_a_person_too(self, word: Word) -> bool:
        """A forename, though it may be an everyday word or a known one as well; not one that names a place."""
        return word.base not in self._vocabulary.places and self._vocabulary.is_forename(word.base, capital=True)

    def _is_an_owner(self, word: Word) -> bool:
        """ "kais mum": without its s the word is a forename, or one that nobody knows."""
        owner = word.base.removesuffix("s")
        ordinary = self._vocabulary.dictionary.few | self._vocabulary.known
        if len(owner) < 3 or owner in self._vocabulary.known or word.base in ordinary or word.tag == "VBZ":
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


def _names_no_person(spot: Spot) -> bool:
    """ "since April", "Rett syndrome", "a Hickman line": a date, or what carries the name of its discoverer."""
    follower = spot.next
    eponym = follower is not None and not follower.between.strip() and follower.base in EPONYMS
    return slots.dated(spot) or (eponym and spot.word.title and not spot.word.possessive)


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
