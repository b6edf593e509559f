"""Was the answer helpful? What is counted of it: the authority and one of two words, and nothing else."""

from __future__ import annotations

from typing import Literal

from bot.core.house import House
from bot.core.turn import Count
from knowledge.pack import NATIONAL

Opinion = Literal["feedback-helpful", "feedback-not-helpful"]
HELPFUL: Opinion = "feedback-helpful"
NOT_HELPFUL: Opinion = "feedback-not-helpful"


def opinion_count(*, helpful: bool, authority: str, house: House) -> Count:
    """The counter row: an outcome that belongs to no flow. An authority that is not served counts as none chosen."""
    return Count(
        authority=authority if authority in house.served else NATIONAL,
        area=None,
        setting_type=None,
        domain=None,
        band=None,
        flow=None,
        outcome=HELPFUL if helpful else NOT_HELPFUL,
        matched=True,
    )
