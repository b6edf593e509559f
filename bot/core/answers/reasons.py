"""The reasons shown: always signs with evidence, in the person's own words (promise P4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core.answers.context import Context
from bot.core.reply import Evidence
from nlp.findings import Finding, Status
from nlp.understanding import Understanding

HEARD_AS: dict[Status, str] = {
    "present": "happening",
    "uncertain": "not certain",
    "negated": "not happening",
    "historical": "in the past",
    "hypothetical": "feared or supposed",
    "other_person": "about somebody else",
}
COUNTED: frozenset[Status] = frozenset({"present", "uncertain", "other_person", "historical"})
"""How a sign may be read and still count towards a level, as nlp/level/rules.yaml has it."""
LONGEST_QUOTE = 140
MOST_SHOWN = 4
MOST_NEAR = 2
NEAREST = "the message as a whole; the nearest published sign"


def routes_of(reasons: Iterable[Finding], context: Context) -> frozenset[str]:
    """The processes of their own that these signs call for."""
    signs = context.pack.indicators
    found = (signs[each.indicator].route for each in reasons if each.indicator in signs)
    return frozenset(route for route in found if route)


def evidence_of(finding: Finding, understood: Understanding, context: Context) -> Evidence:
    """A finding with its quotes, the sign it matches and where that is published."""
    indicator = context.pack.indicators[finding.indicator]
    source = context.pack.sources[indicator.source.ref]
    section = f", {indicator.source.section}" if indicator.source.section else ""
    heard = "" if finding.status == "present" else HEARD_AS[finding.status]
    if finding.whose == "fiction":
        heard = "a story, a lesson or a saying"
    return Evidence(
        indicator=finding.indicator,
        says=indicator.says,
        quotes=quotes(finding, understood.text),
        source=f"{source.title}{section}, {source.dated}",
        heard_as=heard,
    )


def quotes(finding: Finding, text: str) -> tuple[str, ...]:
    """The stretches of the message that led here, each short enough to read at a glance."""
    found = (" ".join(text[span.start : span.end].split()) for span in finding.evidence)
    return tuple(dict.fromkeys(_shortened(each) for each in found if each))[:3]


def why(reasons: Iterable[Finding], understood: Understanding, context: Context) -> tuple[Evidence, ...]:
    """The weightiest reasons; where only the message as a whole was heard, the signs that came nearest to it."""
    shown = tuple(evidence_of(each, understood, context) for each in tuple(reasons)[:MOST_SHOWN])
    return shown or tuple(_nearest(understood, context))


def _nearest(understood: Understanding, context: Context) -> Iterator[Evidence]:
    """Signs that came near, without a quote, since no single words led there."""
    for indicator in understood.near[:MOST_NEAR]:
        sign = context.pack.indicators.get(indicator)
        if sign and sign.band is understood.decision.band:
            yield Evidence(sign.id, sign.says, (), context.pack.sources[sign.source.ref].title, heard_as=NEAREST)


def set_aside(understood: Understanding, context: Context) -> tuple[Evidence, ...]:
    """What was heard as absent, past, feared or about somebody else: shown, never dropped."""
    counted = {finding.indicator for finding in understood.decision.reasons}
    aside = [finding for finding in understood.findings if finding.indicator not in counted]
    known = [finding for finding in aside if finding.indicator in context.pack.indicators]
    return tuple(evidence_of(finding, understood, context) for finding in known)


def _shortened(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1].rsplit(' ', 1)[0]}\u2026"
