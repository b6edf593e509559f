"""The form for the commonest edit: a contact's number, hours, standing and dates are changed, and nothing else."""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass, fields
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

import anyio.to_thread
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.web.studio.bodies import Refused
from bot.web.studio.checks import Shown
from bot.web.studio.contact_form import (
    ContactForm,
    OpeningRow,
    PhoneRow,
    Problem,
    changes_of,
    differences,
    field_at,
    filled_in,
    form_of,
    problems_of,
)
from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.drafts import Conflict, DraftFile
from bot.web.studio.editing import Editing
from bot.web.studio.lists import authorities_of, contacts_in
from bot.web.studio.rendering import render
from bot.web.studio.rows import edit_address
from bot.web.studio.shelf import Book
from bot.web.studio.studio import Studio
from bot.web.studio.words import BANK_HOLIDAYS, DAYS, HOURS_KINDS, STATUSES, day_in_words, hours_in_words
from knowledge.edit import NotEditable, edited_contact
from knowledge.errors import KnowledgeErrors, UnknownName
from knowledge.schema.contact import Contact, ContactFile
from knowledge.strict_yaml import Document, parse, read_text

Choices = tuple[tuple[str, str], ...]
CHANGED = "Somebody changed this file after you opened the form. What you filled in stands below; look, and save again."


@dataclass(frozen=True, slots=True)
class ContactPage:
    """The form. `problems` is empty unless something filled in cannot be saved."""

    id: str
    name: str
    authority: str
    role: str
    purpose: str
    edit: str
    digest: str
    can_edit: bool
    problems: tuple[Problem, ...]
    phones: tuple[PhoneRow, ...]
    email: str
    url: str
    hours_kind: str
    openings: tuple[OpeningRow, ...]
    outside: str
    bank_holidays: str
    status: str
    checked_today: bool
    checked_says: str
    review_by: str
    others: Choices
    hours_kinds: Choices = tuple(HOURS_KINDS.items())
    days: Choices = tuple(DAYS.items())
    bank_holiday_words: Choices = tuple(BANK_HOLIDAYS.items())
    statuses: Choices = tuple(STATUSES.items())


class Found(NamedTuple):
    """A contact where it stands; `place` counts the contacts of its file from 0."""

    book: Book
    contact: Contact
    line: int
    file: DraftFile
    place: int


class Tried(NamedTuple):
    """What would become of a file, and in a line how the contact would read."""

    problems: tuple[Problem, ...]
    text: str
    preview: str = ""


