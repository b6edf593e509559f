"""Attacks on the officers' studio: every way with every role, without its key, from elsewhere; sessions.

Signing in, tokens of the sign-in service and drafts are attacked in tests/bot/web/studio/.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from bot.web.studio.app import _editor, _pages
from bot.web.studio.door import Door, Way
from bot.web.studio.editing import Editing
from bot.web.studio.people import ROLES
from bot.web.studio.sessions import COOKIE
from bot.web.studio.signing_in import SigningIn

from ..bot.web.studio.conftest import ADDRESS, CONTACTS, EDITOR, FIRST, VIEWER, Browser, Place

OFFICER_OF = {"viewer": VIEWER, "editor": EDITOR, "publisher": FIRST}
CLIMBING = (
    "../../etc/passwd",
    "..%2f..%2fetc",
    "/etc/passwd",
    "knowledge/../../x.yaml",
    "knowledge/exshire/\x00.yaml",
    "knowledge\\exshire\\contacts.yaml",
    "file:///etc/passwd",
    "knowledge/exshire/contacts.yaml/",
    "~/.ssh/id",
    "knowledge/exshire/.contacts.yaml",
    "flows/../knowledge/release.yaml",
    "\u2025/\u2025/etc/passwd",
)


def ways_of(place: Place) -> tuple[Way, ...]:
    door = Door(place.studio)
    signing_in, editing = SigningIn(place.studio, door), Editing(place.studio, door)
    return (*_pages(place.studio, door, signing_in, editing), *_editor(editing))


def address_of(way: Way) -> str:
    return re.sub(r"\{\w+\}", "x", way.path)


def test_no_role_reaches_what_needs_a_higher_one(place: Place) -> None:
    """Every way the studio has, with every role below the one it names."""
    browsers = {role: place.officer(who) for role, who in OFFICER_OF.items()}
    tried = 0
    for way in ways_of(place):
        for role in ROLES[: ROLES.index(way.needs)]:
            browser = browsers[role]
            answer = browser.client.request(way.method, address_of(way), data={"csrf": browser.csrf})
            assert answer.status_code == 403, (role, way.method, way.path, answer.status_code)
            tried += 1
    assert tried > 15


def test_no_form_is_taken_without_its_key_or_from_another_site(place: Place) -> None:
    """Also not from the highest role, and not when the key is another officer's."""
    browser, other = place.officer(FIRST), place.officer(EDITOR)
    for way in (each for each in ways_of(place) if each.method == "POST"):
        place.clock.forward(seconds=20)
        address = address_of(way)
        without = browser.client.post(address, data={"x": "y"})
        strange = browser.client.post(address, data={"csrf": other.csrf})
        elsewhere = browser.client.post(
            address, data={"csrf": browser.csrf}, headers={"Origin": "https://evil.example"}
        )
        plain = browser.client.post(address, content="{}", headers={"Content-Type": "text/plain"})
        assert {without.status_code, strange.status_code, elsewhere.status_code} == {403}, way.path
        assert plain.status_code in {400, 403}, way.path


def test_a_session_brought_along_is_not_the_one_that_signing_in_gives(place: Place) -> None:
    """Session fixation: whatever cookie an attacker planted before, another one counts afterwards."""
    attacker = place.officer(EDITOR)
    planted = str(attacker.client.cookies.get(COOKIE))
    victim = place.browser()
    victim.client.cookies.set(COOKIE, planted, path="/studio")
    link = place.studio.links.make(FIRST.id, lasts=dt.timedelta(hours=1))
    victim.client.cookies.clear()
    signed_in = victim.client.post(
        "/studio/sign-in", data={"token": link.code}, headers={"Cookie": f"{COOKIE}={planted}"}
    )
    given = re.search(rf"{COOKIE}=([^;]+)", signed_in.headers["set-cookie"])
    assert given
    assert given[1] != planted
    assert place.studio.sessions.read(given[1]).officer == FIRST.id  # type: ignore[union-attr]


