"""Who comes into the studio with a one-time link, what a session lets through, and how it ends."""

from __future__ import annotations

import datetime as dt
import logging
from urllib.parse import urlencode

import jwt
import pytest
from starlette.testclient import TestClient

from bot.settings import Officer
from bot.web.studio.app import first_link
from bot.web.studio.sessions import COOKIE

from .conftest import ADDRESS, CONTACTS, EDITOR, FIRST, SECOND, VIEWER, Make, Place

PAGES = (
    "/studio",
    "/studio/indicators",
    "/studio/contacts",
    "/studio/flows",
    "/studio/files",
    f"/studio/file?path={CONTACTS}",
    "/studio/contact/exshire.duty",
    "/studio/try",
    "/studio/changes",
    "/studio/publish",
    "/studio/releases",
    "/studio/trends",
    "/studio/missing",
)
EDITS = (
    "/studio/api/file",
    "/studio/api/unsaved",
    "/studio/api/unsaved/forget",
    "/studio/contact/exshire.duty",
    "/studio/changes/revert",
)
PUBLISHES = (
    "/studio/publish/propose",
    "/studio/publish/approve",
    "/studio/publish/withdraw",
    "/studio/releases/rollback",
)


def test_the_printed_link_signs_a_publisher_in_once(place: Place, link: str) -> None:
    browser = place.browser()
    answer = browser.sign_in(link)

    assert (answer.status_code, answer.headers["location"]) == (303, "/studio")
    assert "Head of early help" in browser.page("/studio")
    again = place.browser().sign_in(link)
    assert again.status_code == 403
    assert "used already" in again.text


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(place: Place, link: str) -> None:
    cookie = place.browser().sign_in(link).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "Path=/studio" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie, "this machine has no TLS"


def test_over_tls_the_cookie_goes_over_tls_only(place: Place, link: str) -> None:
    client = TestClient(place.app, base_url="https://localhost", client=("127.0.0.1", 50_000), follow_redirects=False)

    answer = client.post("/studio/sign-in", data={"token": link.rpartition("=")[2]})
    assert "Secure" in answer.headers["set-cookie"]


def test_a_link_is_too_old_after_its_time(place: Place) -> None:
    link = place.studio.links.make(EDITOR.id, lasts=dt.timedelta(minutes=30))
    place.clock.forward(minutes=31)

    assert place.browser().sign_in(link.address(ADDRESS)).status_code == 403


@pytest.mark.parametrize("code", ["", "x", "é" * 500, "\x00", "HhkDNYPnXZdquGuJu45yitChlxqBo8kp"], ids=range(5))
def test_a_made_up_code_signs_nobody_in(place: Place, code: str) -> None:
    answer = place.browser().client.post("/studio/sign-in", data={"token": code})

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("10.0.0.9", {}),
        ("127.0.0.1", {"Host": "studio.evil.example"}),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.9"}),
        ("127.0.0.1", {"Forwarded": "for=10.0.0.9"}),
    ],
    ids=["another machine", "a rebound name", "a proxy", "a proxy by the standard"],
)
def test_with_links_other_machines_see_nothing(place: Place, link: str, host: str, headers: dict[str, str]) -> None:
    browser = place.browser(host=host)

    for path in ("/studio", "/studio/sign-in"):
        answer = browser.get(path, headers=headers)
        assert answer.status_code == 403
        assert "only on the machine it runs on" in answer.text
    code = link.rpartition("=")[2]
    assert browser.client.post("/studio/sign-in", data={"token": code}, headers=headers).status_code == 403
    assert place.browser().sign_in(link).status_code == 303, "the refused try used the link up"


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_a_page_without_signing_in(place: Place, path: str) -> None:
    answer = place.browser().get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/studio/sign-in")


@pytest.mark.parametrize("path", PAGES)
def test_a_viewer_sees_every_page(place: Place, path: str) -> None:
    answer = place.officer(VIEWER).get(path)

    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_the_page_that_was_asked_for_is_shown_after_signing_in(place: Place) -> None:
    asked = place.browser().get(f"/studio/file?path={CONTACTS}&line=3").headers["location"]

    assert asked == f"/studio/sign-in?{urlencode({'then': f'/studio/file?path={CONTACTS}&line=3'})}"


@pytest.mark.parametrize(
    "then",
    ["https://evil.example/", "//evil.example", "/studio//evil", "/studio/\\evil", "/studio/sign-out", "/elsewhere"],
)
def test_nobody_is_sent_elsewhere_after_signing_in(place: Place, link: str, then: str) -> None:
    code = link.rpartition("=")[2]
    answer = place.browser().client.post("/studio/sign-in", data={"token": code, "then": then})

    assert answer.headers["location"] == "/studio"


@pytest.mark.parametrize("path", EDITS)
def test_a_viewer_cannot_edit(place: Place, path: str) -> None:
    answer = place.officer(VIEWER).post(path, path=CONTACTS, text="", digest="")

    assert answer.status_code == 403
    assert "takes an editor" in answer.text


@pytest.mark.parametrize("path", PUBLISHES)
def test_an_editor_cannot_publish(place: Place, path: str) -> None:
    answer = place.officer(EDITOR).form(path, {"note": "x", "review_by": "2027-02-22"})

    assert answer.status_code == 403
    assert "takes a publisher" in answer.text


