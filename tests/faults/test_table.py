"""docs/faults.md and the tests say the same: each row names a test that exists, and no fault test is missing there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [line for line in (ROOT / "docs" / "faults.md").read_text(encoding="utf-8").splitlines() if "::test_" in line]
NAMED = [re.findall(r"`(tests/[\w/.]+)::(test_\w+)`", row) for row in ROWS]
LOST = 3
"""The column, counted from the first."""


def functions_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")}


@pytest.mark.parametrize("file", sorted({file for named in NAMED for file, _ in named}))
def test_each_row_names_a_test_that_exists(file: str) -> None:
    named = {test for tests in NAMED for found, test in tests if found == file}
    assert named <= functions_of(ROOT / file)


def test_each_row_names_one_test_and_says_that_nothing_is_lost() -> None:
    assert {len(named) for named in NAMED} == {1}
    assert {row.strip("|").split("|")[LOST].strip() for row in ROWS} <= {"0", ""}


@pytest.mark.parametrize("folder", ["tests/faults", "tests/e2e/faults"])
def test_no_test_of_a_fault_is_missing(folder: str) -> None:
    files = [file for file in (ROOT / folder).glob("test_*.py") if file != Path(__file__)]
    named = {test for tests in NAMED for _, test in tests}
    assert {test for file in files for test in functions_of(file)} <= named