def test_every_sign_in_has_a_session_and_a_form_key_of_its_own(place: Place) -> None:
    one, other = place.officer(FIRST), place.officer(FIRST)
    assert one.client.cookies.get(COOKIE) != other.client.cookies.get(COOKIE)
    assert one.csrf != other.csrf


def test_no_parameter_names_a_file_outside_the_draft(editor: Browser, place: Place) -> None:
    """Every way that takes a file's name."""
    for path in CLIMBING:
        for way in ("/studio/file", "/studio/api/file", "/studio/api/completion"):
            answer = editor.get(way, params={"path": path})
            assert answer.status_code == 404, way
            assert "root:" not in answer.text
        sent: dict[str, Any] = {"path": path, "text": "x", "digest": ""}
        for way in ("/studio/api/file", "/studio/api/unsaved", "/studio/api/check", "/studio/api/presence"):
            assert editor.post(way, **sent).status_code in {404, 422}, way
        assert editor.form("/studio/changes/revert", sent).status_code in {404, 422}
        assert editor.form("/studio/file", sent).status_code in {404, 422}
        assert not any(file.name in {"passwd", "x.yaml", "id"} for file in place.root.rglob("*"))


def test_no_name_of_a_release_or_proposal_leads_elsewhere(place: Place) -> None:
    for name in NO_RELEASES:
        place.clock.forward(minutes=1)
        publisher = place.officer(FIRST)
        before = {file for file in place.root.rglob("*") if file.is_file()}
        for way, field in (("approve", "proposal"), ("withdraw", "proposal")):
            assert publisher.form(f"/studio/publish/{way}", {field: name}).status_code == 422, way
        assert publisher.form("/studio/releases/rollback", {"version": name}).status_code == 422
        assert before <= set(place.root.rglob("*"))


def test_static_files_are_those_and_no_others(place: Place) -> None:
    for path in NO_STATIC:
        for base in ("/static/", "/studio/static/"):
            answer = place.browser().get(base + path)
            assert answer.status_code == 404
            assert "import" not in answer.text


NO_RELEASES = ("../x", "..", "2026.01.01-1/../../x", "current", ".lock", "\x00", "proposals", "/")
NO_STATIC = ("..%2f..%2fdoor.py", "%2e%2e/door.py", "....//door.py", "%00", "editor.js%00.css", "a" * 5000)
PROXIES = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
TRAPS = (
    b"[" * 50_000,
    b'{"a":' * 50_000,
    b'{"a":NaN}',
    b'{"a":"\\ud800"}',
    b'{"a":' + b"9" * 5_000 + b"}",
    b"\xff",
    b"null",
    b"\x00",
)
HOSTILE = "<img src=x onerror=alert(1)>\"'</script><svg onload=alert(1)>{{7919*7907}}"


def test_hostile_text_in_every_parameter_comes_back_as_text(place: Place) -> None:
    """Reflected: what stands in an address or a form is shown escaped or not at all, and no template runs it."""
    publisher = place.officer(FIRST)
    for way in ways_of(place):
        names = (
            "path",
            "q",
            "said",
            "authority",
            "band",
            "line",
            "then",
            "note",
            "proposal",
            "version",
            "text",
            "id",
            "name",
            "email",
            "url",
            "phone",
            "review_by",
            "area",
            "school",
            "digest",
            "officer",
        )
        given = dict.fromkeys(names, HOSTILE)
        asked = {"params": given} if way.method == "GET" else {"data": {**given, "csrf": publisher.csrf}}
        answer = publisher.client.request(way.method, address_of(way), **asked)  # type: ignore[arg-type]
        assert answer.status_code < 500, (way.path, answer.status_code)
        if "html" in answer.headers.get("content-type", ""):
            assert "<img src=x" not in answer.text, way.path
            assert "<svg onload" not in answer.text, way.path
        assert str(7919 * 7907) not in answer.text, f"a template was worked out at {way.path}"


