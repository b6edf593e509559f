"""How circumstances and the child's age change what one sign weighs."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from math import floor

from knowledge.schema.common import Band
from knowledge.schema.indicator import Circumstance, Indicator
from nlp.circumstances import circumstances_of_stage
from nlp.findings import Stage


def escalate(indicator: Indicator, circumstances: AbstractSet[Circumstance], stage: Stage) -> Band:
    """The sign's band here: its own, or the highest that one of the circumstances moves it to. Never lower."""
    here = circumstances | circumstances_of_stage(stage)
    reached = [step.to for step in indicator.escalates if step.when in here]
    return max([indicator.band, *reached], key=lambda band: band.rank)


def fits_age(indicator: Indicator, stage: Stage, *, band: Band | None = None) -> bool:
    """Whether the sign means what it says at this age. Significant harm is asserted at any age (P3).

    `band` is the band after escalation, where known. An unknown age fits everything.
    """
    if Band.CHILD_PROTECTION in (indicator.band, band) or stage.youngest_years is None:
        return True
    oldest = stage.oldest if stage.oldest is not None else stage.youngest_years
    return floor(stage.youngest_years) <= indicator.ages.oldest and floor(oldest) >= indicator.ages.youngest
