"""The first page: what needs doing, the most pressing first, and what is live."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Literal

import anyio.to_thread
from starlette.responses import Response

from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.drafts import title_of
from bot.web.studio.lists import Lists
from bot.web.studio.people import Person
from bot.web.studio.releasing import Releasing
from bot.web.studio.rendering import render
from bot.web.studio.rows import due_in_words, edit_address
from bot.web.studio.signing_in import SigningIn
from bot.web.studio.studio import Studio
from bot.web.studio.unsaved import Unsaved
from flows.schema import Flow
from knowledge.schema.contact import ContactFile
from knowledge.schema.release import Release

MOST_REVIEWS = 12
NeedKind = Literal["live", "faults", "warnings", "proposal", "unsaved", "changed", "reviews"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do."""

    kind: NeedKind
    title: str
    text: str
    href: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """Something to look at again."""

    title: str
    when: str
    href: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """The page. `invite`: whether a second person can be invited on this machine, one of `invitees`."""

    needs: tuple[Need, ...]
    live_says: str
    reviews: tuple[Review, ...]
    more_reviews: int
    invite: bool
    invitees: tuple[tuple[str, str], ...]


class Home:
    """The handler."""

    def __init__(self, studio: Studio, door: Door, lists: Lists, releasing: Releasing, signing_in: SigningIn) -> None:
        self._studio = studio
        self._door = door
        self._lists = lists
        self._releasing = releasing
        self._signing_in = signing_in

    async def page(self, visit: Visit) -> Response:
        page = await anyio.to_thread.run_sync(partial(self._page, visit.person))
        html = render("home.html", self._door.surrounding(visit.request), page, here="home", said=visit.query("said"))
        return page_response(html)

    def _page(self, person: Person) -> HomePage:
        reviews = self.reviews()
        invite = person.local and person.can_publish
        invitees = self._signing_in.invitees(person) if invite else ()
        return HomePage(
            needs=(*self._of_live(), *self._of_people(), *self._of_draft(person), *_of_reviews(reviews)),
            live_says=self._releasing.live_says(),
            reviews=reviews[:MOST_REVIEWS],
            more_reviews=max(0, len(reviews) - MOST_REVIEWS),
            invite=bool(invitees),
            invitees=invitees,
        )

    def _of_live(self) -> list[Need]:
        """A release that this server refused is the first thing to know."""
        faults = self._studio.live.faults
        if not faults:
            return []
        text = (
            f"{faults[0].what} Practitioners are answered from the last good one. Roll back, or publish a better one."
        )
        return [Need("live", "The newest release was refused by this server", text, "/studio/releases", urgent=True)]

    def _of_people(self) -> list[Need]:
        """With one publisher nothing can ever be published here."""
        officers = self._studio.settings().officers
        if not officers or sum(each.role == "publisher" for each in officers) > 1:
            return []
        text = "Nobody publishes their own change. Whoever keeps app.yaml can give a second officer the role."
        return [Need("live", "There are fewer than two publishers", text, "/studio/publish")]

    def _of_draft(self, person: Person) -> list[Need]:
        faults = self._studio.checks.saved()
        found = [*self._of_faults("faults", [each.path for each in faults if not each.warning])]
        for each in self._releasing.proposals(person):
            title = "A proposal waits for you" if each.can_approve else "A proposal waits for a second person"
            found.append(
                Need("proposal", title, f"{each.note} ({each.by})", "/studio/publish", urgent=each.can_approve)
            )
        found += [_of_unsaved(each) for each in self._unsaved(person)]
        changed = sorted(self._lists.changed())
        if changed:
            text = ", ".join(title_of(path) for path in changed[:5]) + (" and others" if len(changed) > 5 else "")
            found.append(Need("changed", f"{_files(len(changed))} changed and not published", text, "/studio/changes"))
        return [*found, *self._of_faults("warnings", [each.path for each in faults if each.warning])]

    def _unsaved(self, person: Person) -> tuple[Unsaved, ...]:
        return self._studio.unsaved.all_of(person.id, now=self._studio.clock())

    def _of_faults(self, kind: Literal["faults", "warnings"], paths: list[str]) -> list[Need]:
        """One line for each file."""
        counted = Counter(paths)
        what = "to put right before this can be published" if kind == "faults" else "to think about"
        return [
            Need(kind, title_of(path), f"{_things(count)} {what}", edit_address(path), urgent=kind == "faults")
            for path, count in counted.most_common(MOST_REVIEWS)
        ]

    def reviews(self) -> tuple[Review, ...]:
        """Every contact, flow and the release itself whose review is due within a month, the most overdue first."""
        today, found = self._studio.clock().date(), []
        shelf, root = self._studio.shelf, self._studio.draft.root
        for book, contacts in shelf.books(root, ContactFile):
            for each in contacts.contacts:
                found.append((each.review_by, f"{each.name} ({book.pack})", f"/studio/contact/{each.id}"))
        found += [(flow.review_by, flow.title, edit_address(book.path)) for book, flow in shelf.books(root, Flow)]
        found += [(each.review_by, "The whole release", "/studio/releases") for _, each in shelf.books(root, Release)]
        due = sorted((day, title, href) for day, title, href in found if due_in_words(day, today))
        return tuple(Review(title, due_in_words(day, today), href, overdue=day < today) for day, title, href in due)


def _of_reviews(reviews: tuple[Review, ...]) -> list[Need]:
    overdue = [each for each in reviews if each.overdue]
    if not overdue:
        return []
    return [Need("reviews", f"{len(overdue)} reviews are overdue", overdue[0].title, overdue[0].href)]


def _of_unsaved(kept: Unsaved) -> Need:
    return Need("unsaved", f"Unsaved text: {title_of(kept.path)}", "Open the file to go on.", edit_address(kept.path))


def _files(count: int) -> str:
    return "One file" if count == 1 else f"{count} files"


def _things(count: int) -> str:
    return "One thing" if count == 1 else f"{count} things"
