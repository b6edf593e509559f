"""What every builder needs to know: whose knowledge, which place, what time, and the conversation so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bot.core.contact_lines import contact_line, contact_lines
from bot.core.conversation import Conversation
from bot.core.reply import Choice, ContactLine, Reply
from knowledge.directory import Offer, Place, offer, offers, ring_first, whom_to_call
from knowledge.pack import Pack
from knowledge.schema.common import Band
from knowledge.schema.contact import Role

EMERGENCY: tuple[Role, ...] = ("emergency",)
LONGEST_ID = 120
"""A longer choice id (marks of words that are no names) must be pressed; the state does not carry it twice."""
DUTY: tuple[Role, ...] = ("duty", "out_of_hours")


@dataclass(frozen=True)
class Context:
    """One turn's surroundings. `now` carries its zone."""

    pack: Pack
    place: Place
    now: dt.datetime
    conversation: Conversation
    version: str
    missing_days: int = 0
    """For how many days the officers are told what was missing; 0: that is not offered."""

    def finish(self, reply: Reply, conversation: Conversation | None = None) -> Reply:
        """The reply with the state its buttons carry and the version it was given from."""
        state = conversation or self.conversation
        offered = tuple(choice.id if len(choice.id) <= LONGEST_ID else "" for choice in reply.all_choices)
        return replace(reply, state=replace(state, offered=offered).encode(), version=self.version)

    def offers_for(self, band: Band) -> tuple[Offer, ...]:
        return whom_to_call(self.pack, band, now=self.now, place=self.place)

    def offers_of(self, *roles: Role) -> tuple[Offer, ...]:
        return offers(self.pack, roles, now=self.now, place=self.place)

    def lines(self, found: tuple[Offer, ...]) -> tuple[ContactLine, ...]:
        return contact_lines(found, self.now)

    def contact(self, contact_id: str) -> ContactLine:
        return contact_line(offer(self.pack.contacts_by_id[contact_id], self.pack, now=self.now), self.now)

    def emergency(self) -> tuple[ContactLine, ...]:
        return self.lines(self.offers_of(*EMERGENCY))

    def ring_now(self, *roles: Role) -> tuple[ContactLine, ...]:
        """The number to dial first for these roles, and the next when nobody knows who answers at this hour."""
        found = self.offers_of(*roles)
        first = ring_first(found)
        if first is None:
            return self.lines(found[:1])
        if first.answering == "open":
            return self.lines((first,))
        others = tuple(each for each in found if each.rings_now and each is not first)
        return self.lines((first, *others))


WALK = Choice("walk", "Walk me through it", "main")
NOTE = Choice("note", "Note for my record")
CALLS = Choice("calls", "Call list")
DISPUTE = Choice("dispute", "They won't take it: what now?")
WRONG = Choice("wrong", "That's not right")
NEW = Choice("new", "Ask about another worry")
DANGER = Choice("danger", "The child is in danger now", "danger")
