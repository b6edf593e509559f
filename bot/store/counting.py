"""From what a turn adds to the trends, to a counter row: only ids that the knowledge knows go through."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.core.house import House
from bot.core.turn import Count
from trends.counters import Channel, CounterRow
from trends.counters import count as count_row


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
            count_row(self.file, counter_row(count, house, channel=channel), now=now)


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
