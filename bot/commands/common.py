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
from bot.secrets import marking_secret
from bot.settings import Settings
from bot.store.counting import CountInto
from bot.store.forgetting import forget_from_now_on
from bot.store.handled import SqliteHandled
from bot.store.noting import NoteInto
from bot.store.remembered import SqliteRemembered
from knowledge import clock
from knowledge.directory import Place
from knowledge.errors import UnknownName
from knowledge.pack import NATIONAL, Pack
from knowledge.settings import Found, find_area, find_setting
from trends.missing_kinds import kinds
from trends.policy import POLICY_YAML

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


def desk_of(settings: Settings, current: Callable[[], House]) -> Desk:
    """The desk that channels bring their turns to, with the files that app.yaml names."""
    store = settings.store
    kept = Keep(dt.timedelta(hours=store.conversation_hours), dt.timedelta(days=store.place_days))
    return Desk(
        current=current,
        clock=clock.now,
        handled=SqliteHandled(store.file, clock=clock.now, keep=dt.timedelta(hours=store.keep_hours)),
        remembered=SqliteRemembered(store.file, clock=clock.now, secret=marking_secret(os.environ)),
        counting=CountInto(settings.trends.file),
        metrics=Metrics.new(),
        kept=kept,
        noting=notes_of(settings),
    )


def forgetting_of(settings: Settings) -> threading.Event:
    """Starts to delete what is kept for a time, in a thread that ends when the event is set."""
    trends = settings.trends
    counting = CountInto(trends.file)

    def tidy_up(now: dt.datetime) -> None:
        counting.tidy_up(policy=trends.policy or POLICY_YAML, keep_weeks=trends.keep_weeks, now=now)

    return forget_from_now_on(tidy_up, notes_of(settings).forget, clock=clock.now)


def notes_of(settings: Settings) -> NoteInto:
    """Where it is kept what officers were told was missing. Raises KnowledgeErrors when its list is not sound."""
    kinds()
    return NoteInto(settings.trends.missing, settings.trends.missing_days)


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
