"""Publish with a second person, roll back with one press, and read in the journal who did what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

import anyio.to_thread
from starlette.responses import RedirectResponse, Response

from bot.web.studio.checks import Shown, at_home, shown
from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.drafts import title_of
from bot.web.studio.journal_rows import JournalRow, ReleaseRow, edit_row, entry_row, release_row, reviewer
from bot.web.studio.people import Person
from bot.web.studio.rendering import render
from bot.web.studio.rows import edit_address
from bot.web.studio.studio import Studio
from bot.web.studio.words import day_in_words, moment_in_words
from knowledge.errors import EarlyHelpError, Fault, KnowledgeErrors
from knowledge.releases.folder import PROGRAM
from knowledge.releases.journal import Entry
from knowledge.releases.proposal import Proposal
from knowledge.releases.trees import changed_files

REVIEWED_FOR = dt.timedelta(days=92)
LONGEST_NOTE = 500
MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class FileView:
    """A changed file by its title."""

    path: str
    title: str
    edit: str


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What waits for a second person, as this officer sees it."""

    id: str
    by: str
    note: str
    at: str
    review_by: str
    files: tuple[str, ...]
    can_approve: bool
    can_withdraw: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class PublishPage:
    """The page. `problems` and `faults` say why something was not done."""

    live_says: str
    proposals: tuple[ProposalView, ...]
    changed: tuple[FileView, ...]
    can_propose: bool
    why_not: str
    note: str
    review_by: str
    problems: tuple[str, ...] = ()
    faults: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """The releases and the journal, newest first."""

    releases: tuple[ReleaseRow, ...]
    journal: tuple[JournalRow, ...]
    problems: tuple[str, ...] = ()


