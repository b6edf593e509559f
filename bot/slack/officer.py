"""The officers' part of App Home: which knowledge is in use, what was found wrong, what expires, what is brought.

Pure builders. Of the trends only what was published is shown, in which small numbers are held back; never a counter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.core.house import House
from bot.slack import kit
from bot.slack.kit import Block
from bot.slack.text import escaped, fitted
from knowledge import clock

SOON = dt.timedelta(days=92)
MOST_SHOWN = 10
NO_TRENDS = "No figures were published yet."


def _nothing() -> tuple[str, ...]:
    return ()


def _no_trends(_authority: str) -> tuple[str, ...]:
    return ()


def _never() -> None:
    return None


@dataclass(frozen=True)
class Health:
    """What an officer may ask of the running house: faults of the newest files, when they were read, trends."""

    faults: Callable[[], Sequence[str]] = _nothing
    checked: Callable[[], dt.datetime | None] = _never
    trends: Callable[[str], Sequence[str]] = _no_trends
    """The published headlines of an authority, or of all."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The same as of one moment."""

    faults: tuple[str, ...]
    checked: dt.datetime | None
    trends: tuple[str, ...]


def officer_blocks(house: House, found: Findings, now: dt.datetime) -> list[Block]:
    """The part of App Home that only officers see."""
    return [
        kit.divider(),
        kit.header("For officers"),
        *_knowledge(house, found),
        *_expiring(house, clock.in_london(now).date()),
        *_part("Trends", found.trends or [NO_TRENDS]),
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


def _part(title: str, lines: Iterable[str]) -> list[Block]:
    texts = fitted(lines, escaped, between="\n")
    return [kit.section(text) for text in fitted([f"*{title}*", *texts], str, between="\n")]


def _moment(moment: dt.datetime) -> str:
    moment = clock.in_london(moment)
    return f"{_day(moment.date())}, {moment:%H:%M}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
