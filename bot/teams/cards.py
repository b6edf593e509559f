"""From a reply to Adaptive Cards of version 1.5: pure, and without a word of its own beside the titles of its parts.

    Reply -> parts in the order on the screen -> one card, or several where one message cannot hold them

A message of Teams holds about 28 KB; a card here stays under `LARGEST`. The state of a conversation rides in each
button twice (once for clients that only know `Action.Submit`), so it is shortened first; see `Conversation.encode`.
What is still too large is split between parts: the box to ring from stays first, the choices stay last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.conversation import Conversation
from bot.core.numbers import numbers_of
from bot.core.plain import evidence_text, plain_text
from bot.core.reply import Choice, ContactLine, Evidence, Kind, Reply
from bot.teams.parts import Element, container, heading, linked, press, ring, text, verbatim

LARGEST = 22_000
"""Bytes of a card as sent; the message around it takes another two thousand."""
SHORTEST_STATE = 300
FALLBACK_SHARE = 6_000
LONGEST_ROW = 34
MOST_IN_A_ROW = 3
STYLES = {"main": "positive", "plain": "default", "danger": "destructive"}
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
WHICH_COUNCIL = "Which council is it? Then I can give you its own words and numbers."
WITHOUT = "Without those words"
ASKED_FOR_OPINION = frozenset({Kind.LEVEL, Kind.NOTHING_MATCHED, Kind.OUTCOME})
HELPFUL = "helpful"
OPINIONS = (("Helpful", HELPFUL), ("Not helpful", "not-helpful"))
SEND_WITHOUT = "Send it without those words"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a channel adds to a reply: councils to choose from while none is chosen, and a word on the school typed."""

    councils: tuple[tuple[str, str], ...] = ()
    note_on_place: str = ""


def cards(reply: Reply, beside: Beside = Beside()) -> tuple[Element, ...]:
    """The reply as one card; as several only where one would be too large."""
    for longest in (2000, 1000, 600, SHORTEST_STATE):
        state = Conversation.decode(reply.state).encode(longest=longest)
        parts = tuple(_parts(reply, beside, state))
        whole = one_card(parts, plain_text(reply)[:FALLBACK_SHARE])
        if size(whole) <= LARGEST:
            return (whole,)
    return tuple(one_card(each, reply.headline) for each in _split(parts))


