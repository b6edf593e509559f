"""What the recognisers of shapes may know: words that are ordinary, and contact details that belong to a service."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.guard.wordlist import word_list

FUNCTION_WORDS = word_list(
    "a an the this that these those his her their our my your its in on at to of for from by with and or",
    "but is was are were be been has have had do does did not no as if so up down off out over after",
    "before into than then when while who which what where why how he she they we you it i me him them us",
    "am pm all any both each every some more most other same such only own too very just day days night",
    "nights week weeks wk wks month months year years yr yrs hour hours hr hrs minute minutes min mins",
    "second seconds time times different",
)


@dataclass(frozen=True)
class Known:
    """`common` are everyday words in lower case; `phones` are digits only; `emails` and `settings` in lower case."""

    common: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    public_sites: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()

    def is_common(self, word: str) -> bool:
        return word.lower() in self.common or word.lower() in FUNCTION_WORDS
