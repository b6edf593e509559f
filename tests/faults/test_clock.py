"""A clock that jumps, and the two nights on which clocks change: nobody is kept waiting by a lease from the future."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.slack.door import WINDOW
from bot.store.handled import LEASE
from bot.store.marks import SqliteMarks
from knowledge.clock import LONDON

from .conftest import Books

ALL_IS_WELL = (0, 0, 0)
HOUR = dt.timedelta(hours=1)
AUTUMN = dt.datetime(2026, 10, 25, 0, 0, tzinfo=dt.UTC)
"""British summer time ends an hour later: 01:30 comes twice."""
SPRING = dt.datetime(2027, 3, 28, 0, 0, tzinfo=dt.UTC)
"""British summer time begins an hour later: 01:30 does not come at all."""


def iso_week(moment: dt.datetime) -> str:
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02}"


def jumps(books: Books, by: dt.timedelta) -> None:
    books.slack.now[0] += by


@pytest.mark.parametrize("by", [-26 * HOUR, -HOUR, -dt.timedelta(seconds=40), HOUR, 23 * HOUR], ids=str)
def test_what_was_answered_before_a_jump_is_not_answered_again(books: Books, by: dt.timedelta) -> None:
    books.says()
    jumps(books, by)
    assert books.again(books.sent[0]) == 200
    assert books.says() == 200
    assert books.balance() == ALL_IS_WELL


@pytest.mark.parametrize("by", [-26 * HOUR, -HOUR], ids=str)
def test_an_event_begun_before_the_clock_was_put_back_is_free_when_its_lease_would_be_over(
    books: Books, by: dt.timedelta
) -> None:
    """Its process died; the clock was wrong and was put right. Nobody waits for the hour to come round again."""
    assert books.slack.desk.handled.begin("Ev77.7") == "new"
    jumps(books, by)
    books.sent.append("77.7")
    books.waiting["77.7"] = "always hungry"
    books.again("77.7")
    jumps(books, LEASE + dt.timedelta(seconds=1))
    books.redelivers()
    assert books.balance() == ALL_IS_WELL


def test_a_lease_holds_until_it_is_over_also_when_the_clock_goes_back_a_little(books: Books) -> None:
    """A clock that is put right by a second or two must not make two processes answer."""
    assert books.slack.desk.handled.begin("Ev1") == "new"
    jumps(books, -dt.timedelta(seconds=2))
    assert books.slack.desk.handled.begin("Ev1") == "busy"


@pytest.mark.parametrize("off", [-WINDOW - 60, WINDOW + 60])
def test_while_our_clock_is_wrong_slack_is_told_so_and_everything_comes_again(books: Books, off: int) -> None:
    """A request from another time may be a replay: nothing is read, nothing acknowledged, and the metric says why."""
    slack, right = books.slack, books.slack.now[0]
    stamp = str(int(right.timestamp()))
    slack.now[0] = right + dt.timedelta(seconds=off)
    assert slack.post(b"{}", kind="application/json", time=stamp).status_code == 401
    assert b'why="too_old"' in slack.desk.metrics.page()
    slack.now[0] = right
    assert books.says() == 200


@pytest.mark.parametrize("night", [AUTUMN, SPRING], ids=["an hour comes twice", "an hour is missing"])
def test_through_a_night_on_which_clocks_change_every_quarter_of_an_hour_is_answered_once(
    books: Books, night: dt.datetime
) -> None:
    for quarter in range(16):
        books.slack.now[0] = (night + quarter * HOUR / 4).astimezone(LONDON)
        assert books.says() == 200
        assert books.again(books.sent[-1]) == 200
    books.slack.now[0] = (night + 12 * HOUR).astimezone(LONDON)
    books.again(books.sent[0])
    assert books.balance() == ALL_IS_WELL
    shown = [call.shown for call in books.slack.api.answers]
    assert all("999" in each for each in shown)


@pytest.mark.parametrize("night", [AUTUMN, SPRING], ids=["an hour comes twice", "an hour is missing"])
def test_a_lease_lasts_as_long_as_ever_on_those_nights(books: Books, night: dt.datetime) -> None:
    change = night + HOUR
    books.slack.now[0] = (change - dt.timedelta(seconds=10)).astimezone(LONDON)
    assert books.slack.desk.handled.begin("Ev9") == "new"
    books.slack.now[0] = (change + dt.timedelta(seconds=10)).astimezone(LONDON)
    assert books.slack.desk.handled.begin("Ev9") == "busy"
    books.slack.now[0] = (change + LEASE).astimezone(LONDON)
    assert books.slack.desk.handled.begin("Ev9") == "new"


@pytest.mark.parametrize("night", [AUTUMN, SPRING], ids=["an hour comes twice", "an hour is missing"])
def test_the_weeks_of_the_counters_meet_at_midnight_in_london_and_count_everybody_once(
    books: Books, night: dt.datetime
) -> None:
    """Both nights are the one before a Monday: the week must not end an hour early or late."""
    midnight = (night.astimezone(LONDON) + dt.timedelta(days=1)).replace(hour=0, minute=0)
    for moment in (midnight - dt.timedelta(minutes=1), midnight + dt.timedelta(minutes=1)):
        books.slack.now[0] = moment
        books.says()
    before, after = (iso_week(midnight + dt.timedelta(minutes=minutes)) for minutes in (-1, 1))
    assert [(each.week, each.n) for each in books.slack.counted(now=midnight + dt.timedelta(weeks=3))] == [
        (before, 1),
        (after, 1),
    ]


def test_a_limit_a_minute_does_not_last_for_a_day_after_the_clock_was_put_back(books: Books) -> None:
    marks = SqliteMarks(books.slack.folder / "store.sqlite", clock=lambda: books.slack.now[0], secret=b"s")
    minute = dt.timedelta(minutes=1)
    assert [marks.add("typed", "a", window=minute) for _ in range(3)] == [1, 2, 3]
    jumps(books, -24 * HOUR)
    assert marks.add("typed", "a", window=minute) == 1
