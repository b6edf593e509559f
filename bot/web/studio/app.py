"""The studio's routes, on the app that carries the chat and the other channels.

    add_studio(web, Studio(...))      every address of the studio, each behind its door

The addresses that need no sign-in are those of signing in, and the style sheets and scripts.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.settings import NotConfigured
from bot.settings import Studio as StudioSettings
from bot.store.marks import Marks
from bot.web.headers import REVALIDATED
from bot.web.studio.changing import Changing
from bot.web.studio.contacts import Contacts
from bot.web.studio.door import Door, Way
from bot.web.studio.editing import Editing
from bot.web.studio.flow_pages import FlowPages
from bot.web.studio.home import Home
from bot.web.studio.links import AT_START, LinkNotKept
from bot.web.studio.lists import Lists
from bot.web.studio.missing_page import MissingPages
from bot.web.studio.oidc import Issuer, OpenId, is_safe
from bot.web.studio.people import first_local
from bot.web.studio.releasing import Releasing
from bot.web.studio.sessions import PATH
from bot.web.studio.signing_in import SigningIn
from bot.web.studio.studio import Studio
from bot.web.studio.trends_page import TrendsPages
from bot.web.studio.try_page import Trying

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
SECRET = "STUDIO_CLIENT_SECRET"  # noqa: S105 - the name of an environment variable


class OwnFiles(StaticFiles):
    """Style sheets and scripts: kept by the browser, and asked for again whether they changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = REVALIDATED
        return response


def openid_of(
    settings: StudioSettings,
    environment: Mapping[str, str],
    *,
    key: bytes,
    marks: Marks,
    clock: Callable[[], dt.datetime],
) -> OpenId | None:
    """The sign-in service that app.yaml names, or None where links are used. Raises NotConfigured."""
    if settings.sign_in != "oidc":
        return None
    given = {"issuer": settings.issuer, "client_id": settings.client_id, "address": settings.address}
    if missing := [name for name, value in given.items() if not value]:
        raise NotConfigured(f"Sign-in to the studio needs {' and '.join(missing)} in app.yaml, under studio.")
    issuer, client_id, address = (value or "" for value in given.values())
    if not is_safe(issuer) or not is_safe(address):
        raise NotConfigured("The studio's issuer and address in app.yaml must begin with https://.")
    if not settings.officers:
        raise NotConfigured("Nobody could sign in to the studio: name its officers in app.yaml, under studio.")
    return OpenId(Issuer(issuer, client_id, environment.get(SECRET, ""), address), key=key, marks=marks, clock=clock)


def first_link(studio: Studio) -> str:
    """The one-time link that is printed at the start; "" where officers sign in otherwise."""
    settings = studio.settings()
    if settings.sign_in != "link":
        return ""
    try:
        return studio.links.make(first_local(settings.officers), lasts=AT_START).address(studio.address)
    except LinkNotKept as error:
        log.error("Nobody can sign in to the studio: %s. Start the server again when the store answers.", error)
        return ""


def add_studio(web: FastAPI, studio: Studio) -> None:
    """Adds the studio to the app."""
    door = Door(studio)
    signing_in, editing = SigningIn(studio, door), Editing(studio, door)
    web.mount(f"{PATH}/static", OwnFiles(directory=STATIC), name="studio-static")
    web.add_route(f"{PATH}/sign-in", door.open(signing_in.page, kind="read"), methods=["GET"])
    web.add_route(f"{PATH}/sign-in", door.open(signing_in.with_link), methods=["POST"])
    web.add_route(f"{PATH}/sign-in/start", door.open(signing_in.start), methods=["GET"])
    web.add_route(f"{PATH}/sign-in/back", door.open(signing_in.back), methods=["GET"])
    for way in (*_pages(studio, door, signing_in, editing), *_editor(editing)):
        web.add_route(way.path, door.guarded(way), methods=[way.method])


def _pages(studio: Studio, door: Door, signing_in: SigningIn, editing: Editing) -> tuple[Way, ...]:
    lists, releasing, changing = Lists(studio, door), Releasing(studio, door), Changing(studio, door, editing)
    contacts, flows = Contacts(studio, door, editing), FlowPages(studio, door)
    missing = MissingPages(studio, door)
    trying = Trying(studio, door)
    return (
        Way(PATH, Home(studio, door, lists, releasing, signing_in).page),
        Way(f"{PATH}/indicators", lists.indicators),
        Way(f"{PATH}/contacts", lists.contacts),
        Way(f"{PATH}/flows", lists.flows),
        Way(f"{PATH}/files", lists.files),
        Way(f"{PATH}/contact/{{contact}}", contacts.page),
        Way(f"{PATH}/contact/{{contact}}", contacts.save, "POST", "editor", "save"),
        Way(f"{PATH}/api/contact", contacts.typed, "POST", "viewer", "check"),
        Way(f"{PATH}/flow/{{flow}}", flows.page),
        Way(f"{PATH}/api/flow", flows.typed, "POST", "viewer", "check"),
        Way(f"{PATH}/try", trying.page),
        Way(f"{PATH}/try", trying.tried, "POST", "viewer", "try"),
        Way(f"{PATH}/api/try", trying.tried_by_script, "POST", "viewer", "try"),
        Way(f"{PATH}/changes", changing.page),
        Way(f"{PATH}/changes", changing.start, "POST", "viewer", "work"),
        Way(f"{PATH}/changes/revert", changing.revert, "POST", "editor", "save"),
        Way(f"{PATH}/api/changes", changing.look, quiet=True),
        Way(f"{PATH}/api/changes", changing.start_by_script, "POST", "viewer", "work"),
        Way(f"{PATH}/publish", releasing.publish_page),
        Way(f"{PATH}/publish/propose", releasing.propose, "POST", "publisher", "work"),
        Way(f"{PATH}/publish/approve", releasing.approve, "POST", "publisher", "work"),
        Way(f"{PATH}/publish/withdraw", releasing.withdraw, "POST", "publisher", "work"),
        Way(f"{PATH}/releases", releasing.releases_page),
        Way(f"{PATH}/releases/rollback", releasing.roll_back, "POST", "publisher", "work"),
        Way(f"{PATH}/trends", TrendsPages(studio, door).page),
        Way(f"{PATH}/missing", missing.page),
        Way(f"{PATH}/missing", missing.done, "POST", "editor", "save"),
        Way(f"{PATH}/sign-out", signing_in.out, "POST"),
        Way(f"{PATH}/invite", signing_in.invite, "POST", "publisher", "sign-in"),
        Way(f"{PATH}/api/invite", signing_in.invite_for_script, "POST", "publisher", "sign-in"),
    )


def _editor(editing: Editing) -> tuple[Way, ...]:
    return (
        Way(f"{PATH}/file", editing.page),
        Way(f"{PATH}/file", editing.save_without_script, "POST", "editor", "save"),
        Way(f"{PATH}/api/me", editing.me),
        Way(f"{PATH}/api/file", editing.read),
        Way(f"{PATH}/api/file", editing.save, "POST", "editor", "save"),
        Way(f"{PATH}/api/unsaved", editing.keep_unsaved, "POST", "editor", "save"),
        Way(f"{PATH}/api/unsaved/forget", editing.forget_unsaved, "POST", "editor", "save"),
        Way(f"{PATH}/api/presence", editing.presence, "POST", quiet=True),
        Way(f"{PATH}/api/check", editing.check, "POST", "viewer", "check"),
        Way(f"{PATH}/api/completion", editing.completion),
    )
