"""What a stranger writes into headers of a request: names of hosts, origins, methods. None of it comes back."""

from __future__ import annotations

import pytest

from ..bot.web.conftest import Page
from ..bot.web.studio.conftest import Place

EVIL = "evil.example"
HOSTS = (
    EVIL,
    f"{EVIL}:80",
    "[",
    "[::1",
    "a b",
    "",
    "testserver@evil.example",
    "testserver\x0b.evil.example",
    "é.example",
)
ORIGINS = ("http://[", "http://[::1", "https://a b", "//", "null,null", "\x01", "http://testserver.")
ONWARD = (
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/studio\\@evil.example",
    "/studio//evil.example",
    "/studio/../../evil",
    "/studio/\r\nLocation: https://evil.example",
    "javascript:alert(1)",
    "/studio/sign-out",
)
PATHS = ("/", "/about", "/about/", "/static", "/static/", "/static/chat.css/", "/ask/", "/studio/", "/nowhere/")
METHODS = ("OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "GETX")


def test_no_answer_leads_to_the_host_that_a_request_names(page: Page) -> None:
    for path in PATHS:
        answer = page.client.get(path, headers={"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"})
        assert EVIL not in answer.text + str(answer.headers)
        assert answer.status_code in {200, 404}, "a slash too many is no reason to send somebody elsewhere"


def test_a_host_that_is_none_breaks_nothing(page: Page) -> None:
    for host in HOSTS:
        for path in ("/", "/about", "/nowhere"):
            assert page.client.get(path, headers={"Host": host.encode("latin-1")}).status_code in {200, 404}
        asked = page.client.post("/ask", data={"typed": "hungry"}, headers={"Host": host.encode("latin-1")})
        assert asked.status_code == 200


def test_the_studio_on_this_machine_answers_to_no_other_name(place: Place) -> None:
    """A page of another site whose name was made to point here (DNS rebinding) gets nothing."""
    for host in HOSTS:
        browser = place.browser()
        for path in ("/studio", "/studio/sign-in", "/studio/api/me"):
            answer = browser.get(path, headers={"Host": host.encode("latin-1")})
            assert answer.status_code == 403, (path, answer.status_code)


def test_an_origin_that_is_none_is_refused_and_breaks_nothing(page: Page, place: Place) -> None:
    for origin in ORIGINS:
        sent = {"Origin": origin.encode("latin-1")}
        assert page.client.post("/ask", data={"typed": "hungry"}, headers=sent).status_code == 403
        assert place.browser().client.post("/studio/sign-in", data={"token": "x"}, headers=sent).status_code == 403


def test_other_methods_find_nothing(page: Page, place: Place) -> None:
    for method in METHODS:
        for path in ("/", "/ask", "/healthz", "/static/chat.css"):
            assert page.client.request(method, path).status_code in {404, 405}, path
        for path in ("/studio", "/studio/publish/approve", "/studio/api/file"):
            assert place.browser().client.request(method, path).status_code in {404, 405}, path


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_header_changes_no_method(page: Page, name: str) -> None:
    assert page.client.get("/ask", headers={name: "POST"}).status_code == 404
    assert page.client.get("/ask?_method=POST&typed=hungry").status_code == 404


def test_what_changes_something_is_never_a_get(place: Place) -> None:
    """Every way with a role above a viewer's is a POST."""
    from bot.web.studio.app import _editor, _pages
    from bot.web.studio.door import Door
    from bot.web.studio.editing import Editing
    from bot.web.studio.signing_in import SigningIn

    door = Door(place.studio)
    signing_in, editing = SigningIn(place.studio, door), Editing(place.studio, door)
    ways = (*_pages(place.studio, door, signing_in, editing), *_editor(editing))
    assert {way.method for way in ways if way.needs != "viewer"} == {"POST"}


def test_after_signing_in_nobody_is_sent_elsewhere(place: Place) -> None:
    for then in ONWARD:
        import datetime as dt

        link = place.studio.links.make("first@exshire.example", lasts=dt.timedelta(hours=1))
        answer = place.browser().client.post("/studio/sign-in", data={"token": link.code, "then": then})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/studio")
        assert EVIL not in answer.headers["location"].removeprefix("/studio/../..")
        assert "\r" not in answer.headers["location"]
