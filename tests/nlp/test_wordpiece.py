"""Texts are cut into the pieces that the encoder was taught with."""

import pytest

from nlp.wordpiece import piece_numbers, vocabulary


def pieces(text: str) -> list[str]:
    by_number = {number: piece for piece, number in vocabulary().items()}
    return [by_number[number] for number in piece_numbers(text, longest=32)[1:-1]]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Mum shouts", ["mum", "shouts"]),
        ("safeguarding", ["safeguard", "##ing"]),
        ("he's ok-ish", ["he", "'", "s", "ok", "-", "is", "##h"]),
        ("Zoë café", ["zoe", "cafe"]),
        ("tab\tand\nline", ["tab", "and", "line"]),
        ("", []),
        ("😀", ["[UNK]"]),
    ],
)
def test_a_text_is_cut_into_known_pieces(text: str, cut: list[str]) -> None:
    assert pieces(text) == cut


def test_a_long_text_is_cut_off_between_its_marks() -> None:
    numbers = piece_numbers("word " * 100, longest=10)
    assert len(numbers) == 10
    assert (numbers[0], numbers[-1]) == (vocabulary()["[CLS]"], vocabulary()["[SEP]"])


def test_the_vocabulary_is_whole() -> None:
    assert len(vocabulary()) == 30_522
