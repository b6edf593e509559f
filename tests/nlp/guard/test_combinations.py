"""What points at one child without a name is a warning and never a stop (issue 4, part 3)."""

from __future__ import annotations

import pytest

from nlp.guard.combinations import find_combinations, load_rules


def words(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_combinations(text)]


@pytest.mark.parametrize(
    "text",
    [
        "She is the only Year 6 girl in a wheelchair at our place",
        "hes the only chinese lad in our school",
        "he is the son of the vicar",
        "her mum is the lollipop lady outside",
        "it was all over the news in June",
        "the boy with cystic fibrosis whose dad died in the house fire",
        "triplets, and one has spina bifida",
        "our village head girl",
        "everyone round here knows the family",
    ],
)
def test_p2_a_combination_is_found(text):
    assert words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Year 4 boy, always hungry, wears the same jumper all week",
        "she uses a wheelchair and is left in a wet pad",
        "the only thing he eats is toast",
        "dad is the only one who works",
        "they live in a village and have no car",
        "mum was murdered in front of him",
        "watching the news upset her",
    ],
)
def test_one_such_detail_alone_is_no_warning(text):
    assert words(text) == []


def test_p2_no_combination_stops(identifiers):
    found = identifiers("the only girl in a wheelchair at our village school, it was in the paper")
    assert found
    assert not any(each.stops for each in found)


def test_every_kind_of_detail_can_be_found_and_says_nothing_of_a_plain_message():
    plain = "y4 lad, always hungry, mum has stopped answering the phone"
    assert not any(pattern.search(plain) for pattern in (*load_rules().alone.values(), *load_rules().together.values()))