class Releasing:
    """The handlers."""

    def __init__(self, studio: Studio, door: Door) -> None:
        self._studio = studio
        self._door = door

    async def publish_page(self, visit: Visit) -> Response:
        return await self._published_page(visit)

    async def propose(self, visit: Visit) -> Response:
        """Puts the draft before a second person."""
        note, day = " ".join(visit.field("note", LONGEST_NOTE).split()), _day(visit.field("review_by"))
        if not note or day is None or day <= self._studio.clock().date():
            said = (
                "Say in a sentence what changed and why." if not note else "Choose a day to come for the next review."
            )
            return await self._published_page(visit, (said,))
        work = partial(self._studio.publishing.propose, by=visit.person.by, note=note, review_by=day)
        return await self._done(visit, work, "/studio/publish?said=proposed")

    async def approve(self, visit: Visit) -> Response:
        """Publishes what another officer proposed."""
        work = partial(self._studio.publishing.approve, visit.field("proposal"), by=visit.person.by)
        return await self._done(visit, work, "/studio/publish?said=published")

    async def withdraw(self, visit: Visit) -> Response:
        work = partial(self._studio.publishing.withdraw, visit.field("proposal"), by=visit.person.by)
        return await self._done(visit, work, "/studio/publish?said=withdrawn")

    async def releases_page(self, visit: Visit) -> Response:
        return await self._released_page(visit)

    async def roll_back(self, visit: Visit) -> Response:
        """Makes an earlier release live again: one person is enough, for it was reviewed."""
        work = partial(self._studio.publishing.roll_back, visit.field("version"), by=visit.person.by)
        try:
            await anyio.to_thread.run_sync(work)
        except (EarlyHelpError, OSError) as error:
            return await self._released_page(visit, (_sentence(error),))
        return RedirectResponse("/studio/releases?said=rolled-back", HTTPStatus.SEE_OTHER)

    def live_says(self) -> str:
        """What is live, since when, by whom, and until when it is good."""
        status = self._studio.publishing.status()
        if not status.version:
            return "Nothing was published yet: practitioners are answered from the files as they came with the program."
        entry, release = status.published, status.release
        who = f" by {entry.by.title}{reviewer(entry)}, {moment_in_words(entry.at)}" if entry else ""
        if entry and entry.by == PROGRAM:
            who = f" as it came with the program, {moment_in_words(entry.at)}"
        due = f" To be looked at again by {day_in_words(release.review_by)}." if release else ""
        return f"Version {status.version}, put in use{who}.{due}"

    def proposals(self, person: Person) -> tuple[ProposalView, ...]:
        """What waits, and what this officer may do with it."""
        return tuple(self._proposal(each, person) for each in self._studio.publishing.releases.proposals())

    async def _done(self, visit: Visit, work: Callable[[], object], onward: str) -> Response:
        try:
            await anyio.to_thread.run_sync(work)
        except KnowledgeErrors as error:
            named = tuple(self._named(each) for each in error.faults)
            said = "There is something to put right before this can be published."
            return await self._published_page(visit, (said,), named)
        except (EarlyHelpError, OSError) as error:
            return await self._published_page(visit, (_sentence(error),))
        return RedirectResponse(onward, HTTPStatus.SEE_OTHER)

    def _named(self, fault: Fault) -> Shown:
        """A fault of what was proposed, at its place in the draft: that is where it is put right."""
        proposals = self._studio.publishing.releases.folder / "proposals"
        file = fault.position.file
        copied = proposals / file.relative_to(proposals).parts[0] if file.is_relative_to(proposals) else proposals
        return shown(at_home(fault, copied, self._studio.draft.root), self._studio.draft.root)

    async def _published_page(
        self, visit: Visit, problems: tuple[str, ...] = (), faults: tuple[Shown, ...] = ()
    ) -> Response:
        page = await anyio.to_thread.run_sync(partial(self._publish_page, visit, problems, faults))
        said = "" if problems else visit.query("said")
        html = render("publish.html", self._door.surrounding(visit.request), page, here="publish", said=said)
        return page_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK)

    def _publish_page(self, visit: Visit, problems: tuple[str, ...], faults: tuple[Shown, ...]) -> PublishPage:
        person, status = visit.person, self._studio.publishing.status()
        why_not = ""
        if not person.can_publish:
            why_not = "To propose takes a publisher. Tell one that the draft is ready."
        elif not status.changed:
            why_not = "The draft is the same as what is live, so there is nothing to propose."
        return PublishPage(
            live_says=self.live_says(),
            proposals=self.proposals(person),
            changed=tuple(FileView(path, title_of(path), edit_address(path)) for path in status.changed),
            can_propose=not why_not,
            why_not=why_not,
            note=visit.field("note", LONGEST_NOTE),
            review_by=visit.field("review_by") or str(self._studio.clock().date() + REVIEWED_FOR),
            problems=problems,
            faults=faults,
        )

    def _proposal(self, proposal: Proposal, person: Person) -> ProposalView:
        own = proposal.by.id.casefold() == person.id.casefold()
        why_not = ""
        if not person.can_publish:
            why_not = "A second publisher looks at this and publishes it."
        elif own:
            why_not = "You proposed this, so another publisher looks at it and publishes it."
        live = self._studio.live_root
        tree = self._studio.publishing.releases.proposed(proposal.id)[1]
        return ProposalView(
            id=proposal.id,
            by=proposal.by.title,
            note=proposal.note,
            at=moment_in_words(proposal.at),
            review_by=day_in_words(proposal.review_by),
            files=tuple(title_of(path) for path in changed_files(live, tree)) if live else (),
            can_approve=not why_not,
            can_withdraw=person.can_publish,
            why_not=why_not,
        )

    async def _released_page(self, visit: Visit, problems: tuple[str, ...] = ()) -> Response:
        page = await anyio.to_thread.run_sync(partial(self._releases_page, visit.person, problems))
        said = "" if problems else visit.query("said")
        html = render("releases.html", self._door.surrounding(visit.request), page, here="releases", said=said)
        return page_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK)

    def _releases_page(self, person: Person, problems: tuple[str, ...]) -> ReleasesPage:
        entries = self._studio.publishing.journal()
        rows = [(each.at, entry_row(each)) for each in entries]
        rows += [(each.at, edit_row(each)) for each in self._studio.edits.newest()]
        newest = sorted(rows, key=lambda row: row[0], reverse=True)[:MOST_ENTRIES]
        return ReleasesPage(self._releases(entries, person), tuple(row for _, row in newest), problems)

    def _releases(self, entries: tuple[Entry, ...], person: Person) -> tuple[ReleaseRow, ...]:
        releases = self._studio.publishing.releases
        live = releases.live_version
        made = {each.version: each for each in entries if each.did in {"published", "shipped"}}
        return tuple(
            release_row(
                version, releases.root_of(version), made.get(version), live=live == version, may=person.can_publish
            )
            for version in releases.versions()
        )


def _day(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return None


def _sentence(error: Exception) -> str:
    """What to tell; a disk says only why it refused."""
    if isinstance(error, OSError):
        return f"The releases cannot be written: {error.strerror}. Nothing was changed."
    return str(error)
