"""The desk: what every channel shares."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import Kind
from bot.core.safely import WhyNot, needs_reading, unread_safely
from bot.core.turn import Turn
from bot.desk import MOST_A_MINUTE, Desk
from bot.pace import BUSY, Pace, Unread
from bot.store.marks import SqliteMarks
from trends.counters import CountersFile, totals_of_closed_weeks

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
    assert [each.n for each in totals_of_closed_weeks(CountersFile(tmp_path / "counters.sqlite"), now=later)] == [1]


def test_an_event_given_back_may_come_again(desk: Desk) -> None:
    async def deliveries() -> list[bool]:
        first, second = await desk.once("Ev1"), await desk.once("Ev1")
        await desk.forget("Ev1")
        return [first, second, await desk.once("Ev1")]

    assert anyio.run(deliveries) == [True, False, True]


def test_an_event_that_is_begun_is_answered_by_one_and_done_when_finished(desk: Desk) -> None:
    async def deliveries() -> list[str]:
        first, meanwhile = await desk.begin("Ev1"), await desk.begin("Ev1")
        await desk.finish("Ev1")
        return [first, meanwhile, await desk.begin("Ev1")]

    assert anyio.run(deliveries) == ["new", "busy", "done"]


def test_an_event_that_was_begun_and_given_back_is_new_again(desk: Desk) -> None:
    async def deliveries() -> list[str]:
        first = await desk.begin("Ev1")
        await desk.forget("Ev1")
        return [first, await desk.begin("Ev1")]

    assert anyio.run(deliveries) == ["new", "new"]


def test_each_thread_has_its_conversation_and_all_share_the_place(desk: Desk) -> None:
    one = Conversation(authority="exshire", near=("neglect.left-alone",)).encode()
    two = Conversation(authority="exshire", told=(("safe", "no"),)).encode()

    async def resumed() -> list[str]:
        await desk.keep(PERSON, one, "thread one")
        await desk.keep(PERSON, two, "thread two")
        threads = ("thread one", "thread two", "", "a new thread")
        return [await desk.resumed(PERSON, each) for each in threads]

    *threads, anew = anyio.run(resumed)
    assert threads == [one, two, two]
    assert Conversation.decode(anew) == Conversation(authority="exshire")


def test_a_place_chosen_outside_a_conversation_ends_the_last_one(desk: Desk) -> None:
    async def settled() -> tuple[str, str]:
        await desk.keep(PERSON, Conversation(near=("neglect.left-alone",)).encode())
        await desk.settle(PERSON, Conversation(authority="exshire", near=("neglect.left-alone",)))
        return await desk.resumed(PERSON), await desk.place_of(PERSON)

    resumed, place = anyio.run(settled)
    assert resumed == place
    assert Conversation.decode(place) == Conversation(authority="exshire")


def test_an_opinion_is_counted_once_with_the_council_and_one_of_two_words(desk: Desk, tmp_path: Path) -> None:
    async def pressed_twice() -> None:
        for authority in ("exshire", "exshire", "Mill Lane 4"):
            await desk.opinion(helpful=True, authority=authority, channel="slack", event=f"opinion:{authority}")

    anyio.run(pressed_twice)
    found = totals_of_closed_weeks(CountersFile(tmp_path / "counters.sqlite"), now=TUESDAY.replace(month=12))
    rows = {(each.row.authority, each.row.outcome, each.row.flow, each.n) for each in found}
    assert rows == {("exshire", "feedback-helpful", "", 1), ("national", "feedback-helpful", "", 1)}


class Full(Pace):
    """A queue that nobody can join."""

    async def read(self, work: object, *, asker: str = "") -> Unread:
        return BUSY


@pytest.mark.parametrize("why", ["busy", "too_often", "too_slow"])
def test_p3_p6_who_is_not_read_gets_999_and_the_duty_number_before_all_else(house: House, why: WhyNot) -> None:
    reply = unread_safely(Turn(typed="he is hurting her", authority="exshire"), house, now=TUESDAY, why=why).reply
    assert "999" in reply.headline.split(".")[0]
    assert reply.ring_now[0].tel == "999"
    assert len(reply.ring_now) > 1
    assert all("hurting" not in part for part in (reply.headline, *reply.paragraphs, reply.state))


def test_p6_who_is_not_read_is_answered_even_with_a_state_that_breaks_everything(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.safely.at_place", lambda *_: 1 / 0)
    turn = Turn(typed="always hungry", authority="exshire")
    assert needs_reading(turn, house, now=TUESDAY)
    assert unread_safely(turn, house, now=TUESDAY, why="busy").reply.ring_now


def test_a_busy_desk_answers_at_once_and_counts_it(desk: Desk) -> None:
    busy = replace(desk, pace=Full())
    told = anyio.run(lambda: busy.answer(Turn(typed="always hungry", authority="exshire"), channel="slack"))
    assert told.reply.kind is Kind.BUSY
    assert told.answered.count is None
    assert b'earlyhelp_answers_total{channel="slack",kind="busy"} 1.0' in busy.metrics.page()


@pytest.mark.parametrize("turn", [Turn(choice="calls"), Turn(typed="call list"), Turn(typed="999"), Turn(typed="2")])
def test_a_press_also_a_typed_one_is_answered_while_no_message_can_be_read(desk: Desk, turn: Turn) -> None:
    state = Conversation(authority="exshire", offered=("walk", "calls")).encode()
    told = anyio.run(lambda: replace(desk, pace=Full()).answer(replace(turn, state=state), channel="slack"))
    assert told.reply.kind in {Kind.CALLS, Kind.URGENT}


def test_a_conversation_goes_on_after_a_message_that_was_not_read(desk: Desk) -> None:
    before = Conversation(authority="exshire", told=(("safe", "no"),))
    told = anyio.run(
        lambda: replace(desk, pace=Full()).answer(Turn(typed="hungry", state=before.encode()), channel="slack")
    )
    assert Conversation.decode(told.reply.state).told == before.told


def test_who_sends_more_than_anybody_types_is_told_so_with_the_numbers_and_others_are_read(
    desk: Desk, tmp_path: Path
) -> None:
    marks = SqliteMarks(tmp_path / "store.sqlite", lambda: TUESDAY, b"only for tests")
    limited = replace(desk, marks=marks)

    async def asked(person: str, times: int) -> list[Kind]:
        turn = Turn(typed="always hungry", authority="exshire")
        return [(await limited.answer(turn, channel="slack", person=person)).reply.kind for _ in range(times)]

    kinds = anyio.run(asked, PERSON, MOST_A_MINUTE + 2)
    assert [kind is Kind.TOO_OFTEN for kind in kinds] == [False] * MOST_A_MINUTE + [True, True]
    assert anyio.run(asked, "slack:T1:U2", 1) != [Kind.TOO_OFTEN]


def test_p6_a_table_that_does_not_count_holds_nobody_up(desk: Desk, tmp_path: Path) -> None:
    broken = SqliteMarks(tmp_path, lambda: TUESDAY, b"only for tests")
    turn = Turn(typed="always hungry", authority="exshire")
    told = anyio.run(lambda: replace(desk, marks=broken).answer(turn, channel="slack", person=PERSON))
    assert told.reply.kind is not Kind.TOO_OFTEN
