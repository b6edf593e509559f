"""The officers' part of App Home: which knowledge is in use, what was found wrong, what expires, what is brought.

Pure builders. Of the weekly counters only one closed month is shown, with small numbers hidden and the others rounded:
nobody can be found behind "fewer than 10".
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.core.house import House
from bot.slack import kit
from bot.slack.kit import Block
from bot.slack.text import escaped, fitted
from knowledge import clock
from knowledge.schema.common import Band
from trends.counters import WeekTotal

SOON = dt.timedelta(days=92)
MOST_SHOWN = 10
FEWEST = 10
ROUNDED_TO = 5
BANDS = {
    Band.UNIVERSAL: "Universal",
    Band.EARLY_HELP: "Early help",
    Band.CHILD_IN_NEED: "Child in need",
    Band.CHILD_PROTECTION: "Child protection",
}


def _nothing() -> tuple[str, ...]:
    return ()


def _no_weeks() -> tuple[WeekTotal, ...]:
    return ()


def _never() -> None:
    return None


@dataclass(frozen=True)
class Health:
    """What an officer may ask of the running house: faults of the newest files, when they were read, closed weeks."""

    faults: Callable[[], Sequence[str]] = _nothing
    checked: Callable[[], dt.datetime | None] = _never
    weeks: Callable[[], Sequence[WeekTotal]] = _no_weeks


@dataclass(frozen=True, slots=True)
class Findings:
    """The same as of one moment."""

    faults: tuple[str, ...]
    checked: dt.datetime | None
    weeks: tuple[WeekTotal, ...]


def officer_blocks(house: House, found: Findings, now: dt.datetime) -> list[Block]:
    """The part of App Home that only officers see."""
    return [
        kit.divider(),
        kit.header("For officers"),
        *_knowledge(house, found),
        *_expiring(house, clock.in_london(now).date()),
        *_month(found.weeks, now),
    ]


def _knowledge(house: House, found: Findings) -> list[Block]:
    knowledge = house.knowledge
    version = f"Version {knowledge.version} is in use."
    when = f"Last check: {_moment(found.checked)}. " if found.checked else ""
    if not found.faults:
        return _part("Knowledge", [version, f"{when}The files are sound."])
    shown = [f"\u2022 {fault}" for fault in found.faults[:MOST_SHOWN]]
    said = f"{when}The newest files are not in use: {len(found.faults)} to put right."
    return _part("Knowledge", [version, said, *shown, *_and_more(found.faults)])


def _expiring(house: House, today: dt.date) -> list[Block]:
    """Contacts to confirm, the most overdue first."""
    due = sorted(
        (contact.review_by, pack.authority.name, contact.name)
        for authority in house.served
        for pack in [house.knowledge.packs[authority]]
        for contact in pack.contacts
        if contact.review_by <= today + SOON
    )
    if not due:
        return _part("Contacts to confirm", ["None in the next three months."])
    lines = [f"\u2022 {_due(day, today)}: {authority}, {name}" for day, authority, name in due[:MOST_SHOWN]]
    return _part("Contacts to confirm", [*lines, *_and_more(due)])


def _due(day: dt.date, today: dt.date) -> str:
    return f"by {_day(day)}" if day >= today else f"overdue since {_day(day)}"


def _and_more(found: Sequence[object]) -> list[str]:
    return [f"And {len(found) - MOST_SHOWN} more: earlyhelp check"] if len(found) > MOST_SHOWN else []


def _month(weeks: Iterable[WeekTotal], now: dt.datetime) -> list[Block]:
    """The last closed month: how many worries, of which level, and how often nothing matched."""
    month = last_closed_month(clock.in_london(now).date())
    worries = [each for each in weeks if not each.row.outcome and _month_of(each.week) == month]
    by_band = Counter[str]()
    for each in worries:
        by_band[each.row.band] += each.n
    lines = [f"\u2022 {says}: {disclosed(by_band[str(band)])}" for band, says in BANDS.items()]
    total = f"Worries brought: {disclosed(by_band.total())}"
    nothing = f"\u2022 No published sign matched: {disclosed(by_band[''])}"
    return _part(f"Trends: {month:%B %Y}", [total, *lines, nothing, "Small numbers are hidden, others rounded to 5."])


def last_closed_month(today: dt.date) -> dt.date:
    """The first day of the last month of which every week is closed. A week belongs to the month of its Thursday."""
    monday = today - dt.timedelta(days=today.weekday())
    last_thursday = monday - dt.timedelta(days=4)
    following = (last_thursday + dt.timedelta(days=7)).month
    first = last_thursday.replace(day=1)
    return first if following != last_thursday.month else (first - dt.timedelta(days=1)).replace(day=1)


def _month_of(week: str) -> dt.date:
    year, _, number = week.partition("-W")
    return dt.date.fromisocalendar(int(year), int(number), 4).replace(day=1)


def disclosed(n: int) -> str:
    """A count as it may be shown."""
    return f"fewer than {FEWEST}" if n < FEWEST else f"about {ROUNDED_TO * round(n / ROUNDED_TO)}"


def _part(title: str, lines: Iterable[str]) -> list[Block]:
    texts = fitted(lines, escaped, between="\n")
    return [kit.section(text) for text in fitted([f"*{title}*", *texts], str, between="\n")]


def _moment(moment: dt.datetime) -> str:
    moment = clock.in_london(moment)
    return f"{_day(moment.date())}, {moment:%H:%M}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
