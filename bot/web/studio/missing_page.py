"""What practitioners told the officers was missing: read, dealt with, and deleted.

These are the only words of a practitioner that the program keeps, with their consent and for some weeks. They are shown
to officers, and stand in no log, no journal and no address.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TypeVar

import anyio.to_thread
from starlette.responses import RedirectResponse, Response

from bot.web.studio.bodies import Refused
from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.edits import Edit
from bot.web.studio.people import Person
from bot.web.studio.rendering import render
from bot.web.studio.studio import Studio
from bot.web.studio.words import day_in_words
from knowledge.errors import UnknownName
from trends import missing
from trends.missing import Waiting

log = logging.getLogger(__name__)
SAYS = "Typed by a practitioner after being told that a person reads it. Each is deleted on the day shown."
OFF = "Practitioners are not asked what is missing. app.yaml (trends, missing_days) says for how long it may be kept."
UNOPENED = "What practitioners wrote could not be opened. Try again in a minute."
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as officers read it. `text` is empty where only a kind was picked."""

    id: str
    week: str
    council: str
    means: str
    text: str
    deleted_on: str
    can_be_done: bool


@dataclass(frozen=True, slots=True)
class MissingPage:
    """The page. `off`: nobody is asked."""

    says: str
    off: bool
    notes: tuple[NoteView, ...]
    problem: str = ""


class MissingPages:
    """The handlers."""

    def __init__(self, studio: Studio, door: Door) -> None:
        self._studio = studio
        self._door = door

    async def page(self, visit: Visit) -> Response:
        page = await anyio.to_thread.run_sync(partial(self._page, visit.person))
        said = visit.query("said")
        return page_response(
            render("missing.html", self._door.surrounding(visit.request), page, here="missing", said=said)
        )

    async def done(self, visit: Visit) -> Response:
        """Deletes a note that was dealt with; the journal says who did so, and nothing of the note."""
        notes, note = self._studio.notes, visit.field("note", 40)
        found = await anyio.to_thread.run_sync(partial(_opened, partial(missing.done, notes, note)))
        if found is None:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, UNOPENED, "Nothing was deleted.")
        if found:
            at = self._studio.clock()
            self._studio.edits.add(Edit(at=at, by=visit.person.by, did="dealt with a note"))
        return RedirectResponse(f"/studio/missing?said={'dealt-with' if found else 'gone'}", HTTPStatus.SEE_OTHER)

    def _page(self, person: Person) -> MissingPage:
        trends = self._studio.trends
        if not trends.missing_days:
            return MissingPage(OFF, off=True, notes=())
        ask = partial(missing.waiting, self._studio.notes, keep_days=trends.missing_days, now=self._studio.clock())
        found = _opened(ask)
        if found is None:
            return MissingPage(SAYS, off=False, notes=(), problem=UNOPENED)
        return MissingPage(SAYS, off=False, notes=tuple(self._view(each, person) for each in found))

    def _view(self, note: Waiting, person: Person) -> NoteView:
        try:
            council = self._studio.live.current().knowledge.pack(note.authority).authority.name
        except UnknownName:
            council = note.authority
        day = day_in_words(note.deleted_on)
        return NoteView(note.id, note.week, council, note.means, note.text, day, can_be_done=person.can_edit)


def _opened(work: Callable[[], Found]) -> Found | None:
    """What the file gives, or None when it cannot be opened. No row is ever logged."""
    try:
        return work()
    except (sqlite3.Error, OSError) as error:
        log.error("The notes to officers could not be opened: %s.", type(error).__name__)
        return None
