"""Counting words, sentences and syllables."""

from __future__ import annotations

import pytest

from flows.reading import ease, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("child", 1),
        ("family", 3),
        ("made", 1),
        ("table", 2),
        ("worried", 2),
        ("started", 2),
        ("asked", 1),
        ("notes", 1),
        ("services", 3),
        ("the", 1),
        ("MASH", 4),
        ("I", 1),
    ],
)
def test_syllables_are_counted_by_ear(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_colon_ends_a_sentence() -> None:
    assert len(sentences("Ask: what worries you? Write it down.")) == 3


def test_figures_are_no_words() -> None:
    assert words("Ring 101 by 12:00") == ["Ring", "by"]


def test_plain_words_read_easier_than_hard_ones() -> None:
    assert ease(["Ring now. Say what you saw."]) > 90
    assert ease(["Facilitate organisational collaboration."]) < 30


def test_nothing_reads_easily() -> None:
    assert ease([]) == 100.0
