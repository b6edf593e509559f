"""Contacts in words: what stands beside a number so that a tired reader knows whether to ring it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import phonenumbers

from bot.core.reply import ContactLine
from knowledge import clock
from knowledge.directory import Offer
from knowledge.schema.contact import Contact

UNCONFIRMED = {
    "confirmed": None,
    "as_published": "As last published; nobody has confirmed it since.",
    "unconfirmed": "Not confirmed: check it before you rely on it.",
}


def contact_line(offer: Offer, now: dt.datetime) -> ContactLine:
    """One contact at one moment."""
    contact = offer.contact
    phone = contact.phones[0] if contact.phones else None
    return ContactLine(
        id=contact.id,
        name=contact.name,
        number=phone.number if phone else None,
        tel=dialled(phone.number) if phone else None,
        when=when_in_words(offer, clock.in_london(now)),
        purpose=contact.purpose,
        how=contact.how,
        email=contact.email,
        url=contact.url,
        caution=UNCONFIRMED[contact.status],
    )


def contact_lines(offers: Iterable[Offer], now: dt.datetime) -> tuple[ContactLine, ...]:
    """Each contact once, in the order given."""
    once = {offer.contact.id: offer for offer in offers}
    return tuple(contact_line(offer, now) for offer in once.values())


def dialled(number: str) -> str:
    """The number as a telephone link needs it; short codes such as 999 and 101 stay as they are."""
    if len(number.replace(" ", "")) <= 4:
        return number.replace(" ", "")
    parsed = phonenumbers.parse(number, "GB")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def when_in_words(offer: Offer, now: dt.datetime) -> str:
    """'open until 17:00', 'opens Monday 08:40', 'day and night', or that nobody has said."""
    if not offer.contact.phones:
        return ""
    if offer.answering == "unknown":
        return _unknown(offer.contact)
    if offer.answering == "open":
        return f"open until {_moment(offer.closes, now)}" if offer.closes else "day and night"
    return f"opens {_moment(offer.opens, now)}" if offer.opens else "closed now"


def _unknown(contact: Contact) -> str:
    if contact.hours.kind == "outside":
        return "out of hours; the hours are not published"
    return "hours not published"


def _moment(moment: dt.datetime, now: dt.datetime) -> str:
    moment = clock.in_london(moment)
    days = (moment.date() - now.date()).days
    time = moment.strftime("%H:%M")
    if days == 0:
        return time
    if days == 1:
        return f"tomorrow {time}"
    if days < 7:
        return f"{moment:%A} {time}"
    return f"{moment:%A} {moment.day} {moment:%B} {time}"