def size(card: Element) -> int:
    """Bytes as sent."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())


def one_card(parts: tuple[Element, ...], fallback: str) -> Element:
    """A card of these parts. `fallback` is read where a client cannot draw it; some read it as markdown."""
    body, unlinked = list(parts), fallback.replace("](", "] (")
    return {"type": "AdaptiveCard", "$schema": SCHEMA, "version": "1.5", "fallbackText": unlinked, "body": body}


def _split(parts: tuple[Element, ...]) -> list[tuple[Element, ...]]:
    """Parts in their order, as many to a card as it holds. A part alone is always smaller than a card."""
    found: list[tuple[Element, ...]] = []
    held: tuple[Element, ...] = ()
    for part in parts:
        if held and size(one_card((*held, part), "")) > LARGEST:
            found.append(held)
            held = ()
        held = (*held, part)
    return [*found, held]


def _parts(reply: Reply, beside: Beside, state: str) -> Iterator[Element]:
    """Every part of the reply that is not empty, in the order on the screen."""
    numbers = numbers_of((*reply.ring_now, *reply.contacts))
    yield _top(reply, numbers)
    yield from (text(each, numbers) for each in reply.paragraphs)
    yield from _contacts(reply, numbers)
    yield from _evidence("Why", reply.reasons)
    yield from _evidence("Set aside", reply.set_aside)
    yield from _question(reply, state)
    yield from _note(reply)
    yield from _resend(reply, state)
    yield from rows(reply.choices, state)
    yield from _more(reply, numbers)
    yield from _opinion(reply)
    yield from _which_council(beside, state)
    yield from _small_print(reply, beside, numbers)


def _top(reply: Reply, numbers: Mapping[str, str]) -> Element:
    """The headline; in the urgent box where somebody must be rung now, with a button for each number."""
    title = heading(reply.headline, size="Large", numbers=numbers)
    if not reply.ring_now:
        return title
    lines = [each for line in reply.ring_now for each in _ring_line(line, reply.shared_caution)]
    return container([title, *lines], style="attention", bleed=True)


def _ring_line(line: ContactLine, shared_caution: str | None) -> Iterator[Element]:
    who = f"{line.name} ({line.when})" if line.when else line.name
    yield text(who, weight="Bolder", spacing="Medium")
    if line.number:
        yield {"type": "ActionSet", "actions": [ring(line)], "spacing": "Small"}
    yield from _ways(line, shared_caution)


def _contacts(reply: Reply, numbers: Mapping[str, str]) -> Iterator[Element]:
    if reply.contacts:
        yield heading("Who to call", separator=True, spacing="Medium")
    for line in reply.contacts:
        yield container(list(_contact(line, numbers, reply.shared_caution)), spacing="Medium")


def _contact(line: ContactLine, numbers: Mapping[str, str], shared_caution: str | None) -> Iterator[Element]:
    yield text(f"{line.name} ({line.when})" if line.when else line.name, weight="Bolder")
    if line.number:
        yield text(f"Ring {line.number}", numbers, spacing="None")
    if line.purpose:
        yield text(line.purpose, numbers, spacing="None")
    yield from _ways(line, shared_caution)


def _ways(line: ContactLine, shared_caution: str | None) -> Iterator[Element]:
    """What stands beside a number: how sure it is, and other ways to reach them."""
    if line.caution and not shared_caution:
        yield text(line.caution, spacing="None")
    if line.how and not line.number:
        yield text(line.how, spacing="None")
    if line.email:
        yield {**text("", spacing="None"), "text": linked(line.email, f"mailto:{line.email}")}
    if line.url and line.url.startswith("https://"):
        yield {**text("", spacing="None"), "text": linked("Web page", line.url)}


def _evidence(title: str, found: tuple[Evidence, ...]) -> Iterator[Element]:
    if not found:
        return
    yield heading(title, separator=True, spacing="Medium")
    yield from (verbatim(evidence_text(each)) for each in found)


def _question(reply: Reply, state: str) -> Iterator[Element]:
    if reply.question is None:
        return
    yield heading(reply.question.asks, separator=True, spacing="Medium")
    if reply.question.help:
        yield text(reply.question.help)
    yield from rows(reply.question.choices, state)


def _note(reply: Reply) -> Iterator[Element]:
    """Line by line, since a card keeps no line breaks: to be selected and copied, and in no field that is sent."""
    if reply.note:
        lines = [verbatim(line, spacing="None") for line in reply.note.split("\n") if line.strip()]
        yield container([heading("Note for your own record"), *lines], style="emphasis")


def _resend(reply: Reply, state: str) -> Iterator[Element]:
    if reply.resend is None:
        return
    field = {"type": "Input.Text", "id": "resend", "label": WITHOUT, "value": reply.resend, "isMultiline": True}
    yield {**field, "isRequired": True, "errorMessage": "Say it in a few words, without names."}
    action = press(SEND_WITHOUT, "resend", {"state": state}, style="positive", inputs=True)
    yield {"type": "ActionSet", "actions": [action]}


def rows(choices: tuple[Choice, ...], state: str) -> Iterator[Element]:
    """The choices as rows of buttons, short ones side by side, so that no title is cut on a phone."""
    row: list[Choice] = []
    for choice in choices:
        if row and not _fits(row, choice):
            yield _row(row, state)
            row = []
        row.append(choice)
    if row:
        yield _row(row, state)


def _fits(row: list[Choice], choice: Choice) -> bool:
    return len(row) < MOST_IN_A_ROW and sum(len(each.label) for each in (*row, choice)) <= LONGEST_ROW


def _row(choices: list[Choice], state: str) -> Element:
    """A choice too long for a button is a box to press: clients cut a button's title, and wrap a sentence."""
    first = choices[0]
    if len(first.label) > LONGEST_ROW:
        return container([text(first.label)], style="emphasis", selectAction=_choose(first, state), spacing="Small")
    return {"type": "ActionSet", "actions": [_choose(each, state) for each in choices]}


def _choose(choice: Choice, state: str) -> Element:
    return press(choice.label, "choose", {"choice": choice.id, "state": state}, style=STYLES[choice.style])


def _more(reply: Reply, numbers: Mapping[str, str]) -> Iterator[Element]:
    """What can wait, unfolded by a press: the client does that itself."""
    if not reply.more:
        return
    lines = [text(line, numbers) for line in reply.more]
    toggle = {"type": "Action.ToggleVisibility", "title": "More about this", "targetElements": ["more"]}
    yield container([{"type": "ActionSet", "actions": [toggle]}, container(lines, id="more", isVisible=False)])


def _opinion(reply: Reply) -> Iterator[Element]:
    """Was it helpful? The press carries the council and one of two words, and only a number is kept of it."""
    if reply.kind in ASKED_FOR_OPINION:
        authority = Conversation.decode(reply.state).authority
        pressed = [press(title, "opinion", {"choice": word, "authority": authority}) for title, word in OPINIONS]
        yield {"type": "ActionSet", "actions": pressed}


def _which_council(beside: Beside, state: str) -> Iterator[Element]:
    if beside.councils:
        yield heading(WHICH_COUNCIL, separator=True, spacing="Medium")
        yield from rows(tuple(Choice(f"authority:{each}", name) for each, name in beside.councils), state)


def _small_print(reply: Reply, beside: Beside, numbers: Mapping[str, str]) -> Iterator[Element]:
    """Some of it may quote a word as it was typed; only a line with a number to ring is read as markdown."""
    lines = [each for each in (reply.shared_caution, beside.note_on_place, *reply.small_print) if each]
    if lines:
        shown = [_small(line, numbers) for line in lines]
        yield container(shown, separator=True, spacing="Medium")


def _small(line: str, numbers: Mapping[str, str]) -> Element:
    if any(number in line for number in numbers):
        return text(line, numbers, spacing="Small")
    return verbatim(line, spacing="Small")
