"""App Home: what this is, whom to ring now, which council and school a person is at, and what is kept.

The place chosen here is remembered for the person (an id, for months) and used in every new conversation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import anyio
import anyio.to_thread

from bot.core.answers.context import DUTY, Context
from bot.core.consultation import context_of, with_known_place
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import ContactLine
from bot.desk import Desk
from bot.slack import kit, words
from bot.slack.heard import asker_of, part, pressed, text_of
from bot.slack.kit import Block
from bot.slack.officer import Findings, Health, officer_blocks
from bot.slack.outbox import Outbox
from bot.slack.text import escaped, ring
from knowledge import clock

AUTHORITY, AREA, SETTING = "home-authority", "home-area", "home-setting"
WHOLE = "-"

WHAT_THIS_IS = (
    "Tell me about a worry for a child, without names, in the Messages tab. I say which level of need it comes closest "
    "to in your council's published words, why, what to do next, and who to ring at this hour. I advise; a person "
    "decides."
)
HOW = (
    "*How it works*\n"
    "\u2022 Write to me directly, or type `/earlyhelp` and your worry anywhere: only you see the answer.\n"
    "\u2022 `/earlyhelp call` shows the numbers, `/earlyhelp flow` walks you through, `/earlyhelp note` makes a note "
    "for your own record, `/earlyhelp help` says what I can do.\n"
    "\u2022 On a message of somebody else: *Ask about this*, under More actions. I answer you privately."
)
KEPT = (
    "*What is kept*\n"
    "\u2022 By me: nothing you type. Your words are read, answered and gone. No names: where some of your words may "
    "tell who a child is, I stop reading and ask you to say it without them.\n"
    "\u2022 One exception, and only you can make it: what you type after pressing *Tell the officers what was "
    "missing*. You are told first; a person reads it, without you or the time, and it is deleted after some weeks.\n"
    "\u2022 For some hours, ids of where our conversation stands, and for some months the council and school you "
    "chose, under a mark that cannot be read back to you. And a count for each week: which kind of worry, no text, "
    "no person.\n"
    "\u2022 By Slack: the messages themselves, for as long as your workspace is set to. Delete one that names somebody."
)


@dataclass(frozen=True)
class HomeTab:
    """Listeners for App Home and for the agent's messages tab."""

    desk: Desk
    outbox: Outbox
    health: Health
    officers: frozenset[str] = frozenset()
    default_authority: str = ""

    async def opened(self, body: dict[str, Any]) -> None:
        """The home tab is drawn as of now; the messages tab gets what could be asked."""
        event, asker = body["event"], asker_of(body)
        if text_of(event, "tab") == "messages":
            await self.outbox.prompts(text_of(event, "channel"), words.PROMPTS, title=words.PROMPTS_TITLE)
            return
        await self._publish(asker.user, await self._place(asker.person))

    async def thread_started(self, body: dict[str, Any]) -> None:
        """The older way of agents: a thread of its own for every chat."""
        thread = part(body["event"], "assistant_thread")
        channel, ts = text_of(thread, "channel_id"), text_of(thread, "thread_ts")
        await self.outbox.prompts(channel, words.PROMPTS, title=words.PROMPTS_TITLE, thread=ts)

    async def chosen(self, body: dict[str, Any]) -> None:
        """A council, an area or a school. What the knowledge does not have changes nothing."""
        press = pressed(body)
        place = await self._place(press.asker.person)
        if await self.desk.once(press.event):
            place = placed(place, press.action, press.value, self.desk.current())
            await self.desk.settle(press.asker.person, place)
        await self._publish(press.asker.user, place)

    async def _place(self, person: str) -> Conversation:
        found = Conversation.decode(await self.desk.place_of(person))
        return found if found.authority else Conversation(authority=self.default_authority)

    async def _publish(self, user: str, place: Conversation) -> None:
        house, now = self.desk.current(), self.desk.clock()
        blocks = home_blocks(house, with_known_place(place, house), now)
        if user in self.officers:
            found = await anyio.to_thread.run_sync(self._findings, place.authority)
            blocks += officer_blocks(house, found, now)
        await self.outbox.publish(user, {"type": "home", "blocks": blocks})

    def _findings(self, authority: str) -> Findings:
        health = self.health
        return Findings(tuple(health.faults()), health.checked(), tuple(health.trends(authority)))


def placed(place: Conversation, action: str, value: str, house: House) -> Conversation:
    """The place after a choice in App Home: another council has other areas and schools."""
    value = "" if value == WHOLE else value
    if action == AUTHORITY:
        return Conversation(authority=value) if value in house.served else place
    if action == AREA:
        return with_known_place(replace(place, area=value), house)
    settings = {each.id: each for each in house.pack_of(place).places.settings}
    area = settings[value].area if value in settings else None
    return with_known_place(replace(place, setting=value, area=area or place.area), house)


def home_blocks(house: House, place: Conversation, now: dt.datetime) -> list[Block]:
    """What a practitioner sees. `place` is known to the house."""
    context = context_of(place, house, now)
    return [
        kit.header("Early help: how worried should I be, and what do I do next?"),
        kit.section(WHAT_THIS_IS),
        *_numbers(context),
        kit.divider(),
        *_choosers(house, place, context),
        kit.divider(),
        kit.section(HOW),
        kit.section(KEPT),
        *kit.small([f"Knowledge {escaped(context.version)}."]),
    ]


def _numbers(context: Context) -> list[Block]:
    """The duty numbers of this hour, and 999."""
    now = clock.in_london(context.now)
    lines = (*context.ring_now(*DUTY), *context.emergency())
    said = [_number(line) for line in lines]
    title = f"*If you are worried now*: {escaped(context.pack.authority.name)}"
    cautions = dict.fromkeys(line.caution for line in lines if line.caution)
    small = [f"As of {now:%A} {now:%H:%M}. Open this tab again for the numbers of that hour.", *map(escaped, cautions)]
    return [kit.section("\n".join([title, *said])), *kit.small(small)]


def _number(line: ContactLine) -> str:
    when = f" ({escaped(line.when)})" if line.when else ""
    number = f"*{words.RING} {ring(line.number, line.tel)}*  " if line.number and line.tel else ""
    return f"{number}{escaped(line.name)}{when}"


def _choosers(house: House, place: Conversation, context: Context) -> Iterator[Block]:
    """Council, area, school: each only where there is something to choose."""
    yield kit.section("*Where you work*, so that I can give you the right levels and numbers")
    elements = [_select("Choose a council", AUTHORITY, house.names(), place.authority)]
    places = context.pack.places
    if places.areas:
        whole = (WHOLE, f"Any {places.area_word}")
        areas = [whole, *((each.id, each.name) for each in places.areas)]
        elements.append(_select(f"Choose a {places.area_word}", AREA, areas, place.area))
    if places.settings:
        none = (WHOLE, "No school or centre in this list")
        settings = [none, *((each.id, each.name) for each in places.settings)]
        elements.append(_select("Choose a school or centre", SETTING, settings, place.setting))
    yield from kit.actions(elements)
    yield from kit.small([escaped(places.how_to_find_yours)] if places.areas else [])


def _select(placeholder: str, action: str, offered: Iterable[tuple[str, str]], chosen: str) -> Block:
    options = {value: kit.option(label, value) for value, label in offered}
    return kit.select(placeholder, action=action, options=list(options.values()), chosen=options.get(chosen))
