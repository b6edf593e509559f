"""A house with the real knowledge and flows, and a reader of messages that knows a handful of words.

It lets the page be tested without a language model: "bruise" is urgent, "hungry" is early help, "Zebediah" is a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bot.core.house import House
from flows.load import load_flows
from knowledge.load import load_knowledge
from knowledge.pack import NATIONAL, Knowledge, Pack
from knowledge.schema.common import Band
from nlp.findings import Decision, Finding, Span, Status
from nlp.guard import Identifier
from nlp.understanding import NO_DECISION, Heard, Refused, Understanding

SIGNS = {
    "bruise": "physical-harm.bruises-unusual-places",
    "hungry": "neglect.recurring-hunger",
    "broth": "neglect.sometimes-hungry",
}
NAME = "Zebediah"
BREAKS = "kaboom"
LONGEST = 4000


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    return load_knowledge()


@lru_cache(maxsize=1)
def house() -> House:
    """The house, with every authority that the knowledge has."""
    authorities = tuple(each for each in knowledge().packs if each != NATIONAL)
    return House(knowledge(), load_flows(), authorities, read, recall, reword)


def read(text: str, pack: Pack, is_a_word: Callable[[str], bool]) -> Understanding:
    """Understands by looking for the words above."""
    if BREAKS in text:
        raise RuntimeError(f"a library quotes what it was given: {text}")
    named = () if is_a_word(NAME) else tuple(_identifiers(text))
    refused = _refused(text, bool(named))
    if refused:
        return Understanding(text, refused=refused, identifiers=named)
    findings = tuple(_findings(text, pack))
    voiced = (0.9, 0.0, 0.0, 0.0, 0.0) if "lunch menu" in text else ()
    return Understanding(text, findings=findings, voiced=voiced, decision=_decision(findings))


def recall(heard: tuple[Heard, ...], _: tuple[float, ...], pack: Pack) -> Understanding:
    known = [each for each in heard if each.indicator in pack.indicators]
    findings = tuple(_finding(each.indicator, each.status, None, pack) for each in known)
    return Understanding("", findings=findings, decision=_decision(findings))


def reword(understood: Understanding) -> str:
    return understood.text.replace(NAME, "the child")


def _refused(text: str, named: bool) -> Refused | None:
    if named:
        return "identifiers"
    if not text.strip():
        return "empty"
    if len(text) > LONGEST:
        return "too_long"
    return None if re.search("[A-Za-z]", text) else "unreadable"


def _identifiers(text: str) -> list[Identifier]:
    return [Identifier(m.start(), m.end(), "PERSON", "it may be a name") for m in re.finditer(NAME, text)]


def _findings(text: str, pack: Pack) -> list[Finding]:
    status: Status = "negated" if "no bruise" in text else "present"
    return [
        _finding(indicator, status if word == "bruise" else "present", Span(*found.span()), pack)
        for word, indicator in SIGNS.items()
        for found in re.finditer(rf"\S*{word}\S*[^.]*", text)
    ]


def _finding(indicator: str, status: Status, span: Span | None, pack: Pack) -> Finding:
    sign = pack.indicators[indicator]
    evidence = (span,) if span else ()
    return Finding(
        indicator=indicator,
        band=sign.band,
        status=status,
        whose="child",
        evidence=evidence,
        cue=None,
        reader="words",
        score=1.0,
        circumstances=frozenset(),
        report_now=sign.report_now,
        domain=sign.domain or "neglect",
    )


def _decision(findings: tuple[Finding, ...]) -> Decision:
    present = [each for each in findings if each.status == "present"]
    if not present:
        return NO_DECISION
    band = max((each.band for each in present), key=lambda each: each.rank)
    return Decision(
        band=band,
        urgent=band is Band.CHILD_PROTECTION or any(each.report_now for each in present),
        runner_up=None,
        rules=(),
        reasons=tuple(present),
        questions=("How old is the child?",),
        uncertain=False,
    )
