"""docs/privacy.md names tests for its promises: each must be there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NAMED = re.findall(
    r"`(?:(tests/[\w/.]+))?(?:::(test_\w+))?`", (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
)
WITH_FILES: list[tuple[str, str]] = []
for file, test in NAMED:
    if file or test:
        WITH_FILES.append((file or WITH_FILES[-1][0], test))


@pytest.mark.parametrize(("file", "test"), sorted(set(WITH_FILES)))
def test_p2_a_promise_names_a_test_that_exists(file: str, test: str) -> None:
    path = ROOT / file
    assert path.exists()
    if test:
        assert f"def {test}(" in path.read_text(encoding="utf-8")
