"""The result line of `ask --json` and `--jsonl`: a contract with other programs (DESIGN section 9)."""

from __future__ import annotations

from typing import Any

from bot.core.answers.level import agencies
from bot.core.choices import flow_for
from bot.core.house import House
from bot.core.turn import Answered
from knowledge.pack import Pack
from nlp.findings import Finding
from nlp.understanding import Understanding

REFUSALS = {"identifiers": "identifiers", "empty": "empty", "too_long": "too_long", "unreadable": None}


def result(line_id: str | None, answered: Answered, pack: Pack, house: House, milliseconds: float) -> dict[str, Any]:
    """One message's result. Evidence and identifiers are character offsets into the text as given."""
    understood = answered.understanding or Understanding("")
    decision = understood.decision
    reply = answered.reply
    return {
        "id": line_id,
        "refused": REFUSALS[understood.refused] if understood.refused else None,
        "band": str(decision.band) if decision.band else "none",
        "level": _level(understood, pack),
        "urgent": decision.urgent,
        "runner_up": str(decision.runner_up) if decision.runner_up else None,
        "indicators": [_indicator(finding) for finding in understood.findings],
        "identifiers": [{"type": i.type, "start": i.start, "end": i.end} for i in understood.identifiers if i.stops],
        "contacts": [line.id for line in (*reply.ring_now, *reply.contacts)],
        "flow": flow_for(decision.reasons, pack, house),
        "questions": _questions(answered),
        "version": house.knowledge.version,
        "ms": round(milliseconds, 1),
    }


def _level(understood: Understanding, pack: Pack) -> dict[str, str] | None:
    decision = understood.decision
    if decision.band is None:
        return None
    level, _ = pack.level_for(decision.band, agencies(decision.reasons))
    return {"id": level.id, "name": pack.heading(level)}


def _indicator(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.indicator,
        "band": str(finding.band),
        "status": finding.status,
        "whose": finding.whose,
        "evidence": [[span.start, span.end] for span in finding.evidence],
    }


def _questions(answered: Answered) -> list[str]:
    asked = [answered.reply.question.asks] if answered.reply.question else []
    understood = answered.understanding
    return [*asked, *(understood.decision.questions if understood else ())]
