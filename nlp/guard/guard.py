"""The first reader of every message (promise P2): it looks for details that identify somebody, and for nothing else.

Shapes (numbers, addresses, links) are read from the text, names from the one spaCy pass that all readers share and
from the inner states that the voice goes on from. What it finds is handed back as offsets; it keeps nothing and logs
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from nlp.guard.combinations import find_combinations
from nlp.guard.context import load_head
from nlp.guard.identifier import Identifier, without_overlaps
from nlp.guard.names import Names
from nlp.guard.rewording import reword
from nlp.guard.shapes import Known, find_shapes
from nlp.guard.vocabulary import build_vocabulary, public_sites
from nlp.inner import Inner


class Guard:
    """Built once in a process, then asked for every message.

    `known` are names of places, services and settings that identify nobody; `phones` and `emails` are those of
    published contacts. All three come from the knowledge.
    """

    def __init__(
        self,
        nlp: Language,
        *,
        known: Iterable[str] = (),
        phones: Iterable[str] = (),
        emails: Iterable[str] = (),
    ) -> None:
        self.vocabulary = build_vocabulary(nlp, known)
        self._names = Names(self.vocabulary)
        self._head = load_head()
        self._common = self.vocabulary.ordinary
        self._phones = frozenset(_digits(phone) for phone in phones)
        self._emails = frozenset(email.lower() for email in emails)
        self._public_sites = public_sites()

    def find(
        self,
        doc: Doc,
        inner: Inner,
        *,
        not_names: frozenset[str] = frozenset(),
        settings: frozenset[str] = frozenset(),
    ) -> tuple[Identifier, ...]:
        """What identifies somebody in the message that `doc` and `inner` were made from, in order, without overlaps.

        `not_names` are words the person said are no names; `settings` the names of the setting in use.
        """
        known = Known(
            common=self._common,
            phones=self._phones,
            emails=self._emails,
            public_sites=self._public_sites,
            settings=frozenset(setting.lower() for setting in settings),
        )
        ordinary = frozenset(part for word in not_names for part in word.lower().split()) | _words_of(settings)
        return without_overlaps(
            (
                *find_shapes(doc.text, known),
                *self._names.find(doc, lambda words: self._head.of_words(words, inner), ordinary),
                *find_combinations(doc.text),
            )
        )

    def reword(self, text: str, identifiers: Iterable[Identifier]) -> str:
        """The message without what identifies, to be offered back."""
        return reword(text, identifiers)


def _words_of(settings: frozenset[str]) -> frozenset[str]:
    return frozenset(word.strip(",.'’").lower() for setting in settings for word in setting.split())


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())
