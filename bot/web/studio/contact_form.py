"""What the form for a contact says, and the change it makes to the file: pure, so that it can be tested by itself.

Only what differs from the contact as it is goes into the file, so that comments and everything else stay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from bot.web.studio.words import BANK_HOLIDAYS, DAYS, HOURS_KINDS, STATUSES
from knowledge.schema.contact import Contact, Hours
from knowledge.strict_yaml import Document
from knowledge.written import Data

BLANK_ROWS = 1
MOST_ROWS = 20
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field; "" where it is of the whole form."""

    field: str
    says: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A number as it stands in the form."""

    number: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """An opening as it stands in the form."""

    days: tuple[str, ...] = ()
    opens: str = ""
    closes: str = ""


@dataclass(frozen=True, slots=True)
class ContactForm:
    """The fields, as they stand in the file or as somebody filled them in."""

    phones: tuple[PhoneRow, ...]
    email: str
    url: str
    hours_kind: str
    openings: tuple[OpeningRow, ...]
    outside: str
    bank_holidays: str
    status: str
    checked_today: bool
    review_by: str

    def with_blank_rows(self) -> ContactForm:
        """With room for one more number and opening."""
        return replace(
            self,
            phones=(*self.phones, *[PhoneRow()] * BLANK_ROWS),
            openings=(*self.openings, *[OpeningRow()] * BLANK_ROWS),
        )


def form_of(contact: Contact) -> ContactForm:
    """The form as the file says."""
    hours = contact.hours
    return ContactForm(
        phones=tuple(PhoneRow(phone.number, phone.label or "") for phone in contact.phones),
        email=contact.email or "",
        url=contact.url or "",
        hours_kind=hours.kind,
        openings=tuple(OpeningRow(each.days, each.opens, each.closes) for each in hours.weekly),
        outside=hours.outside or "",
        bank_holidays=hours.bank_holidays,
        status=contact.status,
        checked_today=False,
        review_by=str(contact.review_by),
    )


def filled_in(form: Mapping[str, object], lists: Mapping[str, Sequence[str]], before: ContactForm) -> ContactForm:
    """The form as somebody sent it. A field that was not sent stays as it was; rows without anything are left out."""

    def field(name: str, otherwise: str) -> str:
        return str(form.get(name, otherwise)).strip()[:LONGEST]

    rows = [n for n in _rows(form, "number") if field(f"number-{n}", "")]
    openings = [
        n for n in _rows(form, "opens") if field(f"opens-{n}", "") or field(f"closes-{n}", "") or lists.get(f"days-{n}")
    ]
    return ContactForm(
        phones=tuple(PhoneRow(_digits(field(f"number-{n}", "")), field(f"label-{n}", "")) for n in rows)
        if "number-0" in form
        else before.phones,
        email=field("email", before.email),
        url=field("url", before.url),
        hours_kind=field("hours_kind", before.hours_kind),
        openings=tuple(
            OpeningRow(_in_order(lists.get(f"days-{n}", ())), field(f"opens-{n}", ""), field(f"closes-{n}", ""))
            for n in openings
        )
        if "opens-0" in form
        else before.openings,
        outside=field("outside", before.outside),
        bank_holidays=field("bank_holidays", before.bank_holidays),
        status=field("status", before.status),
        checked_today=field("checked_today", "") == "yes",
        review_by=field("review_by", before.review_by),
    )


def problems_of(form: ContactForm) -> tuple[Problem, ...]:
    """What cannot go into a file, in plain words; what the checks say better is left to them."""
    return tuple(_problems(form))


def _problems(form: ContactForm) -> Iterator[Problem]:
    offered = (
        ("hours_kind", form.hours_kind in HOURS_KINDS),
        ("bank_holidays", form.bank_holidays in BANK_HOLIDAYS),
        ("status", form.status in STATUSES),
    )
    yield from (Problem(name, "Choose one of the answers offered.") for name, known in offered if not known)
    if form.hours_kind == "outside" and not form.outside:
        yield Problem("outside", "Choose the team whose closing hours this one covers.")
    if form.hours_kind == "weekly":
        yield from _problems_of_times(form.openings)
    try:
        dt.date.fromisoformat(form.review_by)
    except ValueError:
        yield Problem("review_by", "The date to look again is not a date.", "Write year, month, day: 2027-02-22.")


def _problems_of_times(openings: Sequence[OpeningRow]) -> Iterator[Problem]:
    if not openings:
        yield Problem("opens-0", "Say at which times of the week somebody answers, or choose another answer.")
    for n, opening in enumerate(openings):
        if not opening.days:
            yield Problem(f"opens-{n}", "Choose the days of these times.")
        if not (_is_time(opening.opens) and _is_time(opening.closes)):
            yield Problem(f"opens-{n}", "This is not a time of day.", "Write both times like 09:00 and 17:00.")
        elif opening.closes <= opening.opens:
            yield Problem(f"opens-{n}", "It closes before it opens.", "Look at both times.")


def field_at(document: Document, index: int, line: int, column: int) -> str:
    """The field of the form for a place in the file: what stands there or begins last before it."""
    here = [(at, path) for path, at in document.values.items() if path[:2] == ("contacts", index)]
    before = [(at, path) for at, path in here if (at.line, at.column) <= (line, column)]
    path = max(before, default=(None, ()), key=lambda each: (each[0].line, each[0].column, len(each[1])))[1]
    parts = path[2:]
    if parts[:1] == ("phones",):
        return f"number-{parts[1] if len(parts) > 1 else 0}"
    if parts[:2] == ("hours", "weekly"):
        return f"opens-{parts[2] if len(parts) > 2 else 0}"
    if parts[:1] == ("hours",):
        return "outside" if parts[1:] == ("outside",) else "hours_kind"
    return str(parts[0]) if parts[:1] in {("email",), ("url",), ("review_by",), ("status",)} else ""


def differences(filled: ContactForm, now: ContactForm) -> tuple[Problem, ...]:
    """Where a form that was filled in earlier says something else than the file does by now."""
    pairs = {
        "number-0": (_numbers(filled), _numbers(now)),
        "hours_kind": (_times(filled), _times(now)),
        "status": (filled.status, now.status),
        "review_by": (filled.review_by, now.review_by),
        "email": (filled.email, now.email),
        "url": (filled.url, now.url),
    }
    return tuple(
        Problem(field, f"The file says now: {new or 'nothing'}.", f"You have: {old or 'nothing'}.")
        for field, (old, new) in pairs.items()
        if old != new
    )


def _numbers(form: ContactForm) -> str:
    return ", ".join(f"{each.number} ({each.label})" if each.label else each.number for each in form.phones)


def _times(form: ContactForm) -> str:
    if form.hours_kind != "weekly":
        return HOURS_KINDS.get(form.hours_kind, form.hours_kind)
    return "; ".join(f"{', '.join(each.days)} {each.opens} to {each.closes}" for each in form.openings)


def changes_of(contact: Contact, form: ContactForm, *, today: dt.date) -> dict[str, Data]:
    """Key by key what differs from the contact; None takes a key away."""
    before = form_of(contact)
    found: dict[str, Data] = {}
    if form.phones != before.phones:
        found["phones"] = [_phone(each) for each in form.phones] or None
    for name, old, new in (("email", before.email, form.email), ("url", before.url, form.url)):
        if old != new:
            found[name] = new or None
    if _hours(form) != _hours(before):
        found["hours"] = _hours_as_data(form, contact.hours)
    if form.status != before.status:
        found["status"] = form.status
    if form.checked_today:
        found |= {"status": "confirmed", "checked_on": str(today)}
    if form.review_by != before.review_by:
        found["review_by"] = form.review_by
    return found


def _hours(form: ContactForm) -> tuple[object, ...]:
    """What of the form says when somebody answers."""
    openings = form.openings if form.hours_kind == "weekly" else ()
    return form.hours_kind, openings, form.outside if form.hours_kind == "outside" else "", form.bank_holidays


def _hours_as_data(form: ContactForm, before: Hours) -> Data:
    hours: dict[str, Data] = {"kind": form.hours_kind}
    if form.hours_kind == "weekly":
        hours["weekly"] = [
            {"days": list(each.days), "opens": each.opens, "closes": each.closes} for each in form.openings
        ]
    if form.hours_kind == "outside":
        hours["outside"] = form.outside
    if form.bank_holidays != "not_stated" or "bank_holidays" in before.model_fields_set:
        hours["bank_holidays"] = form.bank_holidays
    return hours


def _phone(row: PhoneRow) -> Data:
    return {"number": row.number, "label": row.label} if row.label else {"number": row.number}


def _is_time(typed: str) -> bool:
    hour, _, minute = typed.partition(":")
    plain = len(hour) == len(minute) == 2 and typed.isascii() and (hour + minute).isdecimal()
    return typed == "24:00" or (plain and int(hour) < 24 and int(minute) < 60)


def _rows(form: Mapping[str, object], name: str) -> list[int]:
    """The numbers of the rows that were sent."""
    found: list[int] = []
    for n in count():
        if n >= MOST_ROWS or f"{name}-{n}" not in form:
            return found
        found.append(n)
    return found


def _in_order(days: Sequence[str]) -> tuple[str, ...]:
    return tuple(day for day in DAYS if day in days)


def _digits(typed: str) -> str:
    """A number with plain single blanks, and without the brackets and dashes that people type.

    With a letter in it (an O for a 0) it is left as typed: the checks refuse it, and nobody guesses.
    """
    if any(each.isalpha() for each in typed):
        return typed
    kept = "".join(each if each.isascii() and (each.isdecimal() or each == "+") else " " for each in typed)
    return " ".join(kept.split()) or typed
