"""Nobody finds a small number behind what is published, with every table, the policy and a solver (promise P8)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.trends.attacker import Attacker, Range, Secret
from tests.trends.world import AFTER_A_QUARTER, ENDS, World, names_of_exshire, policy, random_world, write_rows
from trends import press
from trends.block import Block, Key
from trends.counters import CountersFile
from trends.policy import Method
from trends.protect import Chance, Printed, printed
from trends.publish import publish

METHODS = ("threshold", "dfe", "nhs")
FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
worlds = st.builds(
    dict,
    seed=st.integers(0, 2**32 - 1),
    busy=st.sampled_from([3, 10, 25, 60, 150, 400, 1500]),
    sparse=st.sampled_from([0.0, 0.5, 0.9, 0.97]),
)


def attack(world: World, method: str) -> Iterator[tuple[Secret, int, Range]]:
    """Every small number that was held back: the true one, and what the attacker finds."""
    into = world.file.with_name("published.sqlite")
    publish(CountersFile(world.file), into, policy=policy(method), names=names_of_exshire(), now=AFTER_A_QUARTER)
    attacker = Attacker(into, policy(method).rule, ENDS)
    for secret, (low, high) in attacker.seen.items():
        assert low <= world.true(secret) <= high, f"{secret} is shown wrongly"
        assert not policy(method).rule.is_small(world.true(secret)), f"{secret} is small and shown"
    small = {secret: world.true(secret) for secret in attacker.hidden}
    small = {secret: n for secret, n in small.items() if policy(method).rule.is_small(n)}
    for secret, found in attacker.ranges(small):
        yield secret, small[secret], found


def given_away(world: World, method: str) -> list[str]:
    """Every small number that the attacker knows better than the policy allows."""
    rule = policy(method).rule
    found = []
    for secret, true, known in attack(world, method):
        assert known.low <= true <= known.high, f"the attacker is wrong about {secret}"
        possible = min(known.high, rule.hide_below - 1) - max(known.low, rule.hide_from) + 1
        if possible < rule.protection:
            found.append(f"{secret} is {true}, and the attacker knows {known}")
    return found


def attack_random(method: str, given_world: Mapping[str, float]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        world = random_world(Path(folder) / "counters.sqlite", **given_world)  # type: ignore[arg-type]
        return given_away(world, method)


@pytest.mark.parametrize("method", METHODS)
@given(world=worlds)
@FEW
def test_p8_the_attacker_finds_nothing(method: str, world: Mapping[str, float]) -> None:
    assert attack_random(method, world) == []


@pytest.mark.attack
@pytest.mark.parametrize("method", METHODS)
@given(world=worlds)
@settings(FEW, max_examples=1000)
def test_p8_the_attacker_finds_nothing_in_a_thousand_councils(method: str, world: Mapping[str, float]) -> None:
    assert attack_random(method, world) == []


def one_area(**weeks: int) -> dict[tuple[str, tuple[str, ...]], int]:
    """Worries of one kind in the north by week, as in W27=12."""
    row = ("web", "north", "school", "neglect", "early_help", "", "", "1")
    return {(f"2026-{week}", row): n for week, n in weeks.items()}


def two_areas() -> dict[tuple[str, tuple[str, ...]], int]:
    """A quarter in which a small number can be worked out from totals, where nothing more is held back."""
    row = ("web", "north", "school", "neglect", "early_help", "", "", "1")
    other = ("web", "south", "school", "neglect", "early_help", "", "", "1")
    return {("2026-W27", row): 63, ("2026-W27", other): 3}


def only_the_small(
    block: Block, truth: Mapping[Key, int], before: Mapping[Key, Printed], rule: Method, chance: Chance
) -> Mapping[Key, Printed]:
    """A broken way: holds the small numbers back and nothing else."""
    return {key: printed(truth[key], rule) for key in block.published if key not in before}


def all_but_one(
    block: Block, truth: Mapping[Key, int], before: Mapping[Key, Printed], rule: Method, chance: Chance
) -> Mapping[Key, Printed]:
    """A broken way: as it should be, but the largest number that was held back for others is shown after all."""
    found = dict(protect(block, truth, before, rule, chance))
    secondary = [key for key, each in found.items() if each.n is None and not rule.is_small(truth[key])]
    for key in sorted(secondary, key=lambda key: truth[key])[-1:]:
        found[key] = printed(truth[key], rule)
    return found


protect = press.protect


@pytest.mark.parametrize("broken", [only_the_small, all_but_one])
def test_a_broken_suppressor_is_caught(broken: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = write_rows(tmp_path / "counters.sqlite", two_areas())
    assert given_away(world, "dfe") == []

    monkeypatch.setattr(press, "protect", broken)
    (tmp_path / "again").mkdir()
    again = write_rows(tmp_path / "again" / "counters.sqlite", two_areas())
    assert given_away(again, "dfe") != []


def test_rounding_alone_does_not_hide_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """13 + 13 + 1 = 27: shown as 15 + 15 = 25, which leaves 0 or 1 for the third."""
    monkeypatch.setattr(press, "protect", only_the_small)
    rows = {
        ("2026-W27", ("web", area, "", "neglect", band, "", "", "1")): n
        for area, band, n in (("north", "early_help", 13), ("south", "early_help", 13), ("", "early_help", 1))
    }
    world = write_rows(tmp_path / "counters.sqlite", rows)

    known = {secret.what: found for secret, _, found in attack(world, "threshold")}
    assert known[frozenset({("area", "none")})] == Range(0, 1)


def test_a_week_cannot_be_worked_out_from_its_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = write_rows(tmp_path / "counters.sqlite", one_area(W27=40, W28=33, W29=3, W30=20, W31=50))
    assert given_away(world, "dfe") == []

    monkeypatch.setattr(press, "protect", only_the_small)
    (tmp_path / "again").mkdir()
    again = write_rows(tmp_path / "again" / "counters.sqlite", one_area(W27=40, W28=33, W29=3, W30=20, W31=50))
    assert any("2026-W29" in each for each in given_away(again, "dfe"))
