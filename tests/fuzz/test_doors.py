"""The doors: whatever arrives, never a 500, always an answer to whoever may ask, and not a word of it in the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import strategies as st

from bot.slack.door import FORM, JSON

from ..bot.slack.conftest import TEAM, USER, Slack, direct, mention, press
from ..bot.teams.conftest import Teams, token
from ..bot.web.conftest import Page
from ..bot.web.studio.conftest import CONTACTS, Browser, Place
from .conftest import Drive
from .strategies import CANARY, LINE, TEXT, cut, nearly
from .strategies import JSON as ANY_JSON

Quiet = Callable[[], None]


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Quiet:
    """Fails when anything made up stands in our log."""
    caplog.set_level(logging.DEBUG)

    def checked() -> None:
        ours = [each.getMessage() for each in caplog.records if not each.name.startswith(("httpx", "hypothesis"))]
        assert not [line for line in ours if CANARY in line or "\x1b" in line]
        assert not [line for line in ours if "Traceback" in line]
        caplog.clear()

    return checked


EVENTS = (direct(f"always hungry {CANARY}"), mention("help"))
PRESS = press({"action_id": "choice-1", "value": "walk eNpNj"})
VIEWS = ({"type": "view_submission", "view": {"callback_id": "x"}, "team": {"id": TEAM}, "user": {"id": USER}},)


def test_slack_events(slack: Slack, drive: Drive, quiet: Quiet) -> None:
    def sent(payload: Any) -> None:
        answer = slack.post(json.dumps(payload).encode(), kind=JSON)
        assert answer.status_code in {200, 400, 503}, answer.status_code
        assert CANARY not in answer.text or answer.status_code == 200
        quiet()

    drive(sent, st.one_of(nearly(*EVENTS), ANY_JSON))


def test_slack_presses_and_commands(slack: Slack, drive: Drive, quiet: Quiet) -> None:
    def sent(body: bytes) -> None:
        assert slack.post(body, kind=FORM).status_code in {200, 400, 503}
        quiet()

    presses = nearly(PRESS, *VIEWS).map(lambda found: f"payload={quote(json.dumps(found))}".encode())
    command = st.fixed_dictionaries({"command": LINE, "text": LINE, "team_id": st.just(TEAM), "trigger_id": LINE})
    drive(sent, st.one_of(presses, command.map(lambda found: urlencode(found).encode()), st.binary(max_size=200)))


def test_every_direct_message_in_slack_gets_a_number(slack: Slack, drive: Drive, quiet: Quiet) -> None:
    def sent(text: str) -> None:
        before = len(slack.api.answers)
        assert slack.send(direct(text)).status_code == 200
        assert len(slack.api.answers) == before + 1
        shown = slack.api.answers[-1].shown
        assert "tel:" in shown or "999" in shown or "danger" in shown, "a number, or a button that leads to one"
        quiet()

    drive(sent, TEXT)


def test_teams_activities(teams: Teams, drive: Drive, quiet: Quiet) -> None:
    signed = {"Authorization": f"Bearer {token(teams.platform.service_url)}", "Content-Type": "application/json"}
    message = teams.activity("message", text=f"always hungry {CANARY}")
    pressed = teams.pressing({"verb": "choose", "data": {"verb": "choose", "choice": "walk", "state": "eNpNj"}})

    def sent(activity: Any) -> None:
        teams.platform.accepted.clear()
        answer = teams.client.post("/api/messages", content=json.dumps(activity).encode(), headers=signed)
        assert answer.status_code in {200, 400, 401, 403, 503}, answer.status_code
        quiet()

    drive(sent, st.one_of(nearly(message, pressed), ANY_JSON))


def test_every_message_in_teams_gets_a_card(teams: Teams, drive: Drive, quiet: Quiet) -> None:
    signed = {"Authorization": f"Bearer {token(teams.platform.service_url)}", "Content-Type": "application/json"}

    def sent(text: str) -> None:
        body = json.dumps(teams.activity("message", text=text)).encode()
        assert teams.client.post("/api/messages", content=body, headers=signed).status_code == 200
        assert teams.platform.cards
        teams.platform.accepted.clear()
        quiet()

    drive(sent, TEXT)


ASK = st.dictionaries(
    st.one_of(st.sampled_from(["typed", "choice", "state", "event", "authority", "area", "school"]), LINE),
    LINE,
    max_size=7,
)
CHOICES = st.one_of(
    LINE,
    st.sampled_from(["help", "calls", "walk", "note", "danger", "wrong", "missing", "calendar", "authorities", "new"]),
    st.tuples(st.sampled_from(["step", "told", "restore", "drop", "authority", "not-names", "missing"]), LINE).map(
        ":".join
    ),
)


def test_the_chat_page(page: Page, drive: Drive, quiet: Quiet) -> None:
    first = page.ask("always hungry", authority="oldham")
    from ..bot.web.conftest import state_of

    def sent(given: dict[str, str]) -> None:
        answer = page.client.post("/ask", data=given)
        assert answer.status_code in {200, 400, 413}
        assert 'href="tel:' in answer.text
        assert "<script>" not in answer.text
        quiet()

    pressed = st.fixed_dictionaries({"choice": CHOICES, "state": cut(state_of(first))})
    drive(sent, st.one_of(ASK, pressed), fast=8)


def test_the_chat_page_with_any_bytes(page: Page, drive: Drive, quiet: Quiet) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    def sent(body: bytes) -> None:
        assert page.client.post("/ask", content=body, headers=form).status_code in {200, 400}
        quiet()

    drive(sent, st.one_of(st.binary(max_size=300), LINE.map(lambda text: f"typed={text}".encode())))


def test_addresses(page: Page, drive: Drive, quiet: Quiet) -> None:
    def sent(path: str) -> None:
        answer = page.client.get(f"/{quote(path)}", follow_redirects=False)
        assert answer.status_code in {200, 400, 404}
        assert "location" not in answer.headers
        quiet()

    drive(sent, st.one_of(LINE, LINE.map("static/".__add__), LINE.map("calendar.ics?days=".__add__)))


def test_the_studio(place: Place, editor: Browser, drive: Drive, quiet: Quiet) -> None:
    ways = (
        "api/file",
        "api/check",
        "api/contact",
        "api/flow",
        "api/try",
        "api/unsaved",
        "api/presence",
        "api/unsaved/forget",
    )
    sound = {"path": CONTACTS, "text": "contacts: []\n", "digest": "x", "id": "exshire.duty", "unsaved": True}

    def sent(given: tuple[str, Any]) -> None:
        way, members = given
        place.clock.forward(minutes=1)
        body = json.dumps(members).encode()
        headers = {"Content-Type": "application/json", "X-CSRF-Token": editor.csrf}
        answer = editor.client.post(f"/studio/{way}", content=body, headers=headers)
        assert answer.status_code < 500, (way, answer.status_code)
        quiet()

    drive(sent, st.tuples(st.sampled_from(ways), nearly(sound)))


def test_the_studios_pages(place: Place, editor: Browser, drive: Drive, quiet: Quiet) -> None:
    ways = (
        "",
        "/file",
        "/contacts",
        "/indicators",
        "/flows",
        "/try",
        "/changes",
        "/releases",
        "/publish",
        "/trends",
        "/missing",
    )

    def sent(given: tuple[str, dict[str, str]]) -> None:
        way, query = given
        place.clock.forward(seconds=30)
        answer = editor.get(f"/studio{way}", params=query)
        assert answer.status_code < 500, (way, answer.status_code)
        assert "<script>" not in answer.text
        quiet()

    names = st.sampled_from(["path", "q", "said", "authority", "band", "line", "column"])
    drive(sent, st.tuples(st.sampled_from(ways), st.dictionaries(names, LINE, max_size=3)), fast=8)
