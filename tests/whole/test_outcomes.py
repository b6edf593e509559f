"""P3: a number that an outcome names for an emergency is shown at every hour, whoever else answers then."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.core.house import House
from bot.officers.asking import Asking, see
from knowledge.clock import LONDON

BELT = "year 8 boy has belt marks across his back"
NOBODY_ANSWERS = ("walk", "not-answered", "duty-team", "yes")


@pytest.mark.parametrize("hour", [3, 10, 23])
@pytest.mark.parametrize("authority", ["oldham", "oxfordshire", "tameside"])
def test_p3_nobody_answers_and_harm_is_near_shows_999_at_every_hour(house: House, authority: str, hour: int) -> None:
    now = dt.datetime(2026, 11, 24, hour, tzinfo=LONDON)
    seen = see(Asking(worry=BELT, authority=authority, now=now, choices=NOBODY_ANSWERS), house)
    assert {"national.101", "national.999"} <= set(seen.contacts)
