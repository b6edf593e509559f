"""What happens when somebody writes, presses, or adds the app: thin, since the desk answers and `cards` builds.

    message -> handled once -> desk -> cards -> delivered -> remembered -> counted

A press needs no handled-once: its answer is the response itself, and the same press gives the same card. It is counted
once. What cannot be delivered is given back, so that the platform's redelivery is answered.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import anyio

from bot.core.consultation import at_default
from bot.core.conversation import Conversation
from bot.core.place_note import lacks_council, place_note
from bot.core.plain import plain_text
from bot.core.reply import Reply
from bot.core.safely import where
from bot.core.turn import Turn
from bot.desk import Desk, Told
from bot.teams.cards import HELPFUL, Beside, cards, one_card
from bot.teams.delivery import PATIENT, Patience, Undelivered, deliver
from bot.teams.messages import Context, asker, event_of, in_private, message, replacing, said, saying
from bot.teams.parts import Element, heading, text, verbatim
from bot.teams.place_form import NONE, place_card
from bot.teams.presses import Press, is_press, press_from
from bot.teams.sdk import AdaptiveCardInvokeActivity, App, InstalledActivity, MessageActivity, MessageActivityInput
from bot.teams.status import ASKED, status_card
from bot.teams.words import OPEN, PROMPTS, THANKS, pointer, private_chat
from flows.typed import plain as plainly
from knowledge import clock
from trends.counters import Channel

log = logging.getLogger(__name__)

CHANNEL: Channel = "teams"
ASKS_FOR_PLACE = frozenset({"place", "my place", "change place", "where i work", "area", "school"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A card that answers a turn, in as many parts as it takes. `told` is None for what is no reply of the core."""

    parts: tuple[Element, ...]
    summary: str
    told: Told | None = None


def no_trends(_authority: str) -> tuple[str, ...]:
    """For those who run without trends."""
    return ()


