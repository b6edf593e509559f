"""Who may come in, and with what: around every page and every call of the studio.

    not too fast -> from this machine (local links) -> signed in -> still in app.yaml -> role -> our own form -> handler

A refusal is a page for a person and a sentence in JSON for the script. Nothing that was sent stands in it or in a log.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import anyio.to_thread
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.web.headers import CSP
from bot.web.studio.bodies import Refused, is_own, read_body
from bot.web.studio.limits import Kind
from bot.web.studio.links import is_from_this_machine
from bot.web.studio.people import Person, Role, by_link, by_oidc
from bot.web.studio.rendering import Surrounding, problem_page
from bot.web.studio.sessions import COOKIE, PATH, Session, named
from bot.web.studio.studio import Studio

log = logging.getLogger(__name__)

REFERRER = "same-origin"
"""Unlike the chat, whose pages send none: with it a browser says where one of our forms came from."""
LONGEST_ONWARD = 500


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a signed-in officer. `form` holds the fields of a form or the members of the JSON sent."""

    request: Request
    person: Person
    session: Session
    csrf: str
    form: Mapping[str, Any]
    lists: Mapping[str, Sequence[str]]

    def field(self, name: str, longest: int = 2_000) -> str:
        """A field of the form as text, without what stands around it."""
        found = self.form.get(name, "")
        return found.strip()[:longest] if isinstance(found, str) else ""

    def query(self, name: str, longest: int = 200) -> str:
        return self.request.query_params.get(name, "").strip()[:longest]

    def text(self, name: str = "text") -> str:
        """A text exactly as sent. Raises Refused when it is none."""
        found = self.form.get(name)
        if not isinstance(found, str):
            raise Refused(HTTPStatus.BAD_REQUEST, f"There is no '{name}' in what was sent.", "Load the page again.")
        return found


Handler = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Way:
    """How one address is guarded. `quiet`: asked by the page itself, so no sign that somebody is there."""

    path: str
    handler: Handler
    method: str = "GET"
    needs: Role = "viewer"
    kind: Kind = "read"
    quiet: bool = False

    @property
    def is_api(self) -> bool:
        return self.path.startswith(f"{PATH}/api/")


