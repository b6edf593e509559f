"""What is present, negated, past, doubted, in general or somebody else's: a table of own sentences (P3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from knowledge.strict_yaml import read
from nlp.assertion import Asserter, Assessment

CASES = read(Path(__file__).with_name("cases.yaml")).data


@pytest.fixture(scope="module")
def asserter(english: Language) -> Asserter:
    return Asserter(english)


def cases() -> list[Any]:
    return [
        pytest.param(row, id=f"{group}-{number}".replace(" ", "-"))
        for group, rows in CASES.items()
        for number, row in enumerate(rows, 1)
    ]


def located(row: dict[str, str]) -> tuple[str, int, int]:
    """The sentence without its brackets, and where the sign stands in it."""
    said = row["say"]
    text = said.replace("[", "").replace("]", "")
    if "target" in row:
        start = text.index(row["target"])
        return text, start, start + len(row["target"])
    return text, said.index("["), said.index("]") - 1


def assessed(english: Language, asserter: Asserter, row: dict[str, str]) -> Assessment:
    text, start, end = located(row)
    return asserter.assess(english(text), start, end, negative_in_itself=row.get("absence") == "yes")


@pytest.mark.parametrize("row", cases())
def test_p3_each_sentence_is_read_as_the_table_says(english: Language, asserter: Asserter, row: dict[str, str]) -> None:
    found = assessed(english, asserter, row)
    if row["is"] != "any":
        assert found.status == row["is"], f"{row['say']}: read as {found.status}, {found.whose}, {found.cue}"
    if row.get("of", "child") != "any":
        assert found.whose == row.get("of", "child"), f"{row['say']}: read as about {found.whose}"


def test_there_are_at_least_150_sentences() -> None:
    assert sum(len(rows) for rows in CASES.values()) >= 150
