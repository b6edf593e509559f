"""The policy file: what it may say, and what each method does to a number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import KnowledgeErrors
from trends.policy import POLICY_YAML, Method, is_a_tree, load_policy

METHODS = load_policy().methods


def test_the_default_holds_back_what_is_under_ten_and_rounds_to_five() -> None:
    rule = load_policy().rule
    assert [number for number in range(30) if rule.is_small(number)] == list(range(10))
    assert [rule.rounded(number) for number in (10, 12, 13, 17, 18)] == [10, 10, 15, 15, 20]


def test_the_department_for_education_holds_back_one_to_five() -> None:
    rule = METHODS["dfe"]
    assert [number for number in range(30) if rule.is_small(number)] == [1, 2, 3, 4, 5]
    assert (rule.symbol, rule.rounded(6)) == ("c", 6)


def test_nhs_england_holds_back_one_to_seven_and_rounds_to_five() -> None:
    rule = METHODS["nhs"]
    assert [number for number in range(30) if rule.is_small(number)] == [1, 2, 3, 4, 5, 6, 7]
    assert (rule.symbol, rule.rounded(8), rule.rounded(0)) == ("*", 10, 0)


@pytest.mark.parametrize("method", list(METHODS.values()), ids=list(METHODS))
@given(number=st.integers(0, 100_000))
def test_what_lies_behind_a_shown_number_is_exactly_what_is_shown_so(method: Method, number: int) -> None:
    if method.is_small(number):
        return
    low, high = method.behind(method.rounded(number))
    assert low <= number <= high
    for outside in (low - 1, high + 1):
        assert outside < 0 or method.is_small(outside) or method.rounded(outside) != method.rounded(number)


@pytest.mark.parametrize("round_to", [2, 3, 4, 6, 10])
def test_other_roundings_are_read_back_as_well(round_to: int) -> None:
    method = METHODS["threshold"].model_copy(update={"round_to": round_to})
    for number in range(10, 200):
        low, high = method.behind(method.rounded(number))
        assert low <= number <= high
        assert high - low < round_to


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ("method: threshold", "method: none", "method"),
        ("hide_below: 10", "hide_below: 2", "hide_below"),
        ("protection: 10", "protection: 11", "more values than there are"),
        ("of: bands", "of: bandits", "no table"),
        ("rows: channel", "rows: shoe_size", "rows"),
        ("  - id: bands", "  - id: weeks", "same id"),
        ("    rows: opinion", "    rows: band", "not counted by band"),
    ],
)
def test_a_slip_is_said_with_its_line(written: str, instead: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY_YAML.read_text(encoding="utf-8").replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(KnowledgeErrors) as raised:
        load_policy(file)
    assert says in str(raised.value)
    assert re.search(r"policy\.yaml:\d+", str(raised.value))


def test_tables_that_run_in_a_circle_are_refused(tmp_path: Path) -> None:
    """Domain by band, area by band and area by domain together would say more than any audit of the three sees."""
    circle = "  - {id: more, title: T, counts: worries, every: quarter, rows: area, columns: domain, definition: D}\n"
    text = POLICY_YAML.read_text(encoding="utf-8").replace("  - id: channels", f"{circle}  - id: channels")
    file = tmp_path / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeErrors, match="run in a circle"):
        load_policy(file)


@pytest.mark.parametrize(
    ("edges", "tree"),
    [
        ("ab bc bd", True),
        ("ab bc ca", False),
        ("abc ab", True),
        ("a b", True),
        ("ab bc cd da", False),
        ("ab ab", True),
        ("", True),
    ],
)
def test_a_tree_is_told_from_a_circle(edges: str, tree: bool) -> None:
    assert is_a_tree(frozenset(edge) for edge in edges.split()) is tree
