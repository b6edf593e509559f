"""One small publication for all tests of this package: nobody writes to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .fake_publication import published


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of publications."""
    folder = tmp_path_factory.mktemp("trends")
    published(folder)
    return folder
