"""What the page shows of each authority: its areas and settings to choose from, and its duty numbers at this hour."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.answers.context import DUTY
from bot.core.consultation import context_of
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import ContactLine
from knowledge.pack import NATIONAL

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class AuthorityView:
    """One authority to choose. `areas` are (form value, name) pairs; a value names its authority, since ids repeat."""

    id: str
    name: str
    area_word: str
    find_yours: str
    areas: tuple[tuple[str, str], ...]
    settings: tuple[str, ...]
    lines: tuple[ContactLine, ...]


def authority_views(house: House, now: dt.datetime) -> tuple[AuthorityView, ...]:
    """Every authority that may be chosen, in the order shown."""
    return tuple(_view(each, house, now) for each in house.served)


def emergency_lines(house: House, now: dt.datetime) -> tuple[ContactLine, ...]:
    """999, as national guidance has it."""
    return context_of(Conversation(authority=NATIONAL), house, now).emergency()


def _view(authority: str, house: House, now: dt.datetime) -> AuthorityView:
    context = context_of(Conversation(authority=authority), house, now)
    places = context.pack.places
    return AuthorityView(
        id=authority,
        name=context.pack.authority.name,
        area_word=places.area_word,
        find_yours=places.how_to_find_yours,
        areas=tuple((f"{authority}/{area.id}", area.name) for area in places.areas),
        settings=tuple(setting.name for setting in places.settings[:MOST_LISTED]),
        lines=context.lines(context.offers_of(*DUTY)),
    )
