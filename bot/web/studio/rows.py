"""One line of a list each: a sign, a contact, a flow or a file, with what is due and what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.web.studio.drafts import Kind, title_of
from bot.web.studio.editing import flow_id
from bot.web.studio.shelf import Book
from bot.web.studio.words import BANDS, STATUSES, day_in_words, hours_in_words
from flows.schema import Flow
from knowledge.schema.contact import Contact
from knowledge.schema.indicator import Indicator

SOON = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A sign. `phrases` is how many ways of saying it are known."""

    id: str
    says: str
    band: str
    authority: str
    domain: str
    phrases: int
    report_now: bool
    changed: bool
    edit: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact. `due` is empty while nothing is due; `form` is where its number is changed."""

    id: str
    name: str
    authority: str
    role: str
    numbers: str
    hours: str
    status: str
    review_by: str
    due: str
    changed: bool
    form: str
    edit: str


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A flow; `faults` is how much is to be put right in its file."""

    id: str
    title: str
    authority: str
    steps: int
    faults: int
    changed: bool
    picture: str
    edit: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the draft."""

    path: str
    title: str
    kind: Kind
    faults: int
    changed: bool
    edit: str


def edit_address(path: str, line: int = 0) -> str:
    """The editor at a line of a file."""
    return "/studio/file?" + urlencode({"path": path, **({"line": line} if line else {})})


def due_in_words(review_by: dt.date, today: dt.date) -> str:
    """When a review is due; empty while that is far."""
    if review_by < today:
        return f"review overdue since {day_in_words(review_by)}"
    return f"review due by {day_in_words(review_by)}" if review_by <= today + SOON else ""


def indicator_row(book: Book, sign: Indicator, line: int, *, changed: bool) -> IndicatorRow:
    return IndicatorRow(
        id=sign.id,
        says=sign.says,
        band=BANDS[sign.band.value],
        authority=book.pack,
        domain=sign.in_domain,
        phrases=len(sign.phrases),
        report_now=sign.report_now,
        changed=changed,
        edit=edit_address(book.path, line),
    )


def contact_row(book: Book, contact: Contact, line: int, today: dt.date, *, changed: bool) -> ContactRow:
    return ContactRow(
        id=contact.id,
        name=contact.name,
        authority=book.pack,
        role=contact.role.replace("_", " "),
        numbers=", ".join(phone.number for phone in contact.phones),
        hours=hours_in_words(contact.hours),
        status=STATUSES[contact.status],
        review_by=day_in_words(contact.review_by),
        due=due_in_words(contact.review_by, today),
        changed=changed,
        form=f"/studio/contact/{contact.id}",
        edit=edit_address(book.path, line),
    )


def flow_row(book: Book, flow: Flow, faults: int, *, changed: bool) -> FlowRow:
    picture = f"/studio/flow/{flow.id}"
    return FlowRow(
        flow.id, flow.title, flow.authority, len(flow.steps), faults, changed, picture, edit_address(book.path)
    )


def broken_row(path: str, faults: int, *, changed: bool) -> FlowRow:
    name = flow_id(path)
    return FlowRow(
        name, title_of(path), path.split("/")[1], 0, faults, changed, f"/studio/flow/{name}", edit_address(path)
    )


def due_last(row: ContactRow) -> bool:
    return not row.due
