"""The flows that ship: proved whole, and a few facts about them that must never be lost."""

from __future__ import annotations

from typing import get_args

import pytest

from flows import engine
from flows.library import Library, Where
from flows.load import load_flows
from flows.proofs import prove
from flows.schema import Branch, Outcome, Question
from flows.state import LONGEST
from flows.typed import chosen
from knowledge.schema.common import Band
from knowledge.schema.contact import Role

ROUND_THE_CLOCK = {"emergency", "police", "out_of_hours", "helpline"}
"""Roles that answer, or may answer, at night; the directory has its own proof with the real numbers."""


@pytest.fixture(scope="module")
def real() -> Library:
    return load_flows()


def reaches(authority: str, roles: tuple[Role, ...]) -> bool:
    return bool(ROUND_THE_CLOCK & set(roles))


def test_p1_the_whole_graph_is_proved(real: Library) -> None:
    assert [str(fault) for fault in prove(real, resolves=reaches)] == []


def test_p1_every_authority_has_a_flow_of_its_own(real: Library) -> None:
    assert real.authorities == ("bury", "national", "oldham", "oxfordshire", "tameside")
    assert all(f"{authority}.early-help" in real.flows for authority in real.authorities)


def test_p1_every_choice_of_every_step_leads_somewhere_new(real: Library) -> None:
    for flow_id in real.flows:
        for band in Band:
            seen: set[Where] = set()
            waiting = [engine.start(real, flow_id, band, authority="bury")]
            while waiting:
                state = waiting.pop()
                here = engine.current(real, state)
                if here in seen:
                    continue
                seen.add(here)
                view = engine.view(real, state)
                for choice in (*view.choices, view.frame.danger):
                    after = engine.step(real, state, choice.id)
                    assert after != state or view.frame.at_danger_exit, f"{here}: {choice.id}"
                    assert len(engine.encode(after)) <= LONGEST
                    waiting.append(after)


def test_every_choice_can_be_typed_by_its_label_and_by_its_number(real: Library) -> None:
    for where, step in real.steps.items():
        if not isinstance(step, Question):
            continue
        view = engine.view(real, engine.State(where.flow, real.version(where.flow), "bury", where))
        for number, choice in enumerate(step.choices, 1):
            assert chosen(view, choice.says) == choice.id, f"{where}: {choice.says}"
            assert chosen(view, str(number)) == choice.id, f"{where}: {number}"


def test_p1_every_unanswered_or_disputed_call_to_the_duty_team_has_a_way_on(real: Library) -> None:
    for flow_id in (f"{authority}.early-help" for authority in real.authorities):
        kinds = {link.kind for where in real.walks[flow_id] for link in real.links(where)}
        assert {"not-answered", "disputed", "look-again"} <= kinds


def test_only_one_authority_publishes_six_weeks(real: Library) -> None:
    for where, step in real.steps.items():
        said = step.model_dump_json().lower()
        if "six weeks" in said or "six-week" in said or getattr(step, "review_days", None) == 42:
            assert where.flow == "tameside.early-help", where


def test_a_time_that_is_ours_says_so(real: Library) -> None:
    """Four weeks and more are nobody's published time: the record must call them a default."""
    for where, step in real.steps.items():
        if isinstance(step, Outcome) and step.review_days in {14, 28, 56}:
            assert "default" in step.record, where


def test_a_marked_baby_is_referred_at_once_and_never_investigated_first(real: Library) -> None:
    step = real.steps[Where("bury.early-help", "baby-mark")]
    assert isinstance(step, Outcome)
    assert (step.when, step.contacts[0]) == ("now", "duty")
    assert "Don't look into it first" in step.title
    assert step.disputed == "shared.decision-disputed#ring-again"


def test_forced_marriage_never_sends_anybody_to_the_family(real: Library) -> None:
    for where, step in real.steps.items():
        if where.flow == "shared.honour-based" and isinstance(step, Outcome):
            assert step.tell_family == "Don't contact the family."


def test_known_mutilation_is_reported_by_the_person_themselves(real: Library) -> None:
    step = real.steps[Where("shared.known-fgm", "report-yourself")]
    assert isinstance(step, Outcome)
    assert step.contacts[0] == "fgm_duty"
    assert "yourself" in step.action


def test_the_talk_without_names_asks_the_advisers_nine_questions(real: Library) -> None:
    notes = [
        step for where, step in real.steps.items() if where.flow == "shared.no-names-talk" and step.kind == "action"
    ]
    assert len(notes) == 9


def test_no_flow_is_without_a_required_branch(real: Library) -> None:
    covered = {branch for flow in real.flows.values() for branch in flow.covers}
    covered |= {branch for step in real.steps.values() for branch in step.covers}
    assert covered == set(get_args(Branch))


@pytest.mark.parametrize("authority", ["bury", "national", "oldham", "oxfordshire", "tameside"])
def test_p1_a_child_protection_entry_is_at_most_one_answer_from_the_number(real: Library, authority: str) -> None:
    state = engine.start(real, f"{authority}.early-help", Band.CHILD_PROTECTION)
    assert real.remaining(engine.current(real, state)).longest <= 1
