"""All that was understood of one message: a frozen value that the answer is built from and that nothing keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.schema.indicator import Circumstance
from nlp.findings import Decision, Finding, Reader, Stage, Status, Whose
from nlp.guard import Identifier
from nlp.spelling import Correction

Refused = Literal["identifiers", "empty", "too_long", "unreadable"]

NO_STAGE = Stage(youngest_years=None, oldest=None, evidence=None, words=None, not_mobile=False, unborn=False)
NO_DECISION = Decision(band=None, urgent=False, runner_up=None, rules=(), reasons=(), questions=(), uncertain=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """The least that must be remembered of a finding between two turns: ids, and no word of the message."""

    indicator: str
    status: Status
    whose: Whose
    circumstances: tuple[Circumstance, ...] = ()
    reader: Reader = "words"


@dataclass(frozen=True, slots=True)
class Understanding:
    """One message, understood or refused. Positions are offsets into `text`, which is the text as given."""

    text: str
    refused: Refused | None = None
    identifiers: tuple[Identifier, ...] = ()
    """What stopped the message (`stops`), and what is only warned of."""
    corrections: tuple[Correction, ...] = ()
    findings: tuple[Finding, ...] = ()
    near: tuple[str, ...] = ()
    """Indicators that came near and are not asserted: material for "did you also mean ...?"."""
    stage: Stage = NO_STAGE
    voiced: tuple[float, ...] = ()
    """The learned voice's probabilities for levels 0 to 4; empty when it was not heard."""
    decision: Decision = NO_DECISION

    def heard(self) -> tuple[Heard, ...]:
        """The findings as ids."""
        return tuple(
            Heard(each.indicator, each.status, each.whose, tuple(sorted(each.circumstances)), each.reader)
            for each in self.findings
        )
