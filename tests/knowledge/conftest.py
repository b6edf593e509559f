"""A small made-up authority, Exshire, that tests copy and then break in one place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

EXSHIRE = Path(__file__).parent / "exshire"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder with a sound release of two packs, `national` and `exshire`, to be changed at will."""
    root = tmp_path / "knowledge"
    shutil.copytree(EXSHIRE, root)
    return root
