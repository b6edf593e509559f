"""The level rules: what is serious wins, doubt counts upward, and the voice raises and asks but never lowers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.schema.common import Band
from nlp.findings import Finding, Span, Stage, Status, Whose
from nlp.level import decide
from nlp.level.rules import level_rules

UNKNOWN = Stage(None, None, None, None, not_mobile=False, unborn=False)
YEAR_4 = Stage(8, 9, Span(0, 2), "y4", not_mobile=False, unborn=False)
CP, CIN, EH, UNI = Band.CHILD_PROTECTION, Band.CHILD_IN_NEED, Band.EARLY_HELP, Band.UNIVERSAL


def sign(band: Band, name: str = "neglect.hunger", **changes: object) -> Finding:
    plain = Finding(
        indicator=name,
        band=band,
        status="present",
        whose="child",
        evidence=(Span(0, 5),),
        cue=None,
        reader="words",
        score=1.0,
        circumstances=frozenset(),
        report_now=False,
        domain=name.split(".", maxsplit=1)[0],
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def decided(*findings: Finding, voiced: tuple[float, ...] | None = None, asks: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    return decide(findings, stage=YEAR_4, voiced=voiced, asks=asks or {})


def test_p3_a_hard_stop_is_child_protection_and_urgent_whatever_else_is_said() -> None:
    decision = decided(sign(UNI, "school.late"), sign(EH, "physical.bruise", report_now=True), voiced=(1, 0, 0, 0, 0))
    assert (decision.band, decision.urgent, decision.rules[0]) == (CP, True, "hard-stop")
    assert decision.reasons[0].indicator == "physical.bruise"


@pytest.mark.parametrize("status", ["present", "uncertain"])
def test_p3_a_child_protection_sign_counts_also_when_in_doubt(status: Status) -> None:
    decision = decided(sign(CP, status=status), asks={"neglect.hunger": "Did you see it?"})
    assert (decision.band, decision.urgent) == (CP, True)
    assert decision.questions[:1] == (("Did you see it?",) if status == "uncertain" else ())


def test_two_child_in_need_signs_in_two_domains_have_child_protection_beside_them() -> None:
    decision = decided(sign(CIN), sign(CIN, "parents.drink"))
    assert (decision.band, decision.runner_up, decision.urgent) == (CIN, CP, False)


def test_one_child_in_need_sign_has_early_help_beside_it() -> None:
    assert decided(sign(CIN)).runner_up is EH


def test_early_help_signs_in_three_domains_raise_the_thought_of_child_in_need() -> None:
    decision = decided(sign(EH), sign(EH, "school.absent"), sign(EH, "health.teeth"))
    assert (decision.band, decision.runner_up) == (EH, CIN)


def test_early_help_signs_in_three_domains_that_last_are_offered_as_child_in_need() -> None:
    lasting = frozenset({"several_weeks"})
    decision = decided(sign(EH, circumstances=lasting), sign(EH, "school.absent"), sign(EH, "health.teeth"))
    assert (decision.band, decision.runner_up, decision.uncertain) == (CIN, EH, True)


def test_an_early_help_sign_for_weeks_has_child_in_need_beside_it() -> None:
    assert decided(sign(EH, circumstances=frozenset({"repeated"}))).runner_up is CIN


def test_universal_signs_alone_are_universal() -> None:
    assert decided(sign(UNI)).band is UNI


def test_nothing_present_and_no_worried_voice_is_no_band() -> None:
    assert decided(voiced=(0.9, 0.1, 0, 0, 0)).band is None
    assert decided(sign(CP, status="negated")).band is None


def test_past_harm_gives_at_least_early_help_and_a_question() -> None:
    decision = decided(sign(CP, status="historical"), asks={"neglect.hunger": "Is it over?"})
    assert (decision.band, decision.runner_up, decision.uncertain) == (EH, CP, True)
    assert decision.questions[0] == "Is it over?"


def test_harm_asked_about_in_general_only_asks() -> None:
    decision = decided(sign(CP, status="hypothetical"))
    assert decision.band is None
    assert decision.questions


@pytest.mark.parametrize("whose", ["sibling", "other_child", "parent"])
def test_p3_a_worry_is_a_worry_for_any_child(whose: Whose) -> None:
    assert decided(sign(CP, status="other_person", whose=whose)).band is CP


@pytest.mark.parametrize("whose", ["fiction", "other_adult"])
def test_fiction_and_other_adults_never_count(whose: Whose) -> None:
    assert decided(sign(CP, status="other_person", whose=whose)).band is None


def test_the_voice_raises_and_asks() -> None:
    decision = decided(sign(EH), voiced=(0, 0.1, 0.3, 0.5, 0.1))
    assert (decision.band, decision.runner_up, decision.uncertain) == (CIN, EH, True)
    assert decision.questions


def test_the_voice_alone_gives_a_band_with_questions() -> None:
    decision = decided(voiced=(0.1, 0.2, 0.6, 0.1, 0))
    assert (decision.band, decision.uncertain, len(decision.questions)) == (EH, True, 2)


def test_p3_a_third_of_a_chance_of_significant_harm_is_enough() -> None:
    assert decided(voiced=(0.2, 0.2, 0.2, 0.1, 0.3)).band is CP


def test_a_sign_read_by_meaning_that_the_voice_doubts_counts_lower_and_is_asked_about() -> None:
    decision = decided(
        sign(CP, reader="meaning"), voiced=(0.5, 0.4, 0.05, 0.03, 0.02), asks={"neglect.hunger": "Is it so?"}
    )
    assert (decision.band, decision.runner_up, decision.uncertain, decision.questions[0]) == (
        Band.EARLY_HELP,
        CP,
        True,
        "Is it so?",
    )


def test_the_age_is_asked_for_where_nobody_said_it() -> None:
    assert "How old is the child?" in decide([sign(CIN)], stage=UNKNOWN, asks={}).questions
    assert "How old is the child?" not in decided(sign(CIN)).questions


def test_reasons_come_in_order_of_weight_and_leave_out_what_is_not_happening() -> None:
    decision = decided(sign(EH, "a.a"), sign(CP, "b.b"), sign(CIN, "c.c", status="negated"), sign(CIN, "d.d"))
    assert [reason.indicator for reason in decision.reasons] == ["b.b", "d.d", "a.a"]


def test_every_rule_has_its_own_name() -> None:
    names = [rule.id for rule in level_rules().rules]
    assert len(names) == len(set(names))


bands = st.sampled_from(Band)
findings = st.builds(
    sign,
    bands,
    st.sampled_from(["a.one", "b.two", "c.three"]),
    status=st.sampled_from(["present", "uncertain", "negated", "historical", "hypothetical"]),
    reader=st.sampled_from(["words", "meaning", "told"]),
    report_now=st.booleans(),
    circumstances=st.frozensets(st.sampled_from(["repeated", "several_weeks"])),
)
voices = st.none() | st.lists(st.floats(0.01, 1), min_size=5, max_size=5).map(
    lambda raw: tuple(p / sum(raw) for p in raw)
)


@given(st.lists(findings, max_size=5), voices)
def test_p3_no_voice_lowers_what_words_set(given_findings: list[Finding], voiced: tuple[float, ...] | None) -> None:
    by_words = [finding for finding in given_findings if finding.reader != "meaning"]
    alone = decide(by_words, stage=YEAR_4, asks={}).band
    together = decide(given_findings, stage=YEAR_4, voiced=voiced, asks={}).band
    assert (together.rank if together else -1) >= (alone.rank if alone else -1)


@given(st.lists(findings, max_size=4), findings)
def test_p3_one_more_finding_never_lowers_the_band(some: list[Finding], more: Finding) -> None:
    ranks = [
        band.rank if (band := decide(group, stage=YEAR_4, asks={}).band) else -1 for group in (some, [*some, more])
    ]
    assert all(first <= second for first, second in pairwise(ranks))


@given(st.lists(findings, max_size=5), voices)
def test_at_most_two_questions_and_the_runner_up_is_another_band(
    some: list[Finding], voiced: tuple[float, ...] | None
) -> None:
    decision = decide(some, stage=UNKNOWN, voiced=voiced, asks={"a.one": "One?", "b.two": "Two?", "c.three": "Three?"})
    assert len(decision.questions) <= 2
    assert decision.runner_up is None or decision.runner_up is not decision.band
    assert not decision.urgent or decision.band is CP
