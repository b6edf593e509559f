"""Texts that tell of the same sign lie close together, whatever stands beside them; each is heard once."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from nlp.encoder import WIDTH, Encoder, Mask, Vectors
from nlp.taught import LEVELS, Taught

HUNGRY, STARVING, BUS = "he is always hungry", "he never gets enough to eat", "the bus was late"


class CountingEncoder(Encoder):
    """Remembers how many texts it was given."""

    def inner(self, pieces: Sequence[Sequence[int]]) -> tuple[Vectors, Mask]:
        COUNTED.append(len(pieces))
        return super().inner(pieces)


COUNTED: list[int] = []


def test_like_meanings_lie_closer_than_unlike_ones(taught: Taught) -> None:
    hungry, starving, bus = taught.encode([HUNGRY, STARVING, BUS])
    assert hungry @ starving > hungry @ bus + 0.2


def test_each_row_keeps_its_place_and_does_not_depend_on_its_neighbours(taught: Taught) -> None:
    texts = ["a much longer sentence that stands first in the list of three", "short", "she is not at school today"]
    rows = taught.encode(texts)

    assert rows.shape == (3, WIDTH)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert all(row @ taught.encode([text])[0] > 0.97 for row, text in zip(rows, texts, strict=True))


def test_levels_and_signs_are_shares(taught: Taught) -> None:
    meant = taught.hear([HUNGRY, BUS])

    assert meant.levels.shape == (2, LEVELS)
    assert meant.levels.sum(axis=1) == pytest.approx([1, 1], abs=1e-3)
    assert meant.signs.shape == (2, len(taught.signs))
    assert meant.signs.sum(axis=1).max() <= 1 + 1e-3


def test_a_sign_is_named_where_it_is_told(taught: Taught) -> None:
    hurt = "he has a bruise in the shape of a hand on his back and says his dad did it"
    named = taught.hear([hurt]).signs[0]

    assert taught.signs[int(named.argmax())].startswith("physical-harm.")


def test_the_same_text_is_worked_out_once(taught: Taught) -> None:
    counting = replace(taught, encoder=CountingEncoder(model=taught.encoder.model))
    COUNTED.clear()
    rows = counting.encode([HUNGRY, BUS, HUNGRY])

    assert sum(COUNTED) == 2
    assert np.array_equal(rows[0], rows[2])


def test_no_text_gives_no_row(taught: Taught) -> None:
    assert taught.encode([]).shape == (0, WIDTH)


def test_the_name_tells_two_teachings_apart(taught: Taught) -> None:
    assert taught.weights in taught.name
    assert replace(taught, weights="another").name != taught.name
