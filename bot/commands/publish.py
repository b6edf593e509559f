"""`earlyhelp status`, `publish` and `rollback`: from the draft to what everybody is answered from, and back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from bot.commands.places import draft_of, releases_of
from bot.commands.places import settings as load
from bot.folders import Folders
from bot.officers.publishing import Publishing, Status
from bot.store.stores import pool_of
from knowledge import clock
from knowledge.errors import EarlyHelpError, Fault, printable
from knowledge.releases.folder import Releases
from knowledge.releases.journal import By, Entry
from knowledge.releases.proposal import Proposal

REVIEWED_FOR = dt.timedelta(days=92)
SHOWN = 20
by_option = click.option(
    "--by", "title", metavar="TITLE", prompt="Your role", help="Your role, as the journal shows it."
)


@contextmanager
def publishing() -> Iterator[Publishing]:
    """What may be done with this folder's draft and releases, after it has caught up with the other machines."""
    settings = load()
    pool = pool_of(settings, os.environ) if settings.store.database else None
    draft, releases = draft_of(settings), releases_of(settings, pool)
    try:
        _catch_up(releases)
        work = Publishing(releases, draft.root, check=checked, clock=clock.now, vectors=draft.vectors)
        with suppress(OSError):  # whoever may only look may look
            work.tidy()
        yield work
    finally:
        if pool:
            pool.close()


def _catch_up(releases: Releases) -> None:
    """What cannot be taken over is said; what may be done all the same is decided by whoever does it."""
    try:
        releases.catch_up()
    except OSError as error:
        why = f"The releases cannot be written here ({error.strerror})" if error.strerror else "The database is away"
        click.echo(f"{why}: this is what this machine had last.", err=True)
    except EarlyHelpError as error:
        click.echo(f"Not everything could be taken over from the other machines. {error}", err=True)


def checked(folders: Folders) -> tuple[Fault, ...]:
    """What keeps this tree from going live. The readers are imported only when they are asked: they take seconds."""
    from bot.officers.cases import keeping_it_back

    click.echo("Checking the files, and asking every case: some seconds.", err=True)
    return keeping_it_back(folders)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(as_json: bool) -> None:
    """Says what is live, since when and by whom, how the draft differs, and what waits for a second person."""
    with publishing() as work:
        found = work.status()
    click.echo(json.dumps(_as_data(found), ensure_ascii=False) if as_json else "\n".join(map(printable, _lines(found))))


@click.command()
@by_option
@click.option("--note", metavar="TEXT", help="What changed and why, for the journal.")
@click.option("--review-by", type=click.DateTime(["%Y-%m-%d"]), help="When to look again. Default: in three months.")
@click.option("--reviewed-by", metavar="TITLE", help="The second person's role, when they sit beside you.")
@click.option("--approve", metavar="ID", help="Publish what another officer proposed.")
@click.option("--withdraw", metavar="ID", help="Take a proposal back.")
def publish(
    title: str,
    note: str | None,
    review_by: dt.datetime | None,
    reviewed_by: str | None,
    approve: str | None,
    withdraw: str | None,
) -> None:
    """Puts the draft before a second person, who publishes it with --approve ID.

    Everything is checked first, and again before it goes live; a draft that is not sound is refused.
    """
    by = officer(title)
    with publishing() as work:
        if withdraw:
            work.withdraw(withdraw, by=by)
            click.echo(f"Proposal {withdraw} was taken back.", err=True)
        elif approve:
            _published(work.approve(approve, by=by))
        else:
            note = note or click.prompt("What changed and why")
            _proposed(work, work.propose(by=by, note=note, review_by=_day(review_by)), reviewed_by)


@click.command()
@by_option
@click.argument("version", required=False)
def rollback(title: str, version: str | None) -> None:
    """Makes an earlier release live again: VERSION, or the one before the last. One person is enough."""
    with publishing() as work:
        target = version or work.before()
        if not target:
            click.echo("There is no earlier release to go back to.", err=True)
            sys.exit(1)
        work.roll_back(target, by=officer(title))
        _published(target)


def officer(title: str) -> By:
    """Whoever sits at this machine says which role they have; the journal shows that nobody signed in."""
    return By(id=f"terminal: {title.strip()}", title=title.strip())


def _proposed(work: Publishing, proposal: Proposal, reviewed_by: str | None) -> None:
    if reviewed_by:
        _published(work.approve(proposal.id, by=officer(reviewed_by)))
        return
    click.echo(proposal.id)
    click.echo(f"A second person publishes it: earlyhelp publish --approve {proposal.id}", err=True)


def _published(version: str) -> None:
    click.echo(version)
    click.echo(f"Version {version} is live. Every running server answers from it within seconds.", err=True)


def _day(given: dt.datetime | None) -> dt.date:
    return given.date() if given else clock.now().date() + REVIEWED_FOR


def _lines(found: Status) -> list[str]:
    if not found.version:
        return [*_database(found), "Nothing was published yet: people are answered from the draft."]
    lines = [f"Live: {found.version}{_since(found.published)}", *_database(found)]
    if found.release:
        lines.append(f"Note: {found.release.note} Look again by {found.release.review_by:%d.%m.%Y}.")
    lines += [f"Waiting for a second person: {_waiting(each)}" for each in found.proposals]
    if not found.changed:
        return [*lines, "The draft is the same."]
    lines.append(f"The draft differs in {len(found.changed)} file{'s' * (len(found.changed) > 1)}:")
    lines += [f"  {name}" for name in found.changed[:SHOWN]]
    return [*lines, *([f"  and {len(found.changed) - SHOWN} more"] if len(found.changed) > SHOWN else [])]


def _database(found: Status) -> list[str]:
    """What the database says, where machines share what is published."""
    if found.database is None:
        return []
    if not found.database.answers:
        return ["The database does not answer: nothing can be published until it does."]
    if found.database.version == found.version:
        return [f"This machine has what is live in the database: {found.version or 'nothing yet'}."]
    return [f"Live in the database: {found.database.version}. This machine has {found.version or 'nothing yet'}."]


def _since(entry: Entry | None) -> str:
    if entry is None:
        return ""
    reviewer = f", reviewed by {entry.reviewed_by.title}" if entry.reviewed_by else ""
    return f" since {clock.in_london(entry.at):%d.%m.%Y %H:%M} ({entry.by.title}{reviewer})"


def _waiting(each: Proposal) -> str:
    return f"{each.id}, proposed by {each.by.title}: {each.note}"


def _as_data(found: Status) -> dict[str, object]:
    return {
        "version": found.version,
        "published": found.published.model_dump(mode="json") if found.published else None,
        "release": found.release.model_dump(mode="json") if found.release else None,
        "changed": list(found.changed),
        "database": dataclasses.asdict(found.database) if found.database else None,
        "proposals": [each.model_dump(mode="json") for each in found.proposals],
    }
