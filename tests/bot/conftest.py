"""A house made of the made-up authority Exshire, a small flow, and a reader that hears what each test tells it to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.house import House
from flows.load import load_flows
from knowledge.clock import LONDON
from knowledge.load import load_knowledge
from knowledge.pack import Pack
from nlp.findings import Finding, Span
from nlp.guard import Identifier
from nlp.level import decide
from nlp.understanding import NO_STAGE, Heard, Understanding

ROOT = Path(__file__).parent.parent
TUESDAY = dt.datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
TUESDAY_EVENING = dt.datetime(2026, 11, 24, 17, 40, tzinfo=LONDON)

FLOW = """id: exshire.early-help
title: Early help in Exshire
authority: exshire
owner: The partnership
source: {ref: exshire-guide}
review_by: 2027-11-22
start: agree
danger: ring
steps:
  - id: agree
    kind: question
    asks: Does the family agree?
    choices:
      - {id: yes, says: "Yes", next: plan}
      - {id: no, says: "No", next: ring}
      - {id: unsure, says: "I don't know", next: plan, unsure: true}
  - id: plan
    kind: action
    who: You
    does: Write the plan with the family.
    by: this week
    next: look
  - id: look
    kind: outcome
    title: Look again
    action: Meet the family again.
    contacts: [ehpo, duty, out_of_hours]
    when: within two weeks
    review_days: 14
    record: What was agreed.
    tell_family: The date.
  - id: ring
    kind: outcome
    title: Ring now
    action: Ring the duty team.
    contacts: [duty, out_of_hours]
    when: now
    review_days: 1
    record: What you saw.
    tell_family: That you are ringing, unless that adds to the risk.
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house whose reader finds each indicator whose first phrase stands in the text."""
    (tmp_path / "exshire").mkdir()
    (tmp_path / "exshire" / "early-help.yaml").write_text(FLOW)
    knowledge = load_knowledge(ROOT / "knowledge" / "exshire")
    return House(
        knowledge=knowledge,
        flows=load_flows(tmp_path),
        authorities=("exshire",),
        read=read,
        recall=recall,
        reword=lambda understood: understood.text.replace("Zelda", "the child"),
    )


def read(text: str, pack: Pack, ordinary: Callable[[str], bool]) -> Understanding:
    """Stops at "Zelda"; hears "no X" as X not happening."""
    if not text.strip():
        return Understanding(text, refused="empty")
    if len(text) > 1000:
        return Understanding(text, refused="too_long")
    if "Zelda" in text and not ordinary("Zelda"):
        at = text.index("Zelda")
        return Understanding(text, refused="identifiers", identifiers=(Identifier(at, at + 5, "PERSON", "a name"),))
    findings = tuple(
        _finding(text, sign.phrases[0], sign.id, pack) for sign in pack.indicators.values() if sign.phrases[0] in text
    )
    voiced = (0.9, 0.1, 0.0, 0.0, 0.0) if "rota" in text else (0.1, 0.3, 0.3, 0.2, 0.1)
    return _decided(Understanding(text, findings=findings, voiced=voiced, near=("neglect.left-alone",)), pack)


def recall(heard: tuple[Heard, ...], voiced: tuple[float, ...], pack: Pack) -> Understanding:
    known = [each for each in heard if each.indicator in pack.indicators]
    findings = tuple(replace(_finding("", "", each.indicator, pack), status=each.status, evidence=()) for each in known)
    return _decided(Understanding("", findings=findings, voiced=voiced), pack)


def _finding(text: str, phrase: str, indicator: str, pack: Pack) -> Finding:
    sign = pack.indicators[indicator]
    start = text.find(phrase)
    return Finding(
        indicator=indicator,
        band=sign.band,
        status="negated" if f"no {phrase}" in text else "present",
        whose="child",
        evidence=(Span(start, start + len(phrase)),),
        cue=None,
        reader="words",
        score=1.0,
        circumstances=frozenset(),
        report_now=sign.report_now,
        domain=sign.in_domain,
    )


def _decided(understood: Understanding, pack: Pack) -> Understanding:
    decision = decide(understood.findings, stage=NO_STAGE, voiced=None, asks={})
    return replace(understood, decision=decision)