@pytest.mark.parametrize(
    "path", [*EDITS, *PUBLISHES, "/studio/sign-out", "/studio/invite", "/studio/api/try", "/studio/api/check"]
)
def test_nothing_is_done_without_the_form_key_of_this_session(place: Place, path: str) -> None:
    first, other = place.officer(FIRST), place.officer(SECOND)

    for key in ("", "x" * 64, "é", other.csrf):
        first.csrf = key
        assert first.form(path).status_code == 403
        assert first.client.post(path, json={"csrf": 7}, headers={"X-CSRF-Token": key.encode()}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ADDRESS}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": ADDRESS, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
    ids=str,
)
def test_a_form_of_another_site_does_nothing(place: Place, headers: dict[str, str], status: int) -> None:
    editor = place.officer(EDITOR)
    sent = {"path": CONTACTS, "text": "contacts: []\n", "csrf": editor.csrf}

    assert editor.client.post("/studio/api/check", json=sent, headers=headers).status_code == status


def test_an_hour_without_a_press_ends_the_session(place: Place) -> None:
    editor = place.officer(EDITOR)
    place.clock.forward(minutes=59)
    assert editor.get("/studio").status_code == 200

    place.clock.forward(minutes=59)
    assert editor.get("/studio").status_code == 200, "the last press renewed it"
    place.clock.forward(minutes=61)
    assert editor.get("/studio").status_code == 303


def test_a_page_that_only_beats_keeps_nobody_signed_in(place: Place) -> None:
    editor = place.officer(EDITOR)
    for _ in range(4):
        place.clock.forward(minutes=16)
        answer = editor.post("/studio/api/presence", path=CONTACTS, unsaved=False)

    assert answer.status_code == 401
    assert answer.json()["advice"]


def test_a_session_ends_after_eight_hours_whatever_is_pressed(place: Place) -> None:
    editor = place.officer(EDITOR)
    for _ in range(15):
        place.clock.forward(minutes=31)
        assert editor.get("/studio").status_code == 200
    place.clock.forward(minutes=31)

    assert editor.get("/studio").status_code == 303


def test_signing_out_ends_the_session_wherever_its_cookie_is(place: Place) -> None:
    editor, thief = place.officer(EDITOR), place.browser()
    thief.client.cookies.set(COOKIE, str(editor.client.cookies[COOKIE]), domain="127.0.0.1", path="/studio")
    assert thief.get("/studio").status_code == 200

    assert editor.form("/studio/sign-out").status_code == 303
    assert thief.get("/studio").status_code == 303


def test_an_officer_who_is_taken_out_of_the_settings_is_shut_out_at_once(place: Place) -> None:
    editor = place.officer(EDITOR)
    place.settings.append(place.settings[0].model_copy(update={"officers": (VIEWER, FIRST, SECOND)}))

    assert editor.get("/studio").status_code == 303
    assert editor.post("/studio/api/file", path=CONTACTS, text="x", digest="").status_code == 401


def test_a_role_that_is_taken_away_counts_at_once(place: Place) -> None:
    editor = place.officer(EDITOR)
    demoted = Officer(id=EDITOR.id, title=EDITOR.title, role="viewer")
    place.settings.append(place.settings[0].model_copy(update={"officers": (demoted,)}))

    assert editor.post("/studio/api/file", path=CONTACTS, text="x", digest="").status_code == 403


@pytest.mark.parametrize("key", [b"another key", b""], ids=repr)
def test_a_session_that_was_made_up_is_none(place: Place, key: bytes) -> None:
    claims = {"aud": "earlyhelp studio session", "sub": FIRST.id, "sid": "x", "local": True}
    now = int(place.clock().timestamp())
    browser = place.browser()
    for algorithm in ("HS256", "none"):
        made_up = jwt.encode(
            {**claims, "iat": now, "seen": now}, key.ljust(32, b"-") if algorithm == "HS256" else None, algorithm
        )  # type: ignore[arg-type]
        browser.client.cookies.set(COOKIE, made_up, domain="127.0.0.1", path="/studio")
        assert browser.get("/studio").status_code == 303


def test_switched_off_there_is_no_studio(make: Make) -> None:
    place = make(sign_in="off")

    assert place.browser().get("/studio").status_code == 404
    assert first_link(place.studio) == ""


def test_where_nobody_is_named_two_local_officers_can_publish_and_say_so(make: Make) -> None:
    place = make(officers=())
    first = place.browser()
    first.sign_in(first_link(place.studio))
    assert "Local officer" in first.page("/studio")

    invited = first.form("/studio/invite").text
    second = place.browser()
    code = invited.partition("#link=")[2].partition('"')[0]
    second.sign_in(f"{ADDRESS}/studio/sign-in#link={code}")
    assert "Second local officer" in second.page("/studio")
    assert "(local link)" in second.get("/studio/api/me").json()["title"]


def test_nobody_invites_themselves_or_a_stranger(place: Place) -> None:
    first = place.officer(FIRST)

    for who in (FIRST.id, "stranger@elsewhere.example"):
        assert first.post("/studio/api/invite", officer=who).status_code == 422
    answer = first.post("/studio/api/invite", officer=SECOND.id).json()
    assert place.browser().sign_in(answer["link"]).status_code == 303


def test_too_many_tries_are_asked_to_wait(place: Place) -> None:
    browser = place.browser()
    answers = [browser.client.post("/studio/sign-in", data={"token": "x"}) for _ in range(12)]

    assert [answer.status_code for answer in answers] == [403] * 10 + [429] * 2
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61
    place.clock.forward(seconds=61)
    assert browser.client.post("/studio/sign-in", data={"token": "x"}).status_code == 403


def test_signing_in_and_out_stands_in_the_journal_and_no_code_does(
    place: Place, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = place.browser()
    browser.sign_in(link)
    browser.form("/studio/sign-out")

    assert [each.did for each in place.studio.edits.newest()] == ["signed out", "signed in"]
    assert link.rpartition("=")[2] not in caplog.text + (place.releases.folder / "edits.jsonl").read_text()


def test_style_sheets_need_no_sign_in_and_are_asked_for_again(place: Place) -> None:
    answer = place.browser().get("/studio/static/studio.css")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
