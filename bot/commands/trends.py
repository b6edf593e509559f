"""`earlyhelp trends`: what practitioners worry about, as it may be published.

`publish` is the only one that reads the counters. `show` and `serve` read what was published and nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console, RenderableType

from bot.commands import WhenUsed
from bot.commands.places import settings, tree
from bot.folders import Folders
from bot.store.stores import counters_of
from flows.load import load_flows
from flows.schema import Outcome
from knowledge import clock
from knowledge.errors import EarlyHelpError, UnknownName
from knowledge.load import read_packs
from trends.counters import Counters
from trends.names import Names, names_of
from trends.policy import POLICY_YAML, Policy, load_policy
from trends.publish import Published
from trends.publish import publish as publish_figures
from trends.published_schema import EVERYONE
from trends.show.figures import Figures, Table, figures_file, opened
from trends.show.report import write_boards
from trends.show.selection import is_one_number, shown_period
from trends.show.terminal import measures_as_lines, series_as_bars, table_as_bars
from trends.show.words import how_to_read

NARROWEST = 120
PORT = 8001


class Unreadable(EarlyHelpError):
    """The counters or the published file cannot be read."""


@click.group(commands=WhenUsed({"missing": "missing.missing"}))
def trends() -> None:
    """What practitioners worry about: publish it, show it, serve it. Small numbers are held back."""


@trends.command()
@click.option("--authority", metavar="A", help="Whose figures. Default: app.yaml's default, or all side by side.")
@click.option("--period", metavar="P", help="Such as 2026-W48, 2026-11 or 2026-Q4. Default: the newest of each table.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each number and for each measure.")
def show(authority: str | None, period: str | None, as_json: bool) -> None:
    """Shows the published figures as bars."""
    chosen = settings()
    with _figures(chosen.trends.published) as figures:
        whose = authority or chosen.default_authority or EVERYONE
        _known(figures, whose, period)
        if as_json:
            for line in _lines(figures, whose, period):
                click.echo(json.dumps(line, ensure_ascii=False))
            return
        console = Console(width=None if Console().is_terminal else NARROWEST, highlight=False)
        for drawn in _drawn(figures, whose, period):
            console.print(drawn)
        if whose == EVERYONE:
            click.echo(f"One council: --authority, one of {', '.join(figures.authorities())}.", err=True)


@trends.command()
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="A folder. Default: app.yaml's.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON that says what was written.")
def publish(into: Path | None, as_json: bool) -> None:
    """Publishes closed weeks, months and quarters: a SQLite file, CSV, and a report for each partnership's board."""
    chosen = settings()
    folder = into or chosen.trends.published
    folder.mkdir(parents=True, exist_ok=True)
    talk = Console(stderr=True, highlight=False)
    with talk.status("Holding back small numbers"):
        made = _published(
            counters_of(chosen, os.environ),
            folder,
            names(tree(), chosen.authorities),
            load_policy(chosen.trends.policy or POLICY_YAML),
        )
    with talk.status("Drawing the boards' reports"):
        boards = write_boards(folder, folder)
    written = (made.file, made.csv, *boards)
    said = {"closed_week": made.closed_week, "tables": made.tables, "cells": made.cells, "held_back": made.held_back}
    if as_json:
        click.echo(json.dumps({**said, "skipped": made.skipped, "written": [str(file) for file in written]}))
        return
    for file in written:
        click.echo(file)
    click.echo(f"Up to week {made.closed_week}: {made.cells} numbers, {made.held_back} of them held back.", err=True)
    for period in made.skipped:
        click.echo(f"Not published, since its weeks are no longer kept: {period}.", err=True)


@trends.command()
@click.option("--host", metavar="H", default="127.0.0.1", help="Default: this machine only. There is no sign-in.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=PORT, show_default=True)
def serve(host: str, port: int) -> None:
    """Serves the published figures with Datasette: dashboards, tables, SQL. Nothing can be written to them."""
    from trends.show.serving import server

    running = server(figures_file(settings().trends.published), host=host, port=port)
    click.echo(f"The published figures are on http://{host}:{port}/-/dashboards/trends (Ctrl+C stops it)", err=True)
    running.run()


def names(folders: Folders, authorities: tuple[str, ...] = ()) -> Names:
    """What the figures' rows and columns are called, from the knowledge and the flows in use."""
    steps = load_flows(folders.flows).steps
    outcomes = {f"{at.flow}:{at.step}": step.title for at, step in steps.items() if isinstance(step, Outcome)}
    return names_of(read_packs(folders.knowledge), outcomes=outcomes, authorities=authorities)


def _published(counters: Counters, folder: Path, names: Names, policy: Policy) -> Published:
    try:
        return publish_figures(counters, figures_file(folder), policy=policy, names=names, now=clock.now())
    except (sqlite3.Error, OSError) as error:
        raise Unreadable(f"The counters cannot be read, or the figures cannot be written: {error}.") from error


@contextmanager
def _figures(folder: Path) -> Iterator[Figures]:
    file = figures_file(folder)
    try:
        with opened(file) as figures:
            yield figures
    except sqlite3.Error as error:
        raise Unreadable(f"The published figures in {file} cannot be read: {error}. Publish them again.") from error


def _known(figures: Figures, authority: str, period: str | None) -> None:
    authorities = figures.authorities()
    if authority not in {EVERYONE, *authorities}:
        raise UnknownName("authority with published figures", authority, authorities)
    periods = {each for table in figures.tables(authority) for each in figures.periods(table.id)}
    if period and period not in periods:
        raise UnknownName("published period", period, periods)


def _chosen(figures: Figures, authority: str, period: str | None) -> Iterator[tuple[Table, str]]:
    for table in figures.tables(authority):
        if found := shown_period(figures, table, period):
            yield table, found


def _drawn(figures: Figures, authority: str, period: str | None) -> Iterator[RenderableType]:
    for table, found in _chosen(figures, authority, period):
        cells = figures.cells(table.id, found)
        if is_one_number(cells) and not period:
            yield series_as_bars(table, figures.series(table.id))
        else:
            yield table_as_bars(table, found, cells)
    measures = figures.measures(authority)
    last = period or max((each.period for each in measures), default="")
    yield from measures_as_lines(each for each in measures if each.period in {"", last})
    yield f"\n{how_to_read(figures.about())}"


def _lines(figures: Figures, authority: str, period: str | None) -> Iterator[dict[str, object]]:
    for table, found in _chosen(figures, authority, period):
        where = {"table": table.id, "period": found}
        yield from ({**where, **asdict(cell)} for cell in figures.cells(table.id, found))
    for measure in figures.measures(authority):
        if period in (None, measure.period):
            yield {"measure": measure.id, **{key: each for key, each in asdict(measure).items() if key != "id"}}
