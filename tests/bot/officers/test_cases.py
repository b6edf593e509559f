"""Cases: what holds is silent, what does not is one sentence at its line, and nothing of it needs a programmer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.house import House
from bot.officers.cases import case_faults, run_case, run_cases
from bot.officers.examples import Example, example_fault
from bot.officers.placed_cases import cases_in
from knowledge.errors import KnowledgeErrors, Position
from tests.bot.officers.exshire import FILE, cases, one

HOLDS = [
    ("band and level", "{band: child_in_need, level: child-in-need}", "always hungry", ""),
    ("urgent", "{urgent: yes, answer: urgent, first: exshire.duty}", "left on his own all night", ""),
    ("not urgent", "{urgent: no, answer: level}", "always hungry", ""),
    ("a sign", "{indicators: [neglect.hungry], not_indicators: [neglect.left-alone]}", "always hungry", ""),
    ("a sign that is denied", "{not_indicators: [neglect.left-alone]}", "no left on his own all night", ""),
    ("contacts by day", "{first: exshire.duty, not_contacts: [exshire.edt]}", "always hungry", ""),
    ("contacts by night", "{contacts: [exshire.edt]}", "always hungry", "at: 2026-11-24T22:00"),
    ("contacts by area", "{first: exshire.ehpo-north}", "no heating on in the flat", "area: north"),
    ("a flow", "{flow: exshire.early-help}", "always hungry", ""),
    ("an end", "{outcome: ring, first: exshire.duty}", "always hungry", "choices: [walk, no]"),
    ("an end with its flow", "{outcome: 'exshire.early-help#look'}", "always hungry", "choices: [walk, yes, done]"),
    ("a detail added", "{urgent: yes}", "always hungry", 'adds: ["left on his own all night"]'),
    ("a question answered", "{urgent: yes}", "always hungry", "choices: ['told:neglect.left-alone:yes']"),
    ("not read", "{refused: identifiers}", "Zelda is always hungry", ""),
    ("no worry", "{answer: not_a_worry}", "who is on the rota", ""),
]
FAILS = [
    (
        "{level: early-help}",
        "always hungry",
        "",
        "case-level",
        "the level Level 2: Early Help; it is now Level 3",
    ),
    ("{band: early_help}", "always hungry", "", "case-band", "expected the band early help; it is now child in need"),
    ("{urgent: yes}", "always hungry", "", "case-urgent", "expected the urgent answer; it is now not urgent"),
    (
        "{urgent: no}",
        "left on his own all night",
        "",
        "case-urgent",
        "an answer without alarm; it is now urgent",
    ),
    ("{answer: not_a_worry}", "always hungry", "", "case-answer", "it is now an answer with a level"),
    (
        "{indicators: [neglect.left-alone]}",
        "always hungry",
        "",
        "case-indicators",
        "left-alone; it is not heard",
    ),
    ("{not_indicators: [neglect.hungry]}", "always hungry", "", "case-not-indicators", "\u201calways hungry\u201d"),
    ("{first: exshire.edt}", "always hungry", "", "case-first", "Night Team to stand first; it is now Duty Team"),
    ("{contacts: [exshire.lado]}", "always hungry", "", "case-contacts", "expected Designated Officer; it now gives"),
    ("{not_contacts: [exshire.duty]}", "always hungry", "", "case-not-contacts", "must not give Duty Team"),
    ("{flow: shared.lado}", "always hungry", "", "case-flow", "it is now exshire.early-help"),
    ("{outcome: look}", "always hungry", "choices: [walk, no]", "case-outcome", "it is now \u201cRing now\u201d"),
    ("{outcome: ring}", "always hungry", "choices: [walk, perhaps]", "case-choice", "presses 'perhaps'"),
    ("{refused: identifiers}", "always hungry", "", "case-refused", "it is now read"),
    ("{level: child-in-need}", "Zelda is always hungry", "", "case-refused", "no longer read, because it may identify"),
]


@pytest.mark.parametrize(("expect", "worry", "more"), [each[1:] for each in HOLDS], ids=[each[0] for each in HOLDS])
def test_what_holds_is_silent(house: House, expect: str, worry: str, more: str) -> None:
    assert run_case(one(expect, worry=worry, more=more), house).faults == ()


@pytest.mark.parametrize(("expect", "worry", "more", "rule", "says"), FAILS, ids=[each[0] for each in FAILS])
def test_what_fails_is_a_sentence_at_its_line(
    house: House, expect: str, worry: str, more: str, rule: str, says: str
) -> None:
    fault = run_case(one(expect, worry=worry, more=more), house).faults[0]
    assert (fault.rule, fault.position.file) == (rule, FILE)
    assert says in fault.what
    assert fault.what.startswith("Case 'one'")
    assert fault.position.line == (3 if says.startswith("no longer") else 4 if not more or rule == "case-choice" else 5)


def test_a_failure_says_why_in_the_words_that_led_there(house: House) -> None:
    fault = run_case(one("{level: early-help}"), house).faults[0]
    assert "because \u201calways hungry\u201d was read as neglect.hungry (child in need)" in fault.what
    assert "change the case" in fault.instead


def test_p2_a_failure_never_says_the_words_that_may_identify_somebody(house: House) -> None:
    fault = run_case(one("{urgent: no}", worry="Zelda is always hungry"), house).faults[0]
    assert "Zelda" not in str(fault)
    assert "PERSON" in fault.what


def test_an_authority_that_is_not_there_is_told_and_not_asked(house: House) -> None:
    result = run_case(one("{urgent: no}", more="authority: exshyre"), house)
    assert result.seen is None
    assert "Did you mean 'exshire'?" in result.faults[0].instead


def test_cases_are_asked_in_order_and_the_work_is_told(house: House) -> None:
    told: list[tuple[str, int, int]] = []
    both = cases(
        "cases:\n  - {id: a, worry: always hungry, expect: {urgent: no}}\n  - {id: b, worry: x, expect: {urgent: no}}\n"
    )
    results = run_cases(house, both, told=lambda *each: told.append(each))
    assert [result.case.case.id for result in results] == ["a", "b"]
    assert told[0] == ("cases", 0, 2)
    assert told[-1] == ("cases", 2, 2)


def test_the_file_may_say_when_its_cases_are_asked(house: House) -> None:
    text = "at: 2026-11-24T22:00\ncases:\n  - {id: a, worry: always hungry, expect: {contacts: [exshire.edt]}}\n"
    assert run_cases(house, cases(text))[0].holds


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("at: 2026-13-40T10:00", "'at'"),
        ("at: tomorrow", "shape"),
        ("expct: {}", "'expct' is not a key"),
        ("expect: {refused: rude}", "not one of the words"),
        ("expect: {outcome: 'Look again'}", "shape"),
    ],
)
def test_the_schema_says_what_is_wrong_with_a_case(line: str, says: str) -> None:
    with pytest.raises(KnowledgeErrors, match=says):
        cases(f"cases:\n  - id: a\n    worry: always hungry\n    {line}\n")


def test_cases_are_found_in_packs_only(tmp_path: Path) -> None:
    for folder, name in (("exshire", "authority.yaml"), ("exshire", "cases.yaml"), ("elsewhere", "cases.yaml")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text("cases:\n  - {id: a, worry: w, expect: {urgent: no}}\n")
    assert [case.name for case in cases_in(tmp_path)] == [("exshire", "a")]


def test_a_tree_that_cannot_be_read_says_so_instead_of_running(tmp_path: Path) -> None:
    from bot.assemble import Folders

    pack = tmp_path / "knowledge" / "exshire"
    pack.mkdir(parents=True)
    (pack / "authority.yaml").write_text("x: y\n")
    (pack / "cases.yaml").write_text("\tcases: []\n")
    assert [fault.rule for fault in case_faults(Folders.under(tmp_path))] == ["tab"]


@pytest.mark.parametrize(
    ("text", "must_match", "rule"),
    [
        ("always hungry", True, None),
        ("happy and fed", True, "example-match"),
        ("always hungry", False, "example-not"),
        ("happy and fed", False, None),
        ("Zelda is always hungry", True, "example-refused"),
    ],
)
def test_a_signs_own_examples_come_through_the_same_door(
    house: House, text: str, must_match: bool, rule: str | None
) -> None:
    fault = example_fault(Example("neglect.hungry", "exshire", text, must_match, Position(FILE, 7)), house)
    assert (fault.rule if fault else None) == rule
    assert fault is None or (fault.position.line == 7 and not fault.blocks)
