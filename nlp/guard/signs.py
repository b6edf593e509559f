"""The weak signs that a word is a name, each a short label; `weights.json` says how much each counts.

A sign is about what the vocabulary knows of the word, how it is written, what spaCy says, where it stands and what its
letters look like. The weights were taught on invented names put into our own messages (see `nlp.training.names`), and a
name that nobody has met gives nearly the same signs as one that everybody knows.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

from nlp.guard import slots
from nlp.guard.vocabulary import Vocabulary
from nlp.guard.wordlist import word_list
from nlp.guard.words import Spot, Word

PLACE_ENTITIES = frozenset({"GPE", "LOC", "NORP", "LANGUAGE", "FAC"})
SAYING = word_list(
    "says said say told tell asked ask thinks think thought know knows sez sed reckons saw seen see heard met by",
    "because cos if when while that and but so as where why after before since",
)
LEADING_ON = word_list("about with to from for re of at concerning regarding like than on between behind towards")
BEING = word_list("is was has had isnt wasnt hasnt hadnt will wont can cant does did doesnt didnt would could keeps")
TAGS = {
    "NNP": "proper", "NNPS": "proper", "NN": "noun", "NNS": "nouns", "JJ": "adjective", "JJR": "adjective",
    "JJS": "adjective", "RB": "adverb", "IN": "little", "DT": "little", "PRP": "little", "CC": "little",
    "UH": "little", "FW": "foreign", "CD": "number",
}  # fmt: skip
SLOTS = {
    "called": slots.called,
    "titled": slots.titled,
    "owning": slots.owning,
    "described": slots.described,
    "related": slots.related,
    "acting": slots.acting,
    "spoken of": slots.spoken_of,
    "beside family": slots.beside_family,
    "set apart": slots.set_apart,
    "owning plainly": slots.owning_plainly,
    "determined": slots.determined,
}
SHARES = (0.01, 0.05, 0.15, 0.35, 0.6, 0.8, 0.92, 0.97, 0.99)


def signs_of(spot: Spot, vocabulary: Vocabulary, *, message: str, share: float) -> Iterator[str]:
    """The signs of one word; `message` says what kind of message it stands in (see `kind_of_message`).

    `share` is how probable its context makes a name (see `context`).
    """
    where = [name for name, slot in SLOTS.items() if slot(spot)]
    name = spot.word.base if vocabulary.lists(spot.word.base) else _owner(spot.word.base, where)
    knowledge, form, read = _knowledge(name, vocabulary, capital=spot.word.title), _form(spot), _read(spot.word)
    letters = f"letters {max(-4, min(4, round(2 * vocabulary.letters.score(name))))}"
    size = f"length {min(len(name), 8)}"
    around = (_before(spot), _after(spot))
    context = f"context {bisect(SHARES, share)}"
    singles = (knowledge, form, read, letters, size, *where, *around, message, context)
    yield from singles
    slot = where[0] if where else "nowhere"
    for one, other in ((form, read), (slot, read), (slot, form), (letters, form), (letters, slot), around):
        yield f"{one} + {other}"
    for other in (form, read, slot, letters, size, message, *around, context):
        yield f"{knowledge} + {other}"
    for other in (form, read, slot, letters):
        yield f"{context} + {other}"
    if knowledge.startswith("slip"):
        slip = f"{'few' if 'very' in knowledge else 'more'}, {vocabulary.kind_of_slip(name)}"
        yield from (slip, f"{slip} + {size}", f"{slip} + {form}", f"{slip} + {slot}", f"{slip} + {read}")
    yield f"{knowledge} + {form} + {slot}"
    yield f"{knowledge} + {form} + {read}"


def kind_of_message(words: tuple[Word, ...], vocabulary: Vocabulary) -> str:
    """How carefully it is written: the share of words nobody knows, and whether it has any capital."""
    strange = sum(not vocabulary.knows(word.base) and not word.title for word in words)
    share = strange / max(len(words), 1)
    care = "careful" if strange < 2 else "loose" if share < 0.08 else "by ear"
    return f"{care}, {'capitals' if any(word.title and len(word.base) > 1 for word in words) else 'small'}"


def _knowledge(word: str, vocabulary: Vocabulary, *, capital: bool) -> str:
    """What the vocabulary knows of the word."""
    if vocabulary.lists(word):
        return _listed(word, vocabulary, capital=capital)
    if vocabulary.is_forename(word):
        return "forename"
    if vocabulary.knows(word):
        return "made from a word"
    return _slip(word, vocabulary)


def _slip(word: str, vocabulary: Vocabulary) -> str:
    if vocabulary.plain_typos.is_typo(word):
        return "slip of a very common word"
    if vocabulary.close_typos.is_typo(word):
        return "slip of a common word"
    if vocabulary.typos.is_typo(word):
        return "slip"
    return "two words" if vocabulary.typos.runs_together(word) else "unknown"


def _owner(word: str, where: list[str]) -> str:
    """ "kais mum": the name is "kai"."""
    return word.removesuffix("s") if "owning plainly" in where else word


def _listed(word: str, vocabulary: Vocabulary, *, capital: bool) -> str:
    dictionary = vocabulary.dictionary
    forename = "forename, " if vocabulary.is_forename(word, capital=capital) else ""
    if word in vocabulary.known:
        return f"{forename}known"
    if word in dictionary.commonest:
        return f"{forename}very common"
    if dictionary.is_doubtful(word):
        return f"{forename}doubtful"
    return f"{forename}common" if word in dictionary.common else f"{forename}word"


def _form(spot: Spot) -> str:
    word = spot.word
    if word.capitals:
        return "all capitals"
    if not word.title:
        return "small"
    return "capital first" if word.opens_sentence else "capital"


def _read(word: Word) -> str:
    """What spaCy says: its tag, and a person or a place."""
    tag = "verb" if word.tag[:1] in {"V", "M"} else TAGS.get(word.tag, "other")
    if word.entity == "PERSON":
        return f"{tag}, person"
    return f"{tag}, place" if word.entity in PLACE_ENTITIES else tag


def _before(spot: Spot) -> str:
    if spot.word.opens_sentence:
        return "first"
    if spot.gap:
        return "after a sign"
    before = spot.before()
    if before in slots.DETERMINERS:
        return "after a determiner"
    if before in slots.KIN:
        return "after family"
    if before in SAYING:
        return "after saying"
    return "after leading" if before in LEADING_ON else f"after {_read(spot.words[spot.at - 1]).split(',')[0]}"


def _after(spot: Spot) -> str:
    follower = spot.next
    if spot.word.possessive:
        return "owns"
    if follower is None:
        return "last"
    if follower.between.strip():
        return "before a sign"
    if follower.base in BEING:
        return "before being"
    if follower.base in slots.ANDS:
        return "before and"
    return f"before {_read(follower).split(',')[0]}"