def test_hostile_text_stored_in_a_draft_is_text_on_every_page(editor: Browser, place: Place) -> None:
    """Stored: a name, a purpose and a note by one officer, on every page another officer opens."""
    text = place.text(CONTACTS)
    found = re.search(r"^ +name: (.+)$", text, re.MULTILINE)
    assert found
    hostile = "'<img src=x onerror=alert(1)>'"
    saved = editor.post(
        "/studio/api/file", path=CONTACTS, text=text.replace(found[1], hostile, 1), digest=editor.digest(CONTACTS)
    )
    assert saved.status_code == 200
    reader = place.officer(VIEWER)
    for way in (each for each in ways_of(place) if each.method == "GET" and "api" not in each.path):
        page = reader.get(address_of(way), params={"path": CONTACTS})
        assert "<img src=x" not in page.text, way.path


def test_a_login_by_another_site_is_refused(place: Place) -> None:
    """Login CSRF: nobody is signed in by a form of another page."""
    link = place.studio.links.make(FIRST.id, lasts=dt.timedelta(hours=1))
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = place.browser().client.post("/studio/sign-in", data={"token": link.code}, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


def test_whoever_comes_through_a_proxy_is_not_on_this_machine(place: Place) -> None:
    for name in PROXIES:
        assert place.browser().get("/studio/sign-in", headers={name: "127.0.0.1"}).status_code == 403


def test_a_caller_cannot_say_that_they_are_on_this_machine(place: Place) -> None:
    stranger = place.browser(host="10.0.0.9")
    for headers in ({}, {"Host": "127.0.0.1"}, {"Host": "localhost", "X-Forwarded-For": "127.0.0.1"}):
        assert stranger.get("/studio/sign-in", headers=headers).status_code == 403


def test_json_that_is_a_trap_is_refused(editor: Browser) -> None:
    for body in TRAPS:
        sent = {"Content-Type": "application/json", "X-CSRF-Token": editor.csrf}
        for way in (
            "/studio/api/file",
            "/studio/api/check",
            "/studio/api/contact",
            "/studio/api/try",
            "/studio/api/flow",
        ):
            assert editor.client.post(way, content=body, headers=sent).status_code < 500, way


def test_a_form_with_many_fields_or_parts_is_refused(editor: Browser) -> None:
    many = "&".join(f"a{number}=1" for number in range(5_000))
    kinds = {"application/x-www-form-urlencoded": many, "multipart/form-data; boundary=x": "--x\r\n" * 5_000}
    for kind, body in kinds.items():
        answer = editor.client.post(
            "/studio/file", content=body, headers={"Content-Type": kind, "X-CSRF-Token": editor.csrf}
        )
        assert answer.status_code == 400, kind


def test_the_first_of_a_repeated_field_counts_everywhere(editor: Browser) -> None:
    """Parameter pollution: a second value behind the first is not what is done."""
    answer = editor.client.get("/studio/api/file", params=[("path", CONTACTS), ("path", "knowledge/release.yaml")])
    assert answer.status_code in {200, 404}
    body = f"csrf={editor.csrf}&path={CONTACTS}&path=knowledge/release.yaml&text=x&digest=wrong"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert editor.client.post("/studio/file", content=body, headers=form).status_code == 409


def test_links_of_the_studio_are_those_of_the_server_and_not_of_a_request(place: Place) -> None:
    publisher = place.officer(FIRST)
    made = publisher.client.post(
        "/studio/api/invite", json={"csrf": publisher.csrf}, headers={"X-Forwarded-Host": "evil.example"}
    )
    assert "evil.example" not in made.text
    invited = publisher.post("/studio/api/invite").json()["link"]
    assert invited.startswith(f"{ADDRESS}/studio/sign-in#link=")
