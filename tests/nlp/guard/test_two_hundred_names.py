"""P2: names nobody taught the guard are found about equally well, whatever their origin and however they are typed.

A fixed sample runs with the other tests; `make fairness` measures all of them and prints the table.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge import strict_yaml

HERE = Path(__file__).parent
NAMES: dict[str, dict[str, list[str]]] = {
    origin: {kind: names.split() for kind, names in listed.items()}
    for origin, listed in strict_yaml.read(HERE / "two_hundred_names.yaml").data.items()
}
SENTENCES: list[str] = strict_yaml.read(HERE / "sentences.yaml").data["sentences"]
SAMPLE = 8
Message = tuple[str, tuple[int, int]]


def chosen(*about: object, of: int) -> int:
    return int(hashlib.md5("|".join(map(str, about)).encode()).hexdigest(), 16) % of


def unmet(origin: str, kind: str) -> list[str]:
    """The names that were not used in teaching: every second one."""
    return NAMES[origin][kind][1::2]


def messages(origin: str, *, each: int = 1, of: int = 1) -> Iterator[Message]:
    """Every `of`-th unmet forename in `each` sentences, with where the name stands."""
    forenames, surnames = unmet(origin, "forenames"), unmet(origin, "surnames")
    for name in forenames[::of]:
        for turn in range(each):
            sentence = SENTENCES[chosen(name, turn, of=len(SENTENCES))]
            surname = surnames[chosen(name, "surname", of=len(surnames))]
            other = forenames[chosen(name, "other", of=len(forenames))]
            words = {"NAME": name, "FULL": f"{name} {surname}", "SURNAME": surname, "OTHER": other}
            first = re.search("NAME|FULL|SURNAME", sentence)
            assert first is not None
            text = re.sub("SURNAME|NAME|FULL|OTHER", lambda found: words[found.group()], sentence)  # noqa: B023
            yield text, (first.start(), first.start() + len(words[first.group()]))


def is_found(identifiers: Any, text: str, place: tuple[int, int]) -> bool:
    return any(each.stops and each.start < place[1] and place[0] < each.end for each in identifiers(text))


def shares(identifiers: Any, *, each: int, of: int) -> dict[str, float]:
    """The share found, by origin, and under "capitals" and "small letters" of all."""
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for origin in NAMES:
        for text, place in messages(origin, each=each, of=of):
            for case, typed in (("capitals", text), ("small letters", text.lower())):
                hit = is_found(identifiers, typed, place)
                for key in (origin, case):
                    total[key] += 1
                    found[key] += hit
    return {key: found[key] / total[key] for key in total}


def test_there_are_about_two_hundred_names_of_each_origin():
    assert {origin: len(listed["forenames"]) + len(listed["surnames"]) >= 180 for origin, listed in NAMES.items()} == (
        dict.fromkeys(NAMES, True)
    )


def test_p2_a_sample_of_unmet_names_is_found_whatever_their_origin(identifiers):
    found = shares(identifiers, each=1, of=SAMPLE)
    assert found["capitals"] >= 0.97, found
    assert found["small letters"] >= 0.93, found
    assert min(found[origin] for origin in NAMES) >= 0.85, found


@pytest.mark.fairness
def test_p2_all_unmet_names_are_found_about_equally_well(identifiers):
    found = shares(identifiers, each=3, of=1)
    by_origin = {origin: found[origin] for origin in NAMES}
    print("\n".join(f"{key:24}{share:.3f}" for key, share in sorted(found.items(), key=lambda each: each[1])))
    assert found["capitals"] >= 0.99, found
    assert found["small letters"] >= 0.97, found
    assert max(by_origin.values()) - min(by_origin.values()) <= 0.0301, by_origin  # .03, and what rounding adds
