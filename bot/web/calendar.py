"""The date to look again as a file: which day a reply speaks of, and the file for a number of days."""

from __future__ import annotations

import datetime as dt

from starlette.requests import Request
from starlette.responses import Response

from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import Kind, Reply
from flows import engine
from flows.calendar import reminder, review_day
from flows.views import OutcomeView
from knowledge import clock

MOST_DAYS = 366
SPEAKS_OF_A_DATE = {Kind.STEP, Kind.OUTCOME}


def day_of(reply: Reply, house: House, now: dt.datetime) -> dt.date | None:
    """The day to look again that this reply speaks of, or None. It is read from the place in the flow."""
    if reply.kind not in SPEAKS_OF_A_DATE:
        return None
    decoded = engine.decode(house.flows, Conversation.decode(reply.state).flow)
    if isinstance(decoded, engine.Unreadable):
        return None
    view = engine.view(house.flows, decoded.state)
    return review_day(view, clock.in_london(now).date()) if isinstance(view, OutcomeView) else None


def calendar_response(request: Request, now: dt.datetime) -> Response | None:
    """The file for `?days=N`, or None when N is no number of days within a year."""
    days = request.query_params.get("days", "")
    if not (days.isascii() and days.isdecimal() and len(days) <= len(str(MOST_DAYS)) and 1 <= int(days) <= MOST_DAYS):
        return None
    day = clock.in_london(now).date() + dt.timedelta(days=int(days))
    attachment = {"Content-Disposition": 'attachment; filename="look-again.ics"'}
    return Response(reminder(day), media_type="text/calendar", headers=attachment)
