"""From findings to a band: every rule of rules.yaml that holds fires, and the highest band wins.

Pure: the same findings, stage and voice always give the same decision. The decision carries its reasons in order of
weight, the band beside it, and at most two questions whose answers would move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.schema.common import Band
from nlp.findings import INFERRED, Decision, Finding, Stage, Status
from nlp.level.rules import LevelRule, LevelRules, When, level_rules

Voice = tuple[float, ...]
MOST_QUESTIONS = 2
BANDS = list(Band)
LEAST_FOR_HARM = Band.EARLY_HELP
"""However much the voice doubts it, a sign of significant harm is never answered as universal."""


@dataclass(frozen=True, slots=True)
class _Fired:
    """A rule that held, with the findings it held for."""

    rule: LevelRule
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Asking:
    """Where questions come from: the indicators' own, the table's general ones, and the child's age if unknown."""

    own: Mapping[str, str]
    table: LevelRules
    stage: Stage

    def general(self, band: Band | None) -> tuple[str, ...]:
        unknown = self.stage.youngest_years is None and not self.stage.unborn
        asked = self.table.questions.get(band or Band.CHILD_PROTECTION, ())
        return (self.table.age_question, *asked) if unknown and asked else asked


def decide(
    findings: Sequence[Finding],
    *,
    stage: Stage,
    voiced: Voice | None = None,
    asks: Mapping[str, str],
    rules: LevelRules | None = None,
) -> Decision:
    """The band that the findings come closest to.

    `voiced` are the probabilities of levels 0 to 4 from the learned voice, if there is one; `asks` the question of
    each indicator that has one, by id. `rules` are those of rules.yaml unless given.
    """
    table = rules or level_rules()
    counted = [_weighed(finding, voiced, table) for finding in findings if finding.whose not in table.never_counts]
    fired = [match for rule in table.rules if (match := _fires(rule, [f for f in counted if f], voiced))]
    if not fired:
        return Decision(None, False, None, (), (), (), False)
    return _decision(fired, findings, _Asking(asks, table, stage))


def _decision(fired: list[_Fired], findings: Sequence[Finding], asking: _Asking) -> Decision:
    ordered = sorted(fired, key=lambda match: -_rank(match.rule.band))
    band = ordered[0].rule.band
    reasons = _reasons(ordered, findings)
    higher = [finding.band for finding in reasons if finding.band.rank > _rank(band)]
    uncertain = bool(higher) or _is_uncertain(ordered)
    return Decision(
        band=band,
        urgent=any(match.rule.urgent for match in fired),
        runner_up=max(higher, key=_rank) if higher else _runner_up(ordered),
        rules=tuple(match.rule.id for match in ordered),
        reasons=reasons,
        questions=_questions(band, reasons, asking, settled=band is Band.CHILD_PROTECTION and not uncertain),
        uncertain=uncertain,
    )


def _weighed(finding: Finding, voiced: Voice | None, table: LevelRules) -> Finding | None:
    """A sign read by meaning alone counts at most at the band the voice allows; words and told signs stand as read."""
    if finding.reader not in INFERRED or voiced is None:
        return finding
    allowed = [band for band in BANDS if not _doubted(band, voiced, table)]
    if finding.band is Band.CHILD_PROTECTION:
        allowed.append(LEAST_FOR_HARM)
    if not allowed:
        return None
    highest = max(allowed, key=lambda band: band.rank)
    if finding.band.rank <= highest.rank:
        return finding
    status: Status = "uncertain" if finding.status == "present" else finding.status
    return replace(finding, band=highest, status=status, report_now=False)


def _doubted(band: Band, voiced: Voice, table: LevelRules) -> bool:
    return 100 * sum(voiced[band.rank + 1 :]) < table.doubted_below


def _fires(rule: LevelRule, findings: Iterable[Finding], voiced: Voice | None) -> _Fired | None:
    if rule.when.voice is not None:
        wanted = rule.when.voice
        heard = voiced is not None and 100 * sum(voiced[wanted.level :]) >= wanted.percent
        return _Fired(rule, ()) if heard else None
    group = tuple(finding for finding in findings if _counts(finding, rule.when))
    many = len({finding.indicator for finding in group}) >= rule.when.count
    wide = len({finding.domain for finding in group}) >= rule.when.domains
    lasting = not rule.when.circumstances or any(f.circumstances & rule.when.circumstances for f in group)
    return _Fired(rule, group) if group and many and wide and lasting else None


def _counts(finding: Finding, when: When) -> bool:
    status = "present" if finding.status == "other_person" else finding.status
    return (
        (not when.status or status in when.status)
        and (when.band is None or finding.band is when.band)
        and (when.at_least_band is None or finding.band.rank >= when.at_least_band.rank)
        and (finding.report_now or not when.report_now)
    )


def _rank(band: Band | None) -> int:
    return -1 if band is None else band.rank


def _runner_up(ordered: list[_Fired]) -> Band | None:
    """The deciding rules' own runner-up, the most serious first; else the next lower band that fired."""
    top = ordered[0].rule.band
    named = [
        match.rule.runner_up for match in ordered if match.rule.band is top or _rank(match.rule.runner_up) > _rank(top)
    ]
    beside = [band for band in named if band is not None and band is not top]
    if beside:
        return max(beside, key=lambda band: band.rank)
    lower = [match.rule.band for match in ordered if match.rule.band is not None and match.rule.band is not top]
    return lower[0] if lower else None


def _is_uncertain(ordered: list[_Fired]) -> bool:
    """No rule of the deciding band stands without doubt, on a finding that was read as present."""
    deciding = [match for match in ordered if match.rule.band is ordered[0].rule.band]
    return not any(not match.rule.uncertain and _has_a_plain_finding(match) for match in deciding)


def _has_a_plain_finding(match: _Fired) -> bool:
    return any(finding.status in ("present", "other_person", "historical") for finding in match.findings)


def _reasons(ordered: list[_Fired], findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, as they were given, that any fired rule stands on."""
    used = {(finding.indicator, finding.evidence) for match in ordered for finding in match.findings}
    standing = [finding for finding in findings if (finding.indicator, finding.evidence) in used]
    return tuple(sorted(standing, key=_weight))


def _weight(finding: Finding) -> tuple[bool, int, bool, bool, float]:
    """Sorts hard stops first, then by band, then what is present, then what was read by words, then by score."""
    happening = finding.status in ("present", "other_person")
    return (not finding.report_now, -finding.band.rank, not happening, finding.reader in INFERRED, -finding.score)


def _questions(band: Band | None, reasons: Sequence[Finding], asking: _Asking, *, settled: bool) -> tuple[str, ...]:
    """Doubtful and past signs are asked about first; nothing is asked where no answer would move the band."""
    if settled:
        return ()
    doubtful_first = sorted(reasons, key=lambda finding: finding.status in ("present", "other_person"))
    own = [asking.own[finding.indicator] for finding in doubtful_first if finding.indicator in asking.own]
    return tuple(dict.fromkeys([*own, *asking.general(band)]))[:MOST_QUESTIONS]
