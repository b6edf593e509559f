"""The handled-once table: once means once, for all processes, on either store."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.store.handled import LEASE
from tests.bot.store.conftest import NOON, Kept

A_SECOND = dt.timedelta(seconds=1)


def test_the_first_to_ask_about_an_event_is_told_to_handle_it(kept: Kept) -> None:
    handled = kept.handled()

    assert [handled.once("Ev1"), handled.once("Ev1"), handled.once("Ev2")] == [True, False, True]


def test_another_process_sees_the_same_table(kept: Kept) -> None:
    kept.handled().once("Ev1")

    assert not kept.handled().once("Ev1")


def test_of_many_who_ask_at_once_one_is_told_to_handle_it(kept: Kept) -> None:
    handled = kept.handled()
    handled.once("warm")
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda _: handled.once("Ev1"), range(16)))

    assert told.count(True) == 1


def test_an_event_that_could_not_be_answered_may_come_again(kept: Kept) -> None:
    handled = kept.handled()
    handled.once("Ev1")
    handled.forget("Ev1")
    handled.forget("never heard of")

    assert handled.once("Ev1")


def test_an_event_is_forgotten_after_a_day(kept: Kept) -> None:
    kept.handled().once("Ev1")

    assert not kept.handled(NOON + dt.timedelta(hours=23)).once("Ev1")
    assert kept.handled(NOON + dt.timedelta(hours=26)).once("Ev1")
    assert not kept.handled(NOON + dt.timedelta(hours=27)).once("Ev1")


def test_what_is_forgotten_is_deleted_when_the_next_event_comes(kept: Kept) -> None:
    for event in ("Ev1", "Ev2", "Ev3"):
        kept.handled().once(event)
    kept.handled(NOON + dt.timedelta(hours=26)).once("Ev4")

    assert len(kept.rows("handled")) == 1


@pytest.mark.parametrize("done", [True, False], ids=["answered", "never answered"])
def test_what_is_too_old_is_deleted_while_nobody_asks(kept: Kept, done: bool) -> None:
    handled = kept.handled()
    handled.begin("Ev1")
    if done:
        handled.finish("Ev1")
    kept.handled().forget_old(NOON + dt.timedelta(hours=26))

    assert kept.rows("handled") == []


def test_a_machine_whose_clock_is_fast_does_not_end_what_another_is_answering(kept: Kept) -> None:
    kept.handled().begin("Ev1")
    kept.handled().forget_old(NOON + dt.timedelta(minutes=2))

    assert kept.handled().begin("Ev1") == "busy"


def test_p8_the_table_holds_a_fingerprint_and_an_hour_only(kept: Kept) -> None:
    handled = kept.handled(NOON.replace(minute=41, second=17))
    handled.once("a name typed as an event")

    assert handled.reachable()
    ((event, forget_after, *_),) = kept.rows("handled")
    assert len(event) == 64
    assert forget_after == "2026-11-25T12"
    assert "name" not in str(kept.rows("handled"))


def test_an_event_is_begun_by_one_and_busy_for_the_others_until_it_is_done(kept: Kept) -> None:
    first, second = kept.handled(), kept.handled()

    assert [first.begin("Ev1"), second.begin("Ev1")] == ["new", "busy"]
    first.finish("Ev1")
    assert [first.begin("Ev1"), second.begin("Ev1")] == ["done", "done"]


def test_an_event_whose_answer_could_not_be_delivered_is_given_back(kept: Kept) -> None:
    first, second = kept.handled(), kept.handled()
    first.begin("Ev1")
    first.forget("Ev1")

    assert second.begin("Ev1") == "new"


def test_an_event_whose_holder_died_is_free_again_after_a_while(kept: Kept) -> None:
    told = [kept.handled(NOON + later).begin("Ev1") for later in (dt.timedelta(), LEASE, LEASE + A_SECOND)]

    assert told == ["new", "busy", "new"]


def test_an_event_that_was_finished_stays_so(kept: Kept) -> None:
    handled = kept.handled()
    handled.begin("Ev1")
    handled.finish("Ev1")

    assert kept.handled(NOON + 2 * LEASE).begin("Ev1") == "done"
    assert not handled.once("Ev1")


def test_an_event_may_be_finished_by_one_who_never_began_it(kept: Kept) -> None:
    kept.handled().finish("Ev1")

    assert kept.handled().begin("Ev1") == "done"


def test_a_redelivery_a_day_later_is_an_event_of_its_own(kept: Kept) -> None:
    handled = kept.handled()
    handled.begin("Ev1")
    handled.finish("Ev1")
    later = kept.handled(NOON + dt.timedelta(hours=26))
    later.forget_old(NOON + dt.timedelta(hours=26))

    assert later.begin("Ev1") == "new"


def test_of_many_who_begin_at_once_one_is_told_to_answer(kept: Kept) -> None:
    handled = kept.handled()
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda _: handled.begin("Ev1"), range(24)))

    assert sorted(set(told)) == ["busy", "new"]
    assert told.count("new") == 1


def test_only_an_event_being_answered_has_a_time_to_the_second(kept: Kept) -> None:
    handled = kept.handled(NOON.replace(minute=17, second=23))
    handled.begin("Ev1")
    handled.finish("Ev1")

    ((_, *times),) = kept.rows("handled")
    assert [time for time in times if time] == ["2026-11-25T12"]


@pytest.mark.parametrize("event", ["", "\x00", "\udcff", "Ev" * 5000, "'; drop table handled"], ids=ascii)
def test_p6_no_event_id_is_an_error(kept: Kept, event: str) -> None:
    handled = kept.handled()

    assert [handled.once(event), handled.once(event)] == [True, False]