class Door:
    """Lets officers in."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def guarded(self, way: Way) -> Endpoint:
        """The way as the app serves it."""

        async def endpoint(request: Request) -> Response:
            try:
                visit = await self._admitted(request, way)
                return self._renewed(visit, await way.handler(visit), way)
            except Refused as refused:
                return self.refusal(request, refused)

        return endpoint

    def open(self, handler: Callable[[Request], Awaitable[Response]], *, kind: Kind = "sign-in") -> Endpoint:
        """A way that is open to whoever is not signed in yet, on this machine for local links."""

        async def endpoint(request: Request) -> Response:
            try:
                await self._refuse_haste(kind, _caller(request))
                self._refuse_other_machines(request)
                return with_headers(await handler(request))
            except Refused as refused:
                return self.refusal(request, refused)

        return endpoint

    def person(self, session: Session) -> Person | None:
        """Who it is and what they may do, as app.yaml says now."""
        settings = self._studio.settings()
        if session.local != (settings.sign_in == "link"):
            return None
        return (
            by_link(settings.officers, session.officer)
            if session.local
            else by_oidc(settings.officers, [session.officer])
        )

    async def officer(self, request: Request) -> tuple[Session, Person] | None:
        """Who is signed in with this request's cookie. The store is asked, so once a request."""
        cookie = request.cookies.get(named(COOKIE, tls=self.is_tls(request)), "")
        session = await anyio.to_thread.run_sync(self._studio.sessions.read, cookie) if cookie else None
        person = self.person(session) if session else None
        return (session, person) if session and person else None

    def refusal(self, request: Request, refused: Refused) -> Response:
        """The refusal as its reader can take it."""
        headers = {"Retry-After": str(refused.also["seconds"])} if "seconds" in refused.also else None
        if request.url.path.startswith(f"{PATH}/api/"):
            said = {"error": refused.error, "advice": refused.advice, **refused.also}
            return with_headers(JSONResponse(said, refused.status, headers))
        if refused.status is HTTPStatus.UNAUTHORIZED and request.method == "GET":
            return with_headers(RedirectResponse(_sign_in_then(request.url), HTTPStatus.SEE_OTHER))
        surrounding = self.surrounding(request)
        page = problem_page(surrounding, headline=refused.error, advice=refused.advice)
        return with_headers(page_response(page, refused.status, headers))

    def surrounding(self, request: Request) -> Surrounding:
        """What stands around a page, signed in or not."""
        found: tuple[Session, Person] | None = getattr(request.state, "officer", None)
        if found is None:
            return Surrounding()
        session, person = found
        return Surrounding(person, self._studio.sessions.form_key(session), self._studio.live_version)

    async def _admitted(self, request: Request, way: Way) -> Visit:
        self._refuse_other_machines(request)
        found = request.state.officer = await self.officer(request)
        if found is None:
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                "You are not signed in, or were away too long.",
                "Sign in again. What you typed is still in your page.",
            )
        session, person = found
        await self._refuse_haste(way.kind, person.id)
        if not person.may(way.needs):
            raise Refused(
                HTTPStatus.FORBIDDEN,
                f"This takes {_a(way.needs)}, and you are {_a(person.role)}.",
                "Ask whoever keeps app.yaml.",
            )
        csrf = self._studio.sessions.form_key(session)
        form, lists = await self._form(request, session) if way.method == "POST" else ({}, {})
        return Visit(request, person, session, csrf, form, lists)

    async def _form(self, request: Request, session: Session) -> tuple[Mapping[str, Any], Mapping[str, Sequence[str]]]:
        """What was sent, when it came from one of our own pages. Raises Refused."""
        if not is_own(request):
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "That did not come from this page, so it was not done.",
                "Open the studio and do it there.",
            )
        fields, lists = await read_body(request)
        given = request.headers.get("x-csrf-token") or fields.get("csrf")
        if not isinstance(given, str) or not self._studio.sessions.is_form_key(session, given):
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "This page is from an earlier sign-in, so nothing was done.",
                "Load the page again and repeat it.",
            )
        return fields, lists

    def _renewed(self, visit: Visit, response: Response, way: Way) -> Response:
        again = None if way.quiet else self._studio.sessions.renewed(visit.session)
        if again and COOKIE not in str(response.headers.get("set-cookie", "")):
            self.keep(visit.request, response, again)
        return with_headers(response)

    def keep(self, request: Request, response: Response, session: Session) -> None:
        """Gives the browser the session's cookie."""
        tls = self.is_tls(request)
        response.set_cookie(
            named(COOKIE, tls=tls),
            self._studio.sessions.cookie(session),
            path=PATH,
            httponly=True,
            samesite="lax",
            secure=tls,
        )

    def is_tls(self, request: Request) -> bool:
        """Whether people reach this server over TLS, here or at a proxy in front."""
        settings = self._studio.settings()
        proxied = settings.sign_in == "oidc" and (settings.address or "").startswith("https:")
        return request.scope["scheme"] == "https" or proxied

    async def _refuse_haste(self, kind: Kind, caller: str) -> None:
        if seconds := await anyio.to_thread.run_sync(self._studio.limits.wait, kind, caller):
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS,
                "That was too often.",
                f"Wait {seconds} seconds and try again.",
                {"seconds": seconds},
            )

    def _refuse_other_machines(self, request: Request) -> None:
        if self._studio.settings().sign_in == "off":
            raise Refused(
                HTTPStatus.NOT_FOUND,
                "The studio is switched off.",
                "Whoever runs this server can switch it on in app.yaml.",
            )
        if self._studio.settings().sign_in == "link" and not is_from_this_machine(request):
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "With one-time links the studio works only on the machine it runs on.",
                "For other machines set up sign-in by OpenID Connect: docs/officers.md says how.",
            )


def page_response(
    html: str, status: int = 200, headers: Mapping[str, str] | None = None, *, nonce: str = ""
) -> Response:
    """A page. With a nonce its editor may add style elements that carry it, and nothing else may."""
    response = Response(html, status, headers, "text/html; charset=utf-8")
    if nonce:
        response.headers["Content-Security-Policy"] = f"{CSP}; style-src 'self' 'nonce-{nonce}'"
    return response


def with_headers(response: Response) -> Response:
    response.headers.setdefault("Referrer-Policy", REFERRER)
    return response


def onward_of(given: str) -> str:
    """A page of the studio to show after signing in: never an address elsewhere."""
    fits = given.startswith(f"{PATH}/") and len(given) <= LONGEST_ONWARD and given.isprintable()
    return (
        given
        if fits and not given.startswith((f"{PATH}/sign-", f"{PATH}/api/", f"{PATH}//")) and "\\" not in given
        else PATH
    )


def _sign_in_then(address: URL) -> str:
    onward = f"{address.path}?{address.query}" if address.query else address.path
    return f"{PATH}/sign-in?{urlencode({'then': onward})}" if onward_of(onward) != PATH else f"{PATH}/sign-in"


def _caller(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _a(role: Role) -> str:
    return f"an {role}" if role == "editor" else f"a {role}"
