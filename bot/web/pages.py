"""From a reply to HTML: pure builders over templates that escape everything they are given.

Each part of a reply has its own small template in templates/parts; `kind` becomes a class name and changes no word.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.numbers import numbers_of
from bot.core.reply import ContactLine, Reply
from bot.web.calendar import day_of
from bot.web.places import AuthorityView, authority_views, emergency_lines
from bot.web.tappable import tappable
from knowledge import clock

FOR_ME = "Type a reply, or another worry"
FOR_OFFICERS = "For the officers: what was missing?"
EXIT = "https://www.bbc.co.uk/weather"
TEMPLATES = Environment(
    loader=PackageLoader("bot.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["tappable"] = tappable


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """The date to look again, to be put into a calendar."""

    days: int
    shown: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply with what the page needs beside it. `event` marks the next press, so that it counts once."""

    reply: Reply
    event: str
    authority: str
    authority_name: str
    area: str
    note_on_place: str = ""
    calendar: CalendarLink | None = None

    @property
    def typed_label(self) -> str:
        """What stands over the box: whether the next words are a worry, or for the officers."""
        return FOR_OFFICERS if Conversation.decode(self.reply.state).noting else FOR_ME

    @property
    def shared_caution(self) -> str | None:
        """The caution that holds for every number here, said once."""
        return self.reply.shared_caution


@dataclass(frozen=True, slots=True)
class Chat:
    """The whole page. `answer` is None on the first visit."""

    authorities: tuple[AuthorityView, ...]
    emergency: tuple[ContactLine, ...]
    chosen: str
    event: str
    answer: Answer | None = None
    exit: str = EXIT

    @property
    def numbers(self) -> dict[str, str]:
        """Every number that the page knows, to be made a link wherever a sentence holds it."""
        lines = [*self.emergency, *(line for each in self.authorities for line in each.lines)]
        reply = self.answer.reply if self.answer else None
        return numbers_of([*lines, *reply.ring_now, *reply.contacts] if reply else lines)


def answer_of(reply: Reply, house: House, now: dt.datetime, *, event: str, note_on_place: str = "") -> Answer:
    """A reply with its surroundings; the place is read from the state that the reply carries."""
    conversation = Conversation.decode(reply.state)
    return Answer(
        reply=reply,
        event=event,
        authority=conversation.authority,
        authority_name=house.pack_of(conversation).authority.name,
        area=f"{conversation.authority}/{conversation.area}" if conversation.area else "",
        note_on_place=note_on_place,
        calendar=_calendar_link(day_of(reply, house, now), now),
    )


def chat(house: House, now: dt.datetime, *, event: str, chosen: str = "", answer: Answer | None = None) -> Chat:
    """The page around an answer, or the first page."""
    return Chat(
        authorities=authority_views(house, now),
        emergency=emergency_lines(house, now),
        chosen=answer.authority if answer else chosen,
        event=event,
        answer=answer,
    )


def chat_page(page: Chat) -> str:
    return TEMPLATES.get_template("chat.html").render(page=page, answer=page.answer)


def turn_fragment(page: Chat) -> str:
    """Only the answer, for the script that puts it below the earlier ones."""
    return TEMPLATES.get_template("turn.html").render(page=page, answer=page.answer)


def about_page(page: Chat, *, version: str, keep_hours: int, missing_days: int = 0) -> str:
    """What this is and keeps. `missing_days`: how long notes to the officers are kept; 0 where none are taken."""
    about = TEMPLATES.get_template("about.html")
    return about.render(page=page, version=version, keep_hours=keep_hours, missing_days=missing_days)


def problem_page(page: Chat, *, headline: str, advice: str) -> str:
    """A polite page for a request that was not read, with the numbers of every authority."""
    return TEMPLATES.get_template("problem.html").render(page=page, headline=headline, advice=advice)


def last_resort_page() -> str:
    """Needs no knowledge: for when even the numbers could not be looked up."""
    return TEMPLATES.get_template("last_resort.html").render(exit=EXIT)


def _calendar_link(day: dt.date | None, now: dt.datetime) -> CalendarLink | None:
    if day is None:
        return None
    days = (day - clock.in_london(now).date()).days
    return CalendarLink(days, f"{day:%A} {day.day} {day:%B}")
