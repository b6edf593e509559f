"""The pages before the studio: sign in with a one-time link or with the sign-in service, invite, sign out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.web.studio.bodies import Refused, is_own, read_body
from bot.web.studio.door import Door, Visit, onward_of, page_response
from bot.web.studio.edits import Did, Edit
from bot.web.studio.links import INVITED, LinkNotKept
from bot.web.studio.oidc import SignInRefused
from bot.web.studio.people import LOCAL_PREFIX, Person, by_link, by_oidc, local_title
from bot.web.studio.rendering import Surrounding, render
from bot.web.studio.sessions import COOKIE, PATH, SIGNING_IN, named
from bot.web.studio.studio import Studio

log = logging.getLogger(__name__)
NOT_AN_OFFICER = "You signed in, but you are not among this studio's officers. Whoever keeps app.yaml can add you."
USED = "This link was used already, or is too old. Ask for another one, or start the server again."
STORE_AWAY = "The server's store does not answer, so nobody can sign in. Try again in a minute."
STILL_COUNTS = "You are signed out in this browser, but the server's store did not take note. A copy would still count."


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The page to sign in. `then` is the page of the studio to show afterwards."""

    mode: str
    problem: str = ""
    then: str = PATH

    @property
    def asks_token(self) -> bool:
        return self.mode == "link"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link for a second person."""

    link: str
    title: str
    expires: str


class SigningIn:
    """The handlers."""

    def __init__(self, studio: Studio, door: Door) -> None:
        self._studio = studio
        self._door = door

    async def page(self, request: Request) -> Response:
        """The page to sign in; whoever is signed in goes on."""
        then = onward_of(request.query_params.get("then", ""))
        if self._mode() != "link" and await self._door.officer(request):
            return RedirectResponse(then, HTTPStatus.SEE_OTHER)
        return self._page(said=request.query_params.get("said", ""), then=then)

    async def with_link(self, request: Request) -> Response:
        """Exchanges a one-time code for a session."""
        if self._mode() != "link" or not is_own(request):
            return self._page("That did not come from this page. Open the link again.", HTTPStatus.FORBIDDEN)
        fields, _ = await read_body(request)
        code = fields.get("token")
        use = self._studio.links.use
        officer = await anyio.to_thread.run_sync(use, code.strip()) if isinstance(code, str) and code else None
        person = by_link(self._studio.settings().officers, officer) if officer else None
        if person is None:
            return self._page(USED, HTTPStatus.FORBIDDEN)
        return await self._in(request, person, onward_of(str(fields.get("then", ""))))

    async def start(self, request: Request) -> Response:
        """Sends the browser to the sign-in service."""
        if self._mode() != "oidc" or self._studio.openid is None:
            return RedirectResponse(f"{PATH}/sign-in", HTTPStatus.SEE_OTHER)
        try:
            started = await self._studio.openid.start(onward_of(request.query_params.get("then", "")))
        except SignInRefused as refused:
            return self._page(str(refused), HTTPStatus.BAD_GATEWAY)
        response = RedirectResponse(started.address, HTTPStatus.SEE_OTHER)
        response.set_cookie(
            named(SIGNING_IN, tls=self._door.is_tls(request)),
            started.cookie,
            max_age=600,
            path=PATH,
            httponly=True,
            samesite="lax",
            secure=self._door.is_tls(request),
        )
        return response

    async def back(self, request: Request) -> Response:
        """The way back from the sign-in service."""
        if self._mode() != "oidc" or self._studio.openid is None:
            return RedirectResponse(f"{PATH}/sign-in", HTTPStatus.SEE_OTHER)
        try:
            waiting = request.cookies.get(named(SIGNING_IN, tls=self._door.is_tls(request)), "")
            ids, onward = await self._studio.openid.back(request.query_params, waiting)
        except SignInRefused as refused:
            return self._drop(SIGNING_IN, request, self._page(str(refused), HTTPStatus.FORBIDDEN))
        person = by_oidc(self._studio.settings().officers, ids)
        if person is None:
            log.warning("Somebody signed in who is no officer of this studio.")
            return self._drop(SIGNING_IN, request, self._page(NOT_AN_OFFICER, HTTPStatus.FORBIDDEN))
        return self._drop(SIGNING_IN, request, await self._in(request, person, onward_of(onward)))

    async def out(self, visit: Visit) -> Response:
        """Signs out."""
        ended = await anyio.to_thread.run_sync(self._studio.sessions.end, visit.session)
        self._note(visit.person, "signed out")
        onward = f"{PATH}/sign-in?{urlencode({'said': 'signed-out'})}"
        response = RedirectResponse(onward, HTTPStatus.SEE_OTHER) if ended else self._page(STILL_COUNTS, 503)
        self._drop(COOKIE, visit.request, response)
        return response

    async def invite(self, visit: Visit) -> Response:
        """A page with a one-time link for a second person on this machine."""
        invitation = await anyio.to_thread.run_sync(self._invitation, visit)
        return page_response(render("invite.html", self._door.surrounding(visit.request), invitation, here="home"))

    async def invite_for_script(self, visit: Visit) -> Response:
        found = await anyio.to_thread.run_sync(self._invitation, visit)
        return JSONResponse({"link": found.link, "title": found.title, "expires": found.expires})

    def invitees(self, person: Person) -> tuple[tuple[str, str], ...]:
        """(id, title) of everybody whom a link may sign in beside this officer."""
        officers = self._studio.settings().officers
        if not officers:
            own = int(person.id.removeprefix(LOCAL_PREFIX))
            return tuple((f"{LOCAL_PREFIX}{n}", local_title(n)) for n in (1, 2) if n != own)
        return tuple((each.id, each.title) for each in officers if each.id.casefold() != person.id.casefold())

    def _invitation(self, visit: Visit) -> Invitation:
        if self._mode() != "link":
            raise Refused(
                HTTPStatus.NOT_FOUND, "There are no links here.", "Everybody signs in with their own account."
            )
        invitees = dict(self.invitees(visit.person))
        chosen = visit.field("officer") or next(iter(invitees), "")
        if chosen not in invitees:
            raise Refused(
                HTTPStatus.UNPROCESSABLE_ENTITY, "There is nobody else to invite.", "Name a second officer in app.yaml."
            )
        try:
            link = self._studio.links.make(chosen, lasts=INVITED)
        except LinkNotKept as error:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error), "") from None
        self._note(visit.person, "invited")
        return Invitation(link.address(self._studio.address), invitees[chosen], f"{link.until:%H:%M}")

    async def _in(self, request: Request, person: Person, onward: str) -> Response:
        session = await anyio.to_thread.run_sync(partial(self._studio.sessions.begin, person.id, local=person.local))
        if session is None:
            return self._page(STORE_AWAY, HTTPStatus.SERVICE_UNAVAILABLE)
        response = RedirectResponse(onward, HTTPStatus.SEE_OTHER)
        self._door.keep(request, response, session)
        self._note(person, "signed in")
        return response

    def _note(self, person: Person, did: Did) -> None:
        """Into the journal; a full disk keeps nobody out."""
        try:
            self._studio.edits.add(Edit(at=self._studio.clock(), by=person.by, did=did))
        except OSError as error:
            log.error("The studio's journal could not be written: %s.", error.strerror)

    def _drop(self, cookie: str, request: Request, response: Response) -> Response:
        """The response, which takes the cookie back."""
        tls = self._door.is_tls(request)
        response.delete_cookie(named(cookie, tls=tls), path=PATH, secure=tls)
        return response

    def _mode(self) -> str:
        return self._studio.settings().sign_in

    def _page(self, problem: str = "", status: int = 200, *, said: str = "", then: str = PATH) -> Response:
        return page_response(
            render("sign_in.html", Surrounding(), SignInPage(self._mode(), problem, then), said=said), status
        )
