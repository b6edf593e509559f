"""P3: a number that an outcome names for an emergency is shown at every hour; and who else helps with such a worry."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.core.consultation import answer
from bot.core.house import House
from bot.core.turn import Turn
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


def test_services_for_this_kind_of_worry_stand_below_the_next_step_the_councils_own_first(house: House) -> None:
    now = dt.datetime(2026, 11, 24, 10, tzinfo=LONDON)
    told = "Year 9 girl has started cutting her arms again, low mood for weeks"
    more = answer(Turn(typed=told, authority="bury"), house, now=now).reply.more
    helping = [each for each in more if each.startswith("Can also help: ")]
    assert [each.split(".")[0].split(":")[1].strip() for each in helping] == [
        "Children's mental health services in Bury",
        "NHS 111, option 2",
    ]


def test_a_worry_of_another_kind_names_no_such_service(house: House) -> None:
    now = dt.datetime(2026, 11, 24, 10, tzinfo=LONDON)
    reply = answer(Turn(typed="Year 4 boy, always hungry", authority="bury"), house, now=now).reply
    assert not any("also help" in each for each in reply.more)
