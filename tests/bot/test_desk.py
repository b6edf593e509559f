"""The desk: what every channel shares."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import Kind
from bot.core.turn import Turn
from bot.desk import Desk
from trends.counters import totals_of_closed_weeks

from .conftest import TUESDAY
from .desks import desk_in

PERSON = "slack:T1:U1"


@pytest.fixture
def desk(tmp_path: Path, house: House) -> Desk:
    return desk_in(tmp_path, lambda: house, lambda: TUESDAY)


def test_a_conversation_goes_on_and_later_only_its_place_is_left(desk: Desk) -> None:
    state = Conversation(authority="exshire", near=("neglect.left-alone",)).encode()

    async def conversation() -> tuple[str, str, str]:
        before = await desk.resumed(PERSON)
        await desk.keep(PERSON, state)
        going_on = await desk.resumed(PERSON)
        desk.remembered.remember(f"conversation:{PERSON}", "", keep=desk.kept.conversation)
        return before, going_on, await desk.resumed(PERSON)

    before, going_on, afterwards = anyio.run(conversation)
    assert (before, going_on) == ("", state)
    assert Conversation.decode(afterwards) == Conversation(authority="exshire")


def test_a_turn_is_counted_once_however_often_its_event_arrives(desk: Desk, tmp_path: Path) -> None:
    async def told_twice() -> Kind:
        told = await desk.answer(Turn(typed="always hungry", authority="exshire"), channel="slack")
        await desk.count(told, channel="slack", event="Ev1")
        await desk.count(told, channel="slack", event="Ev1")
        return told.reply.kind

    assert anyio.run(told_twice) in {Kind.LEVEL, Kind.URGENT, Kind.NOTHING_MATCHED}
    later = TUESDAY.replace(month=12)
    assert [each.n for each in totals_of_closed_weeks(tmp_path / "counters.sqlite", now=later)] == [1]


def test_an_event_given_back_may_come_again(desk: Desk) -> None:
    async def deliveries() -> list[bool]:
        first, second = await desk.once("Ev1"), await desk.once("Ev1")
        await desk.forget("Ev1")
        return [first, second, await desk.once("Ev1")]

    assert anyio.run(deliveries) == [True, False, True]
