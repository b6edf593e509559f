"""Names come from the knowledge, measures from published numbers, and each outcome has a kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.load import load_flows
from flows.schema import Outcome
from knowledge.errors import KnowledgeErrors
from knowledge.load import read_packs
from trends.measures import MEASURES_YAML, Measure, figure, load_measures
from trends.names import Names, names_of
from trends.policy import load_policy

SHARE = Measure(id="x", title="X", table="ends", rows=("a",), out_of=("a", "b"), definition="D")
COUNT = SHARE.model_copy(update={"out_of": ()})


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str]:
    flows = load_flows(Path(__file__).parent.parent.parent / "flows").flows.values()
    return {f"{flow.id}:{step.id}": step.title for flow in flows for step in flow.steps if isinstance(step, Outcome)}


@pytest.fixture(scope="module")
def names(outcomes: dict[str, str]) -> Names:
    return names_of(read_packs(), outcomes=outcomes)


def test_every_outcome_of_every_flow_is_of_one_kind(outcomes: dict[str, str]) -> None:
    """An outcome that is gone from the flows stays in the list, so that what was counted keeps its kind."""
    kinds = load_measures().end_of
    assert sorted(set(outcomes) - set(kinds)) == [], "put these under a kind in trends/measures.yaml"


def test_every_measure_reads_a_table_and_rows_that_there_are(names: Names) -> None:
    policy = load_policy()
    for measure in load_measures().known:
        table = policy.table(measure.table)
        dimension = str(table.rows if measure.by == "row" else table.columns)
        rows = {"total"}.union(*(names.rows(authority, dimension) for authority in names.authorities))
        assert rows.issuperset((*measure.rows, *measure.out_of)), measure.id


def test_a_kind_of_end_that_an_authority_cannot_reach_is_no_row_of_it(names: Names) -> None:
    for authority in names.authorities:
        outcomes = names.values[authority, "outcome"]
        assert {names.end_of[outcome] for outcome in outcomes} == set(names.rows(authority, "end"))


def test_national_guidance_comes_last_and_areas_are_the_authoritys_own(names: Names) -> None:
    assert list(names.authorities)[-1] == "national"
    for authority in names.authorities:
        assert names.rows(authority, "area")[-1] == "none"
        assert all(names.name(authority, "area", area) for area in names.rows(authority, "area"))


def test_what_is_no_longer_known_is_not_said(names: Names) -> None:
    authority = next(iter(names.authorities))
    assert names.row(authority, "area", "a-place-that-closed") == "none"
    assert names.row(authority, "outcome", "flow:nobody-knows") is None
    assert names.name(authority, "domain", "old-kind") == "Old kind"


def test_an_outcome_without_a_kind_is_something_else(outcomes: dict[str, str]) -> None:
    authority = next(iter(names_of(read_packs(), outcomes=outcomes).authorities))
    more = names_of(read_packs(), outcomes={**outcomes, f"{authority}.early-help:new-end": "A new end"})
    assert more.rows(authority, "end")[-1] == "other"
    assert "other" not in names_of(read_packs(), outcomes=outcomes).rows(authority, "end")


def test_an_authority_has_its_own_outcomes_and_the_shared_ones(names: Names) -> None:
    authority = next(iter(names.authorities))
    homes = {outcome.split(".")[0] for outcome in names.values[authority, "outcome"]}
    assert homes == {authority, "shared"}


def test_a_share_is_worked_out_from_what_is_shown() -> None:
    found = figure(SHARE, "2026-Q4", {"a": 30, "b": 10}, symbol="c")
    assert (found.value, found.shown) == (0.75, "75%")
    assert figure(COUNT, "2026-Q4", {"a": 1230, "b": 10}, symbol="c").shown == "1,230"


@pytest.mark.parametrize("totals", [{"a": None, "b": 10}, {"a": 10, "b": None}, {"a": 10}, {"a": 0, "b": 0}])
def test_p8_no_share_rests_on_a_number_that_is_held_back(totals: dict[str, int | None]) -> None:
    found = figure(SHARE, "2026-Q4", totals, symbol="c")
    assert (found.value, found.shown) == (None, "c")


def test_what_cannot_be_known_says_why() -> None:
    assert all(len(each.why.split()) > 5 for each in load_measures().unknown)


def test_an_outcome_under_two_kinds_is_refused(tmp_path: Path) -> None:
    text = MEASURES_YAML.read_text(encoding="utf-8")
    first = load_measures().ends[0].outcomes[0]
    file = tmp_path / "measures.yaml"
    file.write_text(
        text.replace(
            "  - id: step-down\n", f"  - id: more\n    name: M\n    outcomes: [{first}]\n  - id: step-down\n", 1
        )
    )
    with pytest.raises(KnowledgeErrors, match="stands here twice"):
        load_measures(file)