@dataclass(frozen=True)
class Chat:
    """The handlers. `default_authority` is chosen until somebody chooses another."""

    desk: Desk
    app_id: str
    officers: tuple[str, ...] = ()
    default_authority: str = ""
    patience: Patience = PATIENT
    trends: Callable[[str], Sequence[str]] = no_trends
    """The published headlines of an authority, or of all."""

    def register(self, app: App) -> None:
        app.on_message(self.on_message)
        app.on_card_action(self.on_press)
        app.on_install_add(self.on_added)

    async def on_message(self, ctx: Context[MessageActivity]) -> None:
        """Words typed, or a press from a client that knows no `Action.Execute`."""
        activity = ctx.activity
        if not in_private(activity):
            if activity.is_recipient_mentioned():
                await self._point(ctx)
            return
        async with self._once(event_of(activity)) as first:
            if not first:
                return
            if not is_press(activity.value):
                await self._hand_over(await self._typed(said(activity), ctx), ctx)
                return
            press = press_from(None, activity.value)
            shown = await self._pressed(press, ctx)
            await self._hand_over(shown, ctx, in_place_of=None if press.verb == "opinion" else activity.reply_to_id)

    async def on_press(self, ctx: Context[AdaptiveCardInvokeActivity]) -> Any:
        """A press: the card that takes the place of the one pressed. What does not fit follows as messages."""
        action = ctx.activity.value.action
        if not in_private(ctx.activity):
            return replacing(self._pointing().parts[0])
        press = press_from(action.verb, action.data)
        if press.verb == "opinion":
            await self._count_opinion(press, ctx)
            return saying(THANKS)
        shown = await self._pressed(press, ctx)
        for number, part in enumerate(shown.parts[1:], 1):
            await self._send_part(part, shown, ctx, number)
        await self._remember(shown, ctx)
        return replacing(shown.parts[0])

    async def on_added(self, ctx: Context[InstalledActivity]) -> None:
        """The welcome: what this does and keeps. In a group, where to find it."""
        if not in_private(ctx.activity):
            await self._point(ctx)
            return
        async with self._once(event_of(ctx.activity)) as first:
            if first:
                shown = await self._turn(Turn(choice="help"), await self.desk.resumed(asker(ctx.activity)), ctx)
                await self._hand_over(shown, ctx, prompts=PROMPTS)

    async def _typed(self, words: str, ctx: Context[Any]) -> Shown:
        state = await self.desk.resumed(asker(ctx.activity))
        if plainly(words) in ASKS_FOR_PLACE:
            return self._place_form(state)
        if plainly(words) == ASKED and ctx.activity.from_.aad_object_id in self.officers:
            return self._status(state)
        return await self._turn(Turn(typed=words), state, ctx)

    async def _pressed(self, press: Press, ctx: Context[Any]) -> Shown:
        """The answer to a press; a button without a state is answered from what is remembered."""
        state = press.state or await self.desk.resumed(asker(ctx.activity))
        if press.verb == "place":
            return await self._placed(press, state, ctx)
        if press.verb == "opinion":
            await self._count_opinion(press, ctx)
            return Shown((one_card((text(THANKS),), THANKS),), THANKS)
        if press.verb == "resend":
            return await self._turn(Turn(typed=press.typed), state, ctx)
        return await self._turn(Turn(choice=press.choice or "help"), state, ctx)

    async def _placed(self, press: Press, state: str, ctx: Context[Any]) -> Shown:
        """A place chosen: the form again for the areas of a council just chosen, or else what to do with the place."""
        conversation = Conversation.decode(state)
        house = self.desk.current()
        chosen = press.authority if press.authority in house.served else conversation.authority
        moved = replace(conversation, authority=chosen, area="", setting="", flow="")
        places = house.pack_of(moved).places
        if chosen != conversation.authority and (places.areas or places.settings):
            return self._place_form(moved.encode())
        here = replace(conversation, authority=chosen, area="", setting="").encode()
        area = "" if press.area == NONE else press.area
        next_step = "calls" if conversation.heard else "help"
        return await self._turn(Turn(choice=next_step, area=area, school=press.school), here, ctx)

    async def _count_opinion(self, press: Press, ctx: Context[Any]) -> None:
        """Once for each card and person, however often it is pressed."""
        event = f"opinion:{asker(ctx.activity)}:{ctx.activity.reply_to_id or event_of(ctx.activity)}"
        helpful = press.choice == HELPFUL
        await self.desk.opinion(helpful=helpful, authority=press.authority, channel=CHANNEL, event=event)

    def _place_form(self, state: str) -> Shown:
        card = place_card(self.desk.current(), state)
        return Shown((card,), card["fallbackText"])

    def _status(self, state: str) -> Shown:
        today = clock.in_london(self.desk.clock()).date()
        authority = Conversation.decode(state).authority or self.default_authority
        card = status_card(self.desk.current(), today, self.trends(authority))
        return Shown((card,), card["fallbackText"])

    async def _turn(self, turn: Turn, state: str, ctx: Context[Any]) -> Shown:
        turn = at_default(replace(turn, state=state), self.default_authority)
        told = await self.desk.answer(turn, channel=CHANNEL, person=asker(ctx.activity))
        reply = told.reply
        councils = told.house.names() if lacks_council(reply) else ()
        beside = Beside(councils, place_note(told.house, Conversation.decode(reply.state), turn.school))
        return Shown(built(reply, beside), reply.headline, told)

    async def _hand_over(
        self, shown: Shown, ctx: Context[Any], *, in_place_of: str | None = None, prompts: tuple[str, ...] = ()
    ) -> None:
        """Delivers every part, then remembers and counts. Raises Undelivered."""
        for number, part in enumerate(shown.parts):
            await self._send_part(part, shown, ctx, number, prompts=prompts, in_place_of=in_place_of)
            in_place_of, prompts = None, ()
        await self._remember(shown, ctx)

    async def _send_part(
        self,
        part: Element,
        shown: Shown,
        ctx: Context[Any],
        number: int,
        *,
        prompts: tuple[str, ...] = (),
        in_place_of: str | None = None,
    ) -> None:
        """One message, once: a redelivery goes on with the first part that was not delivered. Raises Undelivered."""
        async with self._once(f"{event_of(ctx.activity)}:part:{number}") as first:
            if first:
                fresh = message(part, shown.summary, prompts=prompts, to=ctx.activity.from_.id)
                await self._send(fresh, ctx, in_place_of)

    async def _send(self, fresh: MessageActivityInput, ctx: Context[Any], in_place_of: str | None) -> None:
        """In place of the card that was pressed, or below it where that card can no longer be changed."""
        if in_place_of:
            try:
                await self._deliver(lambda: ctx.send(fresh.model_copy(update={"id": in_place_of})))
                return
            except Undelivered as error:
                log.warning("A card could not be changed in place: %s.", error)
        await self._deliver(lambda: ctx.send(fresh.model_copy()))

    async def _deliver(self, send: Callable[[], Awaitable[object]]) -> None:
        """Raises Undelivered."""
        try:
            await deliver(send, self.patience)
        except Undelivered as error:
            self.desk.metrics.undelivered(CHANNEL, error.reason)
            raise
        self.desk.metrics.delivered(CHANNEL)

    async def _remember(self, shown: Shown, ctx: Context[Any]) -> None:
        if shown.told is None:
            return
        await self.desk.keep(asker(ctx.activity), shown.told.reply.state)
        await self.desk.count(shown.told, channel=CHANNEL, event=event_of(ctx.activity))

    async def _point(self, ctx: Context[Any]) -> None:
        """Says where to ask, in front of the others, without having read a word."""
        async with self._once(event_of(ctx.activity)) as first:
            if first:
                await self._hand_over(self._pointing(), ctx)

    def _pointing(self) -> Shown:
        reply = pointer(self.desk, self.default_authority)
        (card,) = cards(reply)
        chat = {"type": "Action.OpenUrl", "title": OPEN, "url": private_chat(self.app_id), "style": "positive"}
        card["body"].insert(1, {"type": "ActionSet", "actions": [chat]})
        return Shown((card,), reply.headline)

    @asynccontextmanager
    async def _once(self, event: str) -> AsyncIterator[bool]:
        """Whether to do what is to be done for this event; given back when that fails.

        Raises Undelivered while another process is at it: the platform comes again, and will find it done or free.
        """
        claim = await self.desk.begin(event)
        if claim == "busy":
            raise Undelivered("another delivery of it is being answered")
        try:
            yield claim == "new"
        except BaseException:
            if claim == "new":
                with anyio.CancelScope(shield=True):
                    await self.desk.forget(event)
            raise
        if claim == "new":
            await self.desk.finish(event)


def built(reply: Reply, beside: Beside) -> tuple[Element, ...]:
    """The cards of a reply; its plain text where they cannot be built, since a reply is always shown (promise P6)."""
    try:
        return cards(reply, beside)
    except Exception as error:  # noqa: BLE001 - the edge: whatever broke, the person gets the words and the numbers
        log.error("A card could not be built: %s at %s", type(error).__name__, where(error))
    lines = [verbatim(line) for line in plain_text(reply).split("\n") if line.strip()]
    return (one_card((heading(reply.headline), *lines), reply.headline),)
