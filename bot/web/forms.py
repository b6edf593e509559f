"""Reads what a browser sends: a small form from our own page, and nothing else.

The body is read by hand and not by a form library: those write large parts to a file, and nothing typed may touch the
disk (promise P2). Nothing here raises on what a stranger sends; it says what was wrong with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.asgi import body_of, host_of
from bot.core.conversation import Conversation
from bot.core.turn import Turn

LARGEST_BODY = 256 * 1024
DRAINED = 16 * LARGEST_BODY
"""A large body is read on and thrown away, so that our answer is seen."""
MOST_FIELDS = 40
LONGEST_ID = 200
LONGEST_CHOICE = 600
"""A choice may carry marks of words that are no names."""
FORM = "application/x-www-form-urlencoded"

Refusal = Literal["too_large", "foreign", "not_a_form"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One press of a button on our page. `event` is the same when the same press arrives twice."""

    turn: Turn
    event: str


async def read_asked(request: Request) -> Asked | Refusal:
    """What was asked, or why it is not read."""
    if not is_own(request):
        return "foreign"
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return "not_a_form"
    body = await body_of(request, most=LARGEST_BODY, drained=DRAINED)
    return "too_large" if body is None else asked_from(body)


def is_own(request: Request) -> bool:
    """Whether our own page sent this, as far as the browser says. There is no cookie or session to ride on anyway.

    With `Referrer-Policy: no-referrer` browsers send `Origin: null` with our own forms, so that alone refuses nothing.
    """
    site = request.headers.get("sec-fetch-site")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin", "null")
    return origin == "null" or host_of(origin) == request.headers.get("host")


def asked_from(body: bytes) -> Asked | Refusal:
    """The fields of the form; the first of a repeated field counts, and unknown fields are passed over."""
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return "not_a_form"
    given = dict(reversed(pairs))
    authority = given.get("authority", "")[:LONGEST_ID]
    turn = Turn(
        typed=given.get("typed", ""),
        choice=given.get("choice", "")[:LONGEST_CHOICE],
        state=given.get("state", ""),
        authority=authority,
        area=given.get("area", "")[:LONGEST_ID],
        school=given.get("school", "")[:LONGEST_ID],
    )
    return Asked(at_given_place(turn) if "area" in given else turn, given.get("event", "")[:LONGEST_ID])


def at_given_place(turn: Turn) -> Turn:
    """The turn as the page's own fields for the place say: an area of another council, or none, clears the old one."""
    conversation = Conversation.decode(turn.state)
    authority, _, area = turn.area.partition("/")
    chosen = turn.authority or conversation.authority
    state = replace(conversation, area="", setting="").encode() if turn.state else ""
    return replace(turn, state=state, area=area if authority == chosen else "")
