"""Which words are ordinary, how common they are, and which are forenames.

Three pinned packages are read as data: symspellpy's word list with frequencies (American and British spelling, all in
small letters), the SCOWL list inside spylls (which knows that "Liam" is only ever written with a capital, so that the
first list's "liam" can be taken out), and Faker's names from thirty countries. Why these: docs/decisions/003.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from nlp.guard.letters import Letters
from nlp.guard.wordlist import word_list

FREQUENCIES = ("symspellpy", "frequency_dictionary_en_82_765.txt")
CAPITALS = ("spylls", "hunspell/data/en/en_US.dic")
COUNTRIES = word_list(
    "en_GB en_IE ga_IE en_US en_NZ en_IN en_PK en_NG yo_NG ig_NG ha_NG en_KE sw tw_GH zu_ZA pl_PL ro_RO sk_SK cs_CZ",
    "lt_LT lv_LV hu_HU tr_TR vi_VN pt_PT es_ES it_IT fr_FR fr_DZ id_ID",
)
FEW = 1_500
ALSO_NOT_WORDS = frozenset({"en"})
COMMONEST = 8_000
COMMON = 25_000
ENDINGS = (
    *("s", "es", "ies", "d", "ed", "ied", "ing", "er", "ers", "ier", "iest", "est", "ly", "ily", "ness", "able", "al"),
    *("ally", "ism", "ist", "ists", "ful", "less", "ment", "ation", "ations", "ion", "ions", "ive", "ise", "ised"),
    *("ising", "isation", "ic", "ical", "ity", "ility", "hood", "ship"),
)
BEGINNINGS = ("un", "re", "non", "over", "under", "out", "pre", "mis", "dis", "inter", "sub", "anti", "super", "micro")
SPELLINGS = (
    ("our", "or"),
    ("is", "iz"),
    ("ys", "yz"),
    ("ae", "e"),
    ("oe", "e"),
    ("ll", "l"),
    ("re", "er"),
    ("ogue", "og"),
)


@dataclass(frozen=True)
class Dictionary:
    """All words in small letters. `common`, `commonest` and `few` are the most frequent of them, ever fewer."""

    words: frozenset[str]
    common: frozenset[str]
    commonest: frozenset[str]
    few: frozenset[str]
    forenames: frozenset[str]
    small: frozenset[str]
    """Words of the second list written with a small letter."""
    letters: Letters

    def is_doubtful(self, word: str) -> bool:
        """A word of the first list that the second does not bear out in any form: "sochi", "bola", "engin"."""
        return word in self.words and word not in self.few and not _borne_out(word, self.small)


@cache
def load_dictionary() -> Dictionary:
    """Reads the lists once in a process; about a third of a second."""
    only_capital, small = _scowl()
    forenames, surnames = frozenset(_names("first")), frozenset(_names("last"))
    also = frozenset(_names("first", ALSO_NOT_WORDS))
    only_names = (only_capital | forenames | surnames | also) - small
    ranked = [word for word in _by_frequency() if word not in only_names or word.removesuffix("s") in small]
    return Dictionary(
        words=frozenset(ranked) | small,
        common=frozenset(ranked[:COMMON]),
        commonest=frozenset(ranked[:COMMONEST]),
        few=frozenset(ranked[:FEW]),
        forenames=(forenames | (also - small)) - frozenset(ranked[:FEW]),
        small=small,
        letters=Letters(forenames | surnames, (*small, *ranked[:COMMON])),
    )


def _borne_out(word: str, small: frozenset[str]) -> bool:
    """True for a word of `small`, one with an ending or a beginning, one in British spelling, or two in one."""
    return (
        word in small
        or any(_has_stem(word, ending, small) for ending in ENDINGS)
        or any(word.startswith(first) and word.removeprefix(first) in small for first in BEGINNINGS)
        or any(word.replace(british, american) in small for british, american in SPELLINGS)
        or any(word[:cut] in small and word[cut:] in small for cut in range(3, len(word) - 2))
    )


def _has_stem(word: str, ending: str, small: frozenset[str]) -> bool:
    """ "cried" of "cry", "using" of "use", "stopped" of "stop"; endings may stand behind one another."""
    stem = word.removesuffix(ending) if word.endswith(ending) else ""
    if len(stem) < 2:
        return False
    doubled = stem[:-1] if stem[-2:-1] == stem[-1:] else stem
    if any(form in small for form in (stem, stem + "e", stem + "y", doubled)):
        return True
    return any(stem.endswith(inner) and stem.removesuffix(inner) in small for inner in ENDINGS)


def plain(word: str) -> str:
    """The word in small letters without accents: "Zoë" and "zoe" are one name."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _by_frequency() -> Iterator[str]:
    """The file is sorted, most frequent first."""
    for line in _data(*FREQUENCIES).splitlines():
        yield line.split(" ")[0].strip().lower()


def _scowl() -> tuple[frozenset[str], frozenset[str]]:
    """Words written only with a capital, in small letters; and words written with a small one."""
    entries = [line.split("/")[0] for line in _data(*CAPITALS).splitlines()[1:]]
    small = frozenset(entry for entry in entries if entry and entry.islower())
    return frozenset(entry.lower() for entry in entries if entry and not entry.islower()) - small, small


def _data(package: str, name: str) -> str:
    return Path(str(files(package).joinpath(name))).read_text(encoding="utf-8-sig", errors="replace")


def _names(which: str, countries: frozenset[str] = COUNTRIES) -> Iterator[str]:
    """Faker's "first" or "last" names of those countries, in plain small letters."""
    for country in countries:
        provider = import_module(f"faker.providers.person.{country}").Provider
        for listing in (f"{which}_names", f"{which}_names_male", f"{which}_names_female"):
            for name in getattr(provider, listing, ()):
                yield plain(name)
