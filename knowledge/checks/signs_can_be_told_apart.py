"""A sign can be told from every other, and from what is not it.

PASS  phrases: [always hungry, comes in without breakfast]
FAIL  a sign each of whose phrases contains a phrase of one other sign: wherever it is said, the other is said too
FAIL  phrases: [bruise from football]   with   unless: [from football]: the look-alike always takes the sign away
FAIL  examples: {not: [he is always hungry]}   with   phrases: [always hungry]
FAIL  the same sentence under examples `match` and `not`
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from knowledge.errors import Fault
from knowledge.load import Read
from knowledge.schema.indicator import Indicator, IndicatorFile, OverrideFile
from knowledge.strict_yaml import Document, Path_

SHADOWED, UNDONE, EXAMPLE = "shadowed", "phrase-undone", "example"
WORD = re.compile(r"\w+(?:['’]\w+)*")
By = Mapping[str, tuple[tuple[str, str], ...]]
"""By the first word: the phrases that begin with it, each with the id of its sign."""


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each sign that another hides, or that contradicts itself."""
    placed = list(signs(files))
    national = _by_first_word(sign for sign, _, _ in placed)
    for sign, document, path in placed:
        yield from _shadowed(sign, document, path, national)
        yield from _undone(sign, document, path)
        yield from _examples(sign, document, path)


def signs(files: Read) -> Iterator[tuple[Indicator, Document, Path_]]:
    """Every sign of the bank and of every pack, with its place."""
    for _, bank, document in files.of(IndicatorFile):
        yield from ((sign, document, ("indicators", index)) for index, sign in enumerate(bank.indicators))
    for _, own, document in files.of(OverrideFile):
        yield from ((sign, document, ("indicators", index)) for index, sign in enumerate(own.indicators))


def _shadowed(sign: Indicator, document: Document, path: Path_, all_phrases: By) -> Iterator[Fault]:
    hiding: set[str] | None = None
    for phrase in sign.phrases:
        inside = _signs_inside(plain(phrase), all_phrases) - {sign.id}
        hiding = inside if hiding is None else hiding & inside
        if not hiding:
            return
    other = min(hiding or {""})
    what = f"Each phrase of '{sign.id}' contains a phrase of '{other}'."
    why = "Wherever this sign is said, the other is said too."
    yield Fault(document.key_position((*path, "phrases")), SHADOWED, what, why, "Give it words of its own.")


def _signs_inside(said: str, phrases: By) -> set[str]:
    return {sign for word in set(said.split()) for phrase, sign in phrases.get(word, ()) if phrase in said}


def _undone(sign: Indicator, document: Document, path: Path_) -> Iterator[Fault]:
    look_alikes = {plain(text): text for text in sign.unless}
    for index, phrase in enumerate(sign.phrases):
        for unless, written in look_alikes.items():
            if unless in plain(phrase) and unless != plain(phrase):
                what = f"'{phrase}' contains '{written}', which stands under 'unless' of the same sign."
                position = document.position((*path, "phrases", index))
                yield Fault(position, UNDONE, what, "It can never lead here.", "Delete one of them.")


def _examples(sign: Indicator, document: Document, path: Path_) -> Iterator[Fault]:
    match = {plain(text) for text in sign.examples.match}
    for index, text in enumerate(sign.examples.not_):
        position, said = document.position((*path, "examples", "not", index)), plain(text)
        taken_away = any(plain(unless) in said for unless in sign.unless)
        inside = next((phrase for phrase in sign.phrases if plain(phrase) in said), None)
        if said in match:
            yield Fault(position, EXAMPLE, f"'{text}' stands under 'match' too.", "", "Keep one.")
        elif inside and not taken_away:
            what = f"'{text}' must not be this sign, and says '{inside}', which is one of its phrases."
            yield Fault(position, EXAMPLE, what, "", "Add what makes it different under 'unless'.")


def _by_first_word(every: Iterator[Indicator]) -> By:
    found: dict[str, list[tuple[str, str]]] = {}
    for sign in every:
        for phrase in map(plain, sign.phrases):
            if phrase.strip():
                found.setdefault(phrase.split()[0], []).append((phrase, sign.id))
    return {word: tuple(phrases) for word, phrases in found.items()}


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """The words in small letters, with a space around each, so that a phrase is found as whole words."""
    return f" {' '.join(WORD.findall(text.casefold()))} "
