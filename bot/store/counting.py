"""From what a turn adds to the trends, to a counter row: only ids that the knowledge knows go through.

Counting never stands in the way of an answer. What cannot be counted now, because the store is away, the disk full or
the file locked, waits in memory and is counted with the next one.
"""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
import threading
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.core.house import House
from bot.core.turn import Count
from knowledge import clock
from knowledge.errors import KnowledgeErrors
from knowledge.schema.authority import Authority
from trends.counters import Channel, CounterRow, Counters, Hours, NotOnlyIds
from trends.keeping import tidy
from trends.periods import iso_week
from trends.policy import load_policy

log = logging.getLogger(__name__)


MOST = 10_000
"""What waits to be counted, at most. Of more than that the oldest are lost."""


class Counting(Protocol):
    """Counts one answered turn. Never raises."""

    def __call__(self, count: Count, house: House, *, channel: Channel, now: dt.datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is still to be counted."""

    row: CounterRow
    hours: Hours | None
    week: str


@dataclass(frozen=True)
class CountInto:
    """Counts into the weekly counters, one after the other within a process."""

    counters: Counters
    waiting: deque[Waiting] = field(default_factory=lambda: deque(maxlen=MOST), repr=False, compare=False)
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def __call__(self, count: Count, house: House, *, channel: Channel, now: dt.datetime) -> None:
        row, hours = counter_row(count, house, channel=channel), hours_of(count, house, now=now)
        self.waiting.append(Waiting(row, hours, iso_week(now)))
        self.catch_up()

    def catch_up(self) -> None:
        """Counts what waits. Never raises: the next time tries again."""
        with self.turn:
            while self.waiting:
                try:
                    self._count(self.waiting[0])
                except (sqlite3.Error, OSError) as error:
                    log.warning("A worry was answered and is not counted yet: %s.", type(error).__name__)
                    return
                self.waiting.popleft()

    def tidy_up(self, *, policy: Path, keep_weeks: int, now: dt.datetime) -> None:
        """Makes months of old weeks, and deletes what is no longer kept. Never raises: the next time tries again."""
        self.catch_up()
        try:
            after = load_policy(policy).weeks_become_months_after
            tidy(self.counters, weeks_become_months_after=after, keep_weeks=keep_weeks, now=now)
        except KnowledgeErrors as error:
            log.error("The counters were not tidied up. %s", error)
        except (sqlite3.Error, OSError) as error:
            log.warning("The counters were not tidied up: %s.", type(error).__name__)

    def _count(self, each: Waiting) -> None:
        try:
            self.counters.count(each.row, hours=each.hours, week=each.week)
        except NotOnlyIds:
            log.warning("A counter row was refused: it holds something that is not an id.")


def count_nothing(count: Count, house: House, *, channel: Channel, now: dt.datetime) -> None:
    """For those who run without trends."""


def counter_row(count: Count, house: House, *, channel: Channel) -> CounterRow:
    """The row. An area rides in the unsigned state of a button, so it counts only where the authority has it."""
    pack = house.knowledge.pack(count.authority)
    areas = {area.id for area in pack.places.areas}
    return CounterRow(
        authority=count.authority,
        channel=channel,
        area=count.area if count.area in areas else "",
        setting_type=count.setting_type or "",
        domain=count.domain or "",
        band=count.band or "",
        flow=count.flow or "",
        outcome=count.outcome or "",
        matched=count.matched,
    )


def hours_of(count: Count, house: House, *, now: dt.datetime) -> Hours | None:
    """Whether a worry came in the authority's office hours. Walks and opinions are not counted by hours."""
    if count.flow or count.outcome:
        return None
    return "in" if _in_office_hours(house.knowledge.pack(count.authority).authority, clock.in_london(now)) else "out"


def _in_office_hours(authority: Authority, moment: dt.datetime) -> bool:
    """Whether the moment lies in the hours that the authority's knowledge takes its offices to be open."""
    day = moment.date()
    openings = clock.openings_on(day, authority.assumed_office_hours)
    return not clock.is_bank_holiday(day) and any(opens <= moment < closes for opens, closes in openings)
