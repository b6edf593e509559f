"""Lists with a search: indicators, contacts, flows and files of the draft, each with what is due and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import anyio.to_thread
from pydantic import BaseModel
from starlette.responses import Response

from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.drafts import kind_of, title_of
from bot.web.studio.editing import flow_id
from bot.web.studio.rendering import render
from bot.web.studio.rows import (
    ContactRow,
    FileRow,
    FlowRow,
    IndicatorRow,
    broken_row,
    contact_row,
    due_last,
    edit_address,
    flow_row,
    indicator_row,
)
from bot.web.studio.shelf import Book
from bot.web.studio.studio import Studio
from bot.web.studio.words import BANDS
from flows.schema import Flow
from knowledge.releases.trees import changed_files
from knowledge.schema.authority import Authority
from knowledge.schema.contact import Contact, ContactFile
from knowledge.schema.indicator import Indicator, IndicatorFile, OverrideFile

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list and what was asked for. `total` counts without the search."""

    rows: tuple[object, ...]
    total: int
    q: str = ""
    authority: str = ""
    band: str = ""
    authorities: Choices = ()
    bands: Choices = ()


@dataclass(frozen=True, slots=True)
class FilesPage:
    """Files by folder."""

    groups: tuple[tuple[str, tuple[FileRow, ...]], ...]


class Lists:
    """The handlers."""

    def __init__(self, studio: Studio, door: Door) -> None:
        self._studio = studio
        self._door = door

    async def indicators(self, visit: Visit) -> Response:
        return await self._shown(visit, "indicators", self.indicator_listing)

    async def contacts(self, visit: Visit) -> Response:
        return await self._shown(visit, "contacts", self.contact_listing)

    async def flows(self, visit: Visit) -> Response:
        return await self._shown(visit, "flows", self.flow_listing)

    async def files(self, visit: Visit) -> Response:
        page = await anyio.to_thread.run_sync(self.files_page)
        return page_response(render("files.html", self._door.surrounding(visit.request), page, here="files"))

    async def _shown(self, visit: Visit, name: str, listing: object) -> Response:
        assert callable(listing), "each list is made by a method"
        page = await anyio.to_thread.run_sync(partial(listing, visit))
        said = visit.query("said")
        return page_response(render(f"{name}.html", self._door.surrounding(visit.request), page, here=name, said=said))

    def indicator_listing(self, visit: Visit) -> Listing:
        """The signs of the bank and each authority's own; found by id, sentence or any phrase."""
        band, authority = visit.query("band"), visit.query("authority")
        live = {(book.path, sign.id): sign for book, sign, _ in _signs(self._studio, self._studio.live_root)}
        found = list(_signs(self._studio, self._studio.draft.root))
        fitting = [
            indicator_row(book, sign, line, changed=live.get((book.path, sign.id)) != sign)
            for book, sign, line in found
            if _fits(visit.query("q"), (sign.id, sign.says, *sign.phrases))
            and band in {"", sign.band.value}
            and authority in {"", book.pack}
        ]
        return self._listing(visit, fitting, len(found), bands=tuple(BANDS.items()))

    def contact_listing(self, visit: Visit) -> Listing:
        """The contacts, those that are due first."""
        today = self._studio.clock().date()
        authority = visit.query("authority")
        live = {each.id: each for _, each, _ in contacts_in(self._studio, self._studio.live_root)}
        found = list(contacts_in(self._studio, self._studio.draft.root))
        fitting: list[ContactRow] = [
            contact_row(book, each, line, today, changed=live.get(each.id) != each)
            for book, each, line in found
            if _fits(visit.query("q"), _searched(each)) and authority in {"", book.pack}
        ]
        due_first: list[ContactRow] = sorted(fitting, key=due_last)
        return self._listing(visit, due_first, len(found))

    def flow_listing(self, visit: Visit) -> Listing:
        authority = visit.query("authority")
        faults = Counter(each.path for each in self._studio.checks.saved() if not each.warning)
        changed = self.changed()
        found = list(self._studio.shelf.books(self._studio.draft.root, Flow))
        rows = [flow_row(book, flow, faults[book.path], changed=book.path in changed) for book, flow in found]
        read = {row.id for row in rows}
        names = (path for path in self._studio.drafts.names() if kind_of(path) == "flow")
        broken = [path for path in names if flow_id(path) not in read]
        rows += [broken_row(path, faults[path], changed=path in changed) for path in broken]
        fitting = [
            row for row in rows if _fits(visit.query("q"), (row.id, row.title)) and authority in {"", row.authority}
        ]
        return self._listing(visit, fitting, len(rows))

    def files_page(self) -> FilesPage:
        faults = Counter(each.path for each in self._studio.checks.saved() if not each.warning)
        changed = self.changed()
        groups: dict[str, list[FileRow]] = {}
        for path in self._studio.drafts.names():
            row = FileRow(path, title_of(path), kind_of(path), faults[path], path in changed, edit_address(path))
            groups.setdefault(path.rpartition("/")[0], []).append(row)
        return FilesPage(tuple((folder, tuple(rows)) for folder, rows in groups.items()))

    def changed(self) -> frozenset[str]:
        """Names of the files in which the draft differs from what is live."""
        live = self._studio.live_root
        return frozenset(changed_files(live, self._studio.draft.root)) if live else frozenset()

    def _listing(
        self, visit: Visit, rows: Iterable[IndicatorRow | ContactRow | FlowRow], total: int, *, bands: Choices = ()
    ) -> Listing:
        return Listing(
            rows=tuple(rows),
            total=total,
            q=visit.query("q"),
            authority=visit.query("authority"),
            band=visit.query("band"),
            authorities=authorities_of(self._studio),
            bands=bands,
        )


def authorities_of(studio: Studio) -> Choices:
    """(id, name) of every pack of the draft that can be read."""
    return tuple((book.pack, each.name) for book, each in studio.shelf.books(studio.draft.root, Authority))


def contacts_in(studio: Studio, root: Path | None) -> Iterator[tuple[Book, Contact, int]]:
    """Every contact of a tree with its file and line."""
    for book, file in _books(studio, root, ContactFile):
        for index, contact in enumerate(file.contacts):
            yield book, contact, book.line("contacts", index)


Record = TypeVar("Record", bound=BaseModel)


def _books(studio: Studio, root: Path | None, model: type[Record]) -> Iterator[tuple[Book, Record]]:
    return studio.shelf.books(root, model) if root else iter(())


def _signs(studio: Studio, root: Path | None) -> Iterator[tuple[Book, Indicator, int]]:
    for book, file in _books(studio, root, IndicatorFile):
        for index, sign in enumerate(file.indicators):
            yield book, sign, book.line("indicators", index)
    for book, own in _books(studio, root, OverrideFile):
        for index, sign in enumerate(own.indicators):
            yield book, sign, book.line("indicators", index)


def _fits(asked: str, texts: Iterable[str | None]) -> bool:
    """Whether every word asked for stands somewhere in the texts."""
    found = " ".join(text for text in texts if text).casefold()
    return all(word in found for word in asked.casefold().split())


def _searched(contact: Contact) -> Iterator[str | None]:
    yield from (contact.id, contact.name, contact.role, contact.department, contact.purpose, contact.email)
    yield from contact.also_called
    yield from (text for phone in contact.phones for text in (phone.number, phone.number.replace(" ", "")))
