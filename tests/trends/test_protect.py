"""Which numbers are held back beside the small ones, and that the choice itself gives nothing away (promise P8)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest

from tests.trends.world import policy
from trends.block import Block, Key, Sum
from trends.policy import Method
from trends.protect import Chance, Printed, protect

TOTAL = Key("worries", "2026-Q4", ())
CELLS = tuple(TOTAL._replace(dims=(("band", band),)) for band in "abc")
ROW = Block(frozenset([TOTAL, *CELLS]), (Sum(TOTAL, CELLS),))
Shown = tuple[int | None, ...]


def shown(rule: Method, *numbers: int, secret: int = 0, before: dict[Key, Printed] | None = None) -> Shown:
    """Three numbers and their total, as they are published."""
    truth = {**dict(zip(CELLS, numbers, strict=True)), TOTAL: sum(numbers)}
    known = before or {}
    found = {**known, **protect(ROW, truth, known, rule, Chance(bytes([secret]), "exshire"))}
    return tuple(found[key].n for key in (*CELLS, TOTAL))


def test_large_numbers_are_shown_rounded() -> None:
    assert shown(policy().rule, 12, 33, 48) == (10, 35, 50, 95)


def test_a_small_number_takes_another_with_it() -> None:
    *cells, total = shown(policy("dfe").rule, 3, 33, 48)
    assert (cells[0], total) == (None, 84)
    assert sum(cell is None for cell in cells) == 2


def test_small_numbers_that_protect_each_other_take_no_other() -> None:
    assert shown(policy("dfe").rule, 4, 5, 48) == (None, None, 48, 57)


def test_what_was_published_before_is_known() -> None:
    """The others can't be taken back any more, so the total is held back instead."""
    rule = policy("dfe").rule
    before = {CELLS[1]: Printed(33, 33, 33), CELLS[2]: Printed(48, 48, 48)}
    assert shown(rule, 3, 33, 48, before=before) == (None, 33, 48, None)


def test_zeros_are_shown_where_the_policy_shows_them() -> None:
    assert shown(policy("dfe").rule, 0, 33, 48) == (0, 33, 48, 81)


def possible(rule: Method, published: Shown, *, secrets: Iterable[int]) -> list[set[int]]:
    """The small numbers that each cell can have had, for one who tries every table with this very program."""
    ranges = [range(46) if n is None else range(rule.behind(n)[0], rule.behind(n)[1] + 1) for n in published[:3]]
    found: list[set[int]] = [set(), set(), set()]
    for numbers in itertools.product(*ranges):
        known = all(n is not None or number in seen for n, number, seen in zip(published, numbers, found, strict=False))
        if known or not _adds_up(rule, published, sum(numbers)):
            continue
        if any(shown(rule, *numbers, secret=secret) == published for secret in secrets):
            for seen, number in zip(found, numbers, strict=True):
                seen.add(number)
    return [{number for number in each if rule.is_small(number)} for each in found]


def _adds_up(rule: Method, published: Shown, total: int) -> bool:
    return published[3] is None or rule.behind(published[3])[0] <= total <= rule.behind(published[3])[1]


@pytest.mark.parametrize(
    ("method", "numbers"),
    [
        ("dfe", (5, 5, 6)),
        ("dfe", (4, 5, 6)),
        ("dfe", (5, 6, 12)),
        pytest.param("threshold", (12, 9, 9), marks=pytest.mark.attack),
        pytest.param("threshold", (9, 12, 12), marks=pytest.mark.attack),
    ],
)
def test_p8_who_knows_the_program_but_not_the_secret_learns_no_more(method: str, numbers: tuple[int, ...]) -> None:
    """Without a secret, 5 and 5 beside a shown 6 were found: only these two would not have taken the 6 with them."""
    rule = policy(method).rule
    published = shown(rule, *numbers)
    everything = set(range(rule.hide_from, rule.hide_below))

    found = possible(rule, published, secrets=range(8))
    assert [each for n, each in zip(published, found, strict=False) if n is None] == [everything] * published[:3].count(
        None
    )
