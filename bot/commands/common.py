"""What several commands share: the options that say where and when, and the house they answer from."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import click

from bot.assemble import assemble
from bot.commands.places import settings, tree
from bot.core.house import House
from bot.desk import Desk, Keep
from bot.metrics import Metrics
from bot.settings import Settings
from bot.store.forgetting import forget_from_now_on
from bot.store.noting import NoteInto
from bot.store.stores import Stores, open_stores
from bot.store.stores import notes_of as notes_kept
from knowledge import clock
from knowledge.directory import Place
from knowledge.errors import UnknownName
from knowledge.pack import NATIONAL, Pack
from knowledge.settings import Found, find_area, find_setting
from trends.missing_kinds import kinds

Command = TypeVar("Command", bound=Callable[..., Any])


def where_and_when(command: Command) -> Command:
    """Adds --authority, --at, --school and --area."""
    for option in (
        click.option("--area", metavar="P", help="The area or town."),
        click.option("--school", metavar="S", help="The school or other setting."),
        click.option("--at", metavar="TIME", help="Answer as of this time (ISO 8601, London's clock). Default: now."),
        click.option("--authority", metavar="A", help="Whose levels and numbers. Default: app.yaml's, or national."),
    ):
        command = option(command)
    return command


def house(*, draft: bool = False) -> House:
    """The house of this folder's settings, as people are answered from it; or the draft's."""
    return assemble(settings().authorities, tree(draft=draft))


def from_draft(command: Command) -> Command:
    """Adds --draft."""
    return click.option("--draft", is_flag=True, help="Answer from the draft, not from what is published.")(command)


def stores_of(settings: Settings) -> Stores:
    """What outlives a turn, as app.yaml says. Close it in the end. Raises NotConfigured or KnowledgeErrors."""
    return open_stores(settings, os.environ, clock=clock.now)


def desk_of(settings: Settings, current: Callable[[], House], stores: Stores) -> Desk:
    """The desk that channels bring their turns to."""
    store = settings.store
    return Desk(
        current=current,
        clock=clock.now,
        handled=stores.handled,
        remembered=stores.remembered,
        counting=stores.counting,
        metrics=Metrics.of(os.environ),
        kept=Keep(dt.timedelta(hours=store.conversation_hours), dt.timedelta(days=store.place_days)),
        noting=stores.noting,
        marks=stores.marks,
    )


def forgetting_of(stores: Stores) -> threading.Event:
    """Starts to delete what is kept for a time, in a thread that ends when the event is set."""
    return forget_from_now_on(*stores.forgets, clock=clock.now)


def notes_of(settings: Settings) -> NoteInto:
    """Where it is kept what officers were told was missing. Raises KnowledgeErrors when its list is not sound."""
    kinds()
    return NoteInto(notes_kept(settings, os.environ), settings.trends.missing_days)


def authority_or_default(authority: str | None) -> str:
    """The authority asked for, or the one that app.yaml makes the default."""
    return authority or settings().default_authority or NATIONAL


def moment(at: str | None) -> dt.datetime:
    """The time asked for, on London's clock. Raises click.BadParameter."""
    if at is None:
        return clock.now()
    try:
        return clock.in_london(dt.datetime.fromisoformat(at))
    except ValueError as error:
        raise click.BadParameter(f"'{at}' is not a time. Write 2026-11-24T17:40.", param_hint="--at") from error


def place(pack: Pack, *, school: str | None, area: str | None) -> Place:
    """The place named. Raises UnknownName when the pack does not surely know it."""
    if school:
        return _sure(
            "school or setting", school, find_setting(pack, school), [each.name for each in pack.places.settings]
        )
    if area:
        return _sure("area", area, find_area(pack, area), [each.name for each in pack.places.areas])
    return Place()


def _sure(kind: str, typed: str, found: Found, known: list[str]) -> Place:
    if found.place is None:
        raise UnknownName(kind, typed, found.candidates or known)
    return found.place
