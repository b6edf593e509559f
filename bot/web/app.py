"""The one ASGI app: the chat page, and what operators ask (`bot.web.health`). Slack and Teams add their routes to it.

    GET  /               the page                    GET /about          what it keeps, in plain words
    POST /ask            a page, or only the answer  GET /calendar.ics   a date to look again, without detail
    GET  /static/...

Nothing typed is ever in an address, a header or a log line: it comes in a form's body and lives as long as the answer.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from bot.core.conversation import Conversation
from bot.core.place_note import place_note
from bot.desk import Desk, Told
from bot.web import pages
from bot.web.calendar import calendar_response
from bot.web.forms import Asked, Refusal, read_asked
from bot.web.headers import Surroundings
from bot.web.health import Health, add_health
from trends.counters import Channel

STATIC = Path(__file__).parent / "static"
CHANNEL: Channel = "web"

REFUSED: dict[Refusal, tuple[HTTPStatus, str, str]] = {
    "too_large": (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "That is too long for me to read. Nothing was kept.",
        "Tell me in a few sentences what you saw or heard, how often, and how old the child is.",
    ),
    "foreign": (
        HTTPStatus.FORBIDDEN,
        "That did not come from this page, so I did not read it.",
        "Open this page again and ask here.",
    ),
    "not_a_form": (
        HTTPStatus.BAD_REQUEST,
        "I could not read that. Nothing was kept.",
        "Open this page again and ask here.",
    ),
}
NOT_HERE = ("There is nothing at this address.", "Go back to the first page to ask.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the operator sets of the page: the council chosen at first, and how long an event stays handled."""

    default_authority: str = ""
    keep_hours: int = 24


@dataclass(frozen=True)
class WebChat:
    """The chat's handlers."""

    desk: Desk
    shown: Shown

    async def home(self, _: Request) -> Response:
        return HTMLResponse(pages.chat_page(self._page()))

    async def ask(self, request: Request) -> Response:
        """One turn. The counter is written after the answer has left."""
        asked = await read_asked(request)
        if not isinstance(asked, Asked):
            return self._refused(asked)
        told = await self.desk.answer(asked.turn, channel=CHANNEL, address=_address(request))
        html = _rendered(asked, told, only_answer=_from_script(request))
        return HTMLResponse(
            html, background=BackgroundTask(self.desk.count, told, channel=CHANNEL, event=_press(asked))
        )

    async def calendar(self, request: Request) -> Response:
        return calendar_response(request, self.desk.clock()) or self._problem(HTTPStatus.BAD_REQUEST, *NOT_HERE)

    async def about(self, _: Request) -> Response:
        version, hours, days = self.desk.current().knowledge.version, self.shown.keep_hours, self.desk.noting.days
        return HTMLResponse(pages.about_page(self._page(), version=version, keep_hours=hours, missing_days=days))

    async def not_here(self, _: Request, __: Exception) -> Response:
        return self._problem(HTTPStatus.NOT_FOUND, *NOT_HERE)

    def _page(self) -> pages.Chat:
        return pages.chat(
            self.desk.current(), self.desk.clock(), event=new_event(), chosen=self.shown.default_authority
        )

    def _refused(self, why: Refusal) -> Response:
        self.desk.metrics.refuse(CHANNEL, why)
        return self._problem(*REFUSED[why])

    def _problem(self, status: HTTPStatus, headline: str, advice: str) -> Response:
        return HTMLResponse(pages.problem_page(self._page(), headline=headline, advice=advice), status)


def create_app(desk: Desk, *, shown: Shown = Shown(), health: Health | None = None) -> FastAPI:
    """The app. Everything it needs comes in here; it reads no file but its own templates and no environment."""
    chat = WebChat(desk, shown)
    app = FastAPI(
        title="earlyhelp",
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers={404: chat.not_here, 405: chat.not_here},
    )
    app.add_middleware(Surroundings, last_resort=pages.last_resort_page())
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for path, handler in _pages(chat).items():
        app.add_route(path, handler, methods=["GET"])
    app.add_route("/ask", chat.ask, methods=["POST"])
    add_health(app, health or Health(desk))
    return app


def new_event() -> str:
    """A fresh mark for the next press."""
    return secrets.token_urlsafe(12)


def _pages(chat: WebChat) -> dict[str, Callable[[Request], Awaitable[Response]]]:
    return {
        "/": chat.home,
        "/about": chat.about,
        "/calendar.ics": chat.calendar,
    }


def _address(request: Request) -> str:
    """Where a browser's question comes from; for a moment only, and never written down."""
    return request.client.host if request.client else ""


def _from_script(request: Request) -> bool:
    return request.headers.get("x-requested-with") == "fetch"


def _press(asked: Asked) -> str:
    """The mark of one press, the same however often it arrives; a press without one is counted as it comes."""
    return f"{asked.event}:{asked.turn.choice}" if asked.event else ""


def _rendered(asked: Asked, told: Told, *, only_answer: bool) -> str:
    reply, house, now, event = told.reply, told.house, told.now, new_event()
    note = place_note(house, Conversation.decode(reply.state), asked.turn.school)
    answer = pages.answer_of(reply, house, now, event=event, note_on_place=note)
    page = pages.chat(house, now, event=event, answer=answer)
    return pages.turn_fragment(page) if only_answer else pages.chat_page(page)
