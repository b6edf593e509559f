"""Word vectors mapped from files. That the slim pipeline reads as the whole one does: tests/e2e/workers/test_memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nlp.slim import MappedVectors, _kept, _sorted


def test_a_word_without_a_vector_has_zeros() -> None:
    rows = np.array([[3, 7, 9], [1, 0, 1]], dtype=np.uint64)
    vectors = MappedVectors(np.array([[1, 1], [2, 2]], dtype=np.float32), rows)
    assert vectors.get_batch([7, 3, 8, 99]).tolist() == [[1, 1], [2, 2], [0, 0], [0, 0]]
    assert (3 in vectors, 4 in vectors, len(vectors), vectors.shape) == (True, False, 2, (2, 2))


def test_a_folder_that_cannot_be_written_to_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    assert not _kept(np.zeros((2, 1), dtype=np.uint64), tmp_path / "a file" / "rows.npy")


def test_the_columns_are_sorted_by_word() -> None:
    assert _sorted({9: 1, 3: 1, 7: 0}).tolist() == [[3, 7, 9], [1, 0, 1]]
