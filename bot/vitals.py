"""How the house is, as a look at it finds: what metrics and the readiness check tell an operator. No words of anybody.

A look is taken at the start and every few seconds by a thread of the process (`bot.web.health`), never by a probe: a
probe that asked the store and the platforms would be a way to keep them busy, and would be slow when they are.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.house import House
from knowledge.schema.contact import Contact

SOON = dt.timedelta(days=31)
"""A contact whose date to be confirmed is so near is shown as expiring: time for a letter and its answer."""
VERSION = re.compile(r"(\d{4})\.(\d{2})\.(\d{2})-(\d{1,3})(?:\+[0-9a-f]{4,16})?")


@dataclass(frozen=True, slots=True)
class Vitals:
    """What one look found. Times are seconds since 1970; a release is a number that grows from one to the next."""

    looked: float = 0.0
    ready: bool = False
    store: bool = False
    self_test: bool = False
    sound: bool = True
    version: str = ""
    release: int = 0
    published: float = 0.0
    expired: int = 0
    expiring: int = 0
    confirmed: int = 0


NOTHING_SEEN = Vitals()


def release_number(version: str) -> int:
    """ "2026.11.24-2" as 20261124002; 0 for what is no version."""
    found = VERSION.fullmatch(version)
    return int("".join(found.groups()[:3])) * 1000 + int(found[4]) if found else 0


def published_at(version: str) -> float:
    """The day of a release, in seconds since 1970; 0 for what is no version."""
    found = VERSION.fullmatch(version)
    if not found:
        return 0.0
    try:
        return dt.datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=dt.UTC).timestamp()
    except ValueError:
        return 0.0


def contacts_by_state(house: House, today: dt.date) -> tuple[int, int, int]:
    """How many contacts have their date to be confirmed behind them, within a month, and later."""
    days = {contact.id: contact.review_by for contact in _served(house)}.values()
    expired = sum(day < today for day in days)
    expiring = sum(today <= day <= today + SOON for day in days)
    return expired, expiring, len(days) - expired - expiring


def _served(house: House) -> Iterable[Contact]:
    """The contacts of everybody served, national ones among them."""
    return (contact for authority in house.served for contact in house.knowledge.packs[authority].contacts)
