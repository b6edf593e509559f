"""From what a turn adds to the trends, to a counter row: only ids that the knowledge knows go through."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.core.house import House
from bot.core.turn import Count
from knowledge import clock
from knowledge.errors import KnowledgeErrors
from knowledge.schema.authority import Authority
from trends.counters import Channel, CounterRow, Hours
from trends.counters import count as count_row
from trends.keeping import tidy
from trends.policy import load_policy

log = logging.getLogger(__name__)


class Counting(Protocol):
    """Counts one answered turn. Never raises."""

    def __call__(self, count: Count, house: House, *, channel: Channel, now: dt.datetime) -> None: ...


@dataclass(frozen=True)
class CountInto:
    """Counts into the file of weekly counters, one after the other within a process."""

    file: Path
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def __call__(self, count: Count, house: House, *, channel: Channel, now: dt.datetime) -> None:
        with self.turn:
            row, hours = counter_row(count, house, channel=channel), hours_of(count, house, now=now)
            count_row(self.file, row, hours=hours, now=now)

    def tidy_up(self, *, policy: Path, keep_weeks: int, now: dt.datetime) -> None:
        """Makes months of old weeks, and deletes what is no longer kept. Never raises: the next time tries again."""
        try:
            after = load_policy(policy).weeks_become_months_after
            tidy(self.file, weeks_become_months_after=after, keep_weeks=keep_weeks, now=now)
        except KnowledgeErrors as error:
            log.error("The counters were not tidied up. %s", error)
        except (sqlite3.Error, OSError) as error:
            log.warning("The counters were not tidied up: %s.", type(error).__name__)


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
