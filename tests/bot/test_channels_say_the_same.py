"""One reply, three channels: the same sentences, the same numbers to ring, the same choices, and nothing invented."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest

from bot.core.reply import Reply
from bot.slack.message import message
from bot.teams.cards import cards
from bot.web import pages

from .replies import TUESDAY, replies
from .slack import reading as slack
from .teams import reading as teams
from .web.fake_house import house

INSIDE_A_SENTENCE = {"a", "q", "span"}
NUMBER = re.compile(r"\b(?:0\d[\d ]{7,11}\d|999|101)\b")


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody sees of a reply. `words` with every run of white space as one space."""

    words: str
    rings: frozenset[str]
    choices: tuple[str, ...]

    @property
    def numbers(self) -> frozenset[str]:
        """Every telephone number that can be read."""
        return frozenset(NUMBER.findall(self.words))


def squeezed(text: str) -> str:
    return " ".join(text.split())


class Page(HTMLParser):
    """The words of a page, what its links ring, and what its buttons choose."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.rings: set[str] = set()
        self.choices: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in INSIDE_A_SENTENCE:
            self.words.append("\n")
        address = given.get("href") or ""
        if address.startswith("tel:"):
            self.rings.add(address.removeprefix("tel:"))
        if address.startswith("/calendar.ics"):
            self.choices.append("calendar")
        if tag == "button" and given.get("name") == "choice":
            self.choices.append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def on_the_web(reply: Reply) -> Seen:
    answer = pages.answer_of(reply, house(), TUESDAY, event="x")
    page = Page()
    page.feed(pages.turn_fragment(pages.chat(house(), TUESDAY, event="x", answer=answer)))
    return Seen(squeezed("".join(page.words)), frozenset(page.rings), tuple(page.choices))


def in_slack(reply: Reply) -> Seen:
    blocks = message(reply).blocks
    chosen = tuple(each for each in slack.choices(blocks) if each != "resend")
    fields = [each["element"]["initial_value"] for each in blocks if each["type"] == "input"]
    return Seen(squeezed(" ".join([slack.words_of(blocks), *fields])), frozenset(slack.numbers_to_tap(blocks)), chosen)


def in_teams(reply: Reply) -> Seen:
    built = cards(reply)
    links = frozenset(re.findall(r"tel:([+\d]+)", str(built)))
    pressed = [each["data"]["choice"] for card in built for each in teams.buttons(card) if each.get("verb") == "choose"]
    return Seen(squeezed(" ".join(teams.all_words(card) for card in built)), links, tuple(pressed))


CHANNELS: dict[str, Callable[[Reply], Seen]] = {"web": on_the_web, "slack": in_slack, "teams": in_teams}
EVERY_REPLY = pytest.mark.parametrize("reply", replies().values(), ids=list(replies()))


def sentences(reply: Reply) -> list[str]:
    """Everything that a reply says, in pieces that no channel may take apart."""
    lines, evidence = (*reply.ring_now, *reply.contacts), (*reply.reasons, *reply.set_aside)
    question = (reply.question.asks, reply.question.help or "") if reply.question else ()
    said = [
        reply.headline,
        *(
            part
            for text in (*reply.paragraphs, *reply.more, *reply.small_print)
            for part in re.split(r"(?<=\.) ", text)
        ),
        *(part for line in lines for part in (line.name, line.when, line.number or "", line.caution or "")),
        *(line.purpose for line in reply.contacts),
        *(line.how or "" for line in lines if not line.number),
        *(line.email or "" for line in lines),
        *(part for each in evidence for part in (each.says, each.source, each.heard_as, *each.quotes)),
        *question,
        *(reply.note or "").split("\n"),
        *(reply.resend or "").split("\n"),
        *(choice.label for choice in reply.all_choices if choice.id != "calendar"),
    ]
    return [squeezed(each) for each in said if each.strip()]


@EVERY_REPLY
def test_every_channel_says_every_sentence(reply: Reply) -> None:
    for name, seen in CHANNELS.items():
        shown = seen(reply).words.casefold()
        assert [each for each in sentences(reply) if each.casefold() not in shown] == [], name


@EVERY_REPLY
def test_every_channel_shows_the_same_numbers_and_lets_each_be_rung(reply: Reply) -> None:
    rung = {line.tel for line in (*reply.ring_now, *reply.contacts) if line.tel}
    shown = {name: seen(reply) for name, seen in CHANNELS.items()}
    for name, seen in shown.items():
        assert rung <= seen.rings, name
        assert seen.numbers == shown["web"].numbers, name


@EVERY_REPLY
def test_every_channel_offers_the_same_choices_in_the_same_order(reply: Reply) -> None:
    offered = [choice.id for choice in reply.all_choices]
    for name, seen in CHANNELS.items():
        assert list(seen(reply).choices)[: len(offered)] == offered, name
        beyond = list(seen(reply).choices)[len(offered) :]
        assert all(each.startswith("authority:") for each in beyond), name