class Contacts:
    """The handlers."""

    def __init__(self, studio: Studio, door: Door, editing: Editing) -> None:
        self._studio = studio
        self._door = door
        self._editing = editing

    async def page(self, visit: Visit) -> Response:
        found = await anyio.to_thread.run_sync(self._find, visit.request.path_params["contact"])
        return self._shown(visit, found, form_of(found.contact))

    async def save(self, visit: Visit) -> Response:
        """Saves what was filled in, or shows the form again with what is wrong."""
        found = await anyio.to_thread.run_sync(self._find, visit.request.path_params["contact"])
        form = filled_in(visit.form, visit.lists, form_of(found.contact))
        if visit.field("digest", 80) != found.file.digest:
            return self._changed_meanwhile(visit, found, form)
        tried = await self._tried(visit, found, form)
        if tried.problems:
            return self._shown(visit, found, form, tried.problems)
        save = partial(self._editing.saved, visit, found.file.path, tried.text, found.file.digest)
        try:
            changed, _ = await anyio.to_thread.run_sync(save)
        except Conflict:
            return self._changed_meanwhile(visit, found, form)
        said = "saved" if changed else "same"
        return RedirectResponse(f"/studio/contacts?said={said}#{found.contact.id}", HTTPStatus.SEE_OTHER)

    async def typed(self, visit: Visit) -> Response:
        """What would become of the form as it is filled in now: what is wrong, how it reads, which lines change."""
        found = await anyio.to_thread.run_sync(self._find, visit.field("id", 200))
        fields = {name: value[0] if isinstance(value, list) and value else value for name, value in visit.form.items()}
        lists = {name: value if isinstance(value, list) else [str(value)] for name, value in visit.form.items()}
        form = filled_in(fields, lists, form_of(found.contact))
        tried = await self._tried(visit, found, form)
        lines = difflib.unified_diff(found.file.text.split("\n"), tried.text.split("\n"), lineterm="", n=1)
        return JSONResponse(
            {
                "problems": [asdict(each) for each in tried.problems],
                "preview": tried.preview,
                "changed": tried.text != found.file.text,
                "lines": [[line[:1], line[1:]] for line in list(lines)[2:]],
            }
        )

    async def _tried(self, visit: Visit, found: Found, form: ContactForm) -> Tried:
        """The file's text with the form's changes in it, and what is wrong with that."""
        if problems := problems_of(form):
            return Tried(problems, found.file.text)
        changes = changes_of(found.contact, form, today=self._studio.clock().date())
        try:
            text = edited_contact(found.file.text, found.contact.id, changes)
        except (NotEditable, KnowledgeErrors, UnknownName) as error:
            return Tried((Problem("", str(error)),), found.file.text)
        problems = await self._new_faults(visit, found, text)
        return Tried(problems, text, "" if problems else _preview(found, text))

    async def _new_faults(self, visit: Visit, found: Found, text: str) -> tuple[Problem, ...]:
        """What the checks find with the changed file that was not wrong before."""
        if text == found.file.text:
            return ()
        before = await anyio.to_thread.run_sync(self._studio.checks.saved)
        after = await self._studio.checks.typed(f"{visit.person.id} fills a form in", found.file.path, text)
        known = {_sign(each) for each in before}
        new = [each for each in after or () if not each.warning and _sign(each) not in known]
        document = _document(text)
        index = found.place
        return tuple(
            Problem(
                field_at(document, index, each.line, each.column) if document and each.path == found.file.path else "",
                " ".join(part for part in (each.what, each.why) if part),
                each.instead,
            )
            for each in new
        )

    def _changed_meanwhile(self, visit: Visit, found: Found, form: ContactForm) -> Response:
        told = (Problem("", CHANGED), *differences(form, form_of(found.contact)))
        return self._shown(visit, found, form, told, HTTPStatus.CONFLICT)

    def _find(self, contact_id: str) -> Found:
        for book, contact, line in contacts_in(self._studio, self._studio.draft.root):
            if contact.id == contact_id and isinstance(book.record, ContactFile):
                index = book.record.contacts.index(contact)
                return Found(book, contact, line, self._studio.drafts.read(book.path), index)
        raise Refused(
            HTTPStatus.NOT_FOUND,
            "There is no such contact in the draft, or its file cannot be read.",
            "Look at the list of files for what is to be put right.",
        )

    def _shown(
        self,
        visit: Visit,
        found: Found,
        form: ContactForm,
        problems: tuple[Problem, ...] = (),
        status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
    ) -> Response:
        contact, names = found.contact, dict(authorities_of(self._studio))
        others = tuple(
            (each.id, each.name)
            for book, each, _ in contacts_in(self._studio, self._studio.draft.root)
            if book.path == found.book.path and each.id != contact.id
        )
        filled = form.with_blank_rows()
        page = ContactPage(
            id=contact.id,
            name=contact.name,
            authority=names.get(found.book.pack, found.book.pack),
            role=contact.role.replace("_", " "),
            purpose=contact.purpose,
            edit=edit_address(found.book.path, found.line),
            digest=found.file.digest,
            can_edit=visit.person.can_edit,
            problems=problems,
            checked_says=_checked(contact),
            others=others,
            **{each.name: getattr(filled, each.name) for each in fields(filled)},
        )
        html = render("contact.html", self._door.surrounding(visit.request), page, here="contacts")
        return page_response(html, status if problems else HTTPStatus.OK)


def _sign(fault: Shown) -> tuple[str, str, str]:
    """The same fault on another line is no new one."""
    return fault.path, fault.rule, fault.what


def _checked(contact: Contact) -> str:
    if contact.checked_on is None:
        return "Nobody has confirmed this contact yet."
    return f"Last checked on {day_in_words(contact.checked_on)}."


def _document(text: str) -> Document | None:
    try:
        return read_text(text, Path("contacts.yaml"))
    except KnowledgeErrors:
        return None


def _preview(found: Found, text: str) -> str:
    """How the contact reads with the changes."""
    contact = parse(read_text(text, Path(found.file.path)), ContactFile).contacts[found.place]
    numbers = ", ".join(f"{each.number} ({each.label})" if each.label else each.number for each in contact.phones)
    standing = STATUSES[contact.status]
    sentence = standing[:1].upper() + standing[1:]
    return f"{contact.name}: {numbers or 'no number'}. {hours_in_words(contact.hours)}. {sentence}."
