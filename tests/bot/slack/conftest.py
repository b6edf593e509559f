"""Slack over HTTP, as Slack itself would see it: signed requests in, a recorded Web API out, a Tuesday's 17:40."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from bot.core.house import House
from bot.desk import Desk
from bot.slack.app import Served, SlackChannel
from bot.slack.connection import Connection, add_slack
from bot.slack.door import FORM, JSON, PATH
from bot.slack.officer import Health
from bot.web.app import create_app
from knowledge import clock
from trends.counters import CountersFile, WeekTotal, totals_of_closed_weeks

from ..desks import desk_in
from ..web.fake_house import house
from .fake_slack import BOT_TOKEN, Call, FakeSlack, fake_slack

TUESDAY = dt.datetime(2026, 11, 24, 17, 40, tzinfo=clock.LONDON)
SECRET = "a signing secret for tests"
TEAM, USER, OFFICER, DM, CHANNEL = "T1", "U1ALICE", "U2OFFICER", "D1ALICE", "C1STAFF"
ISSUED = itertools.count(1)
NO_HEALTH = Health()


@dataclass
class Slack:
    """Slack's side: sends what people do, and shows what they were answered."""

    client: TestClient
    api: FakeSlack
    folder: Path
    now: list[dt.datetime]
    desk: Desk
    channel: SlackChannel
    current: list[Callable[[], House]] = field(default_factory=list)

    def send(self, payload: dict[str, Any], **headers: str) -> Response:
        """An event, as JSON."""
        return self.post(json.dumps(payload).encode(), kind=JSON, **headers)

    def interact(self, payload: dict[str, Any]) -> Response:
        """A press or a shortcut, as a form with a payload."""
        return self.post(f"payload={quote(json.dumps(payload))}".encode(), kind=FORM)

    def post(self, body: bytes, *, kind: str, secret: str = SECRET, time: str = "", **headers: str) -> Response:
        """Whatever it is, signed as of now unless told otherwise."""
        stamp = time or str(int(self.now[0].timestamp()))
        signed = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        sent = {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={signed}"}
        return self.client.post(PATH, content=body, headers={**sent, **headers})

    def says(self, text: str, *, thread: str = "", ts: str = "", event: str = "", **more: Any) -> Call:
        """A direct message, and the answer to it."""
        response = self.send(direct(text, thread=thread, ts=ts, event=event, **more))
        assert response.status_code == 200, response.text
        return self.api.last("chat.postMessage")

    def presses(self, call: Call, choice: str, **more: Any) -> Call:
        """Presses a button of an answer, and gives the answer to that."""
        response = self.interact(press(call.button(choice), ts=call.ts, **more))
        assert response.status_code == 200, response.text
        return self.api.answers[-1]

    def command(self, text: str, *, team: str = TEAM, user: str = USER) -> Response:
        """`/earlyhelp TEXT` typed in a channel."""
        fields = {
            "command": "/earlyhelp",
            "text": text,
            "team_id": team,
            "user_id": user,
            "channel_id": CHANNEL,
            "trigger_id": f"trigger.{next(ISSUED)}",
            "response_url": f"{self.api.url}/response/1",
        }
        return self.post("&".join(f"{k}={quote(v)}" for k, v in fields.items()).encode(), kind=FORM)

    def counted(self, *, now: dt.datetime = TUESDAY + dt.timedelta(weeks=1)) -> tuple[WeekTotal, ...]:
        """What the counters hold, as seen a week later."""
        assert self.client.portal is not None, "the app is running"
        self.client.portal.call(self.channel.answering.settled)
        counters = CountersFile(self.folder / "counters.sqlite")
        return totals_of_closed_weeks(counters, now=now)


def envelope(event: dict[str, Any], *, event_id: str = "", team: str = TEAM) -> dict[str, Any]:
    """An event as the Events API wraps it."""
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": "A1",
        "event_id": event_id or f"Ev{next(ISSUED)}",
        "event_time": 1764000000,
        "authorizations": [{"team_id": team, "user_id": "U0BOT", "is_bot": True}],
        "event": event,
    }


def direct(
    text: str, *, thread: str = "", ts: str = "", event: str = "", team: str = TEAM, user: str = USER, **more: Any
) -> dict[str, Any]:
    """A direct message."""
    said = {"type": "message", "channel_type": "im", "channel": DM, "user": user, "text": text}
    said |= {"ts": ts or f"1763999999.{next(ISSUED):06}", **({"thread_ts": thread} if thread else {}), **more}
    return envelope(said, event_id=event, team=team)


def mention(text: str, *, ts: str = "1763999999.000100", event: str = "", **more: Any) -> dict[str, Any]:
    """A mention in a channel."""
    said = {"type": "app_mention", "channel": CHANNEL, "user": USER, "text": f"<@U0BOT> {text}", "ts": ts, **more}
    return envelope(said, event_id=event)


def press(
    button: dict[str, Any],
    *,
    ts: str = "1764000000.000001",
    thread: str = "",
    ephemeral: bool = False,
    response_url: str = "",
    fields: dict[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A pressed button, as Slack sends it."""
    channel = CHANNEL if ephemeral else DM
    container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral}
    inputs = {
        f"b{n}": {action: {"type": "plain_text_input", "value": value}}
        for n, (action, value) in enumerate((fields or {}).items())
    }
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": USER, "team_id": TEAM},
        "api_app_id": "A1",
        "trigger_id": f"trigger.{next(ISSUED)}",
        "container": container,
        "channel": {"id": channel},
        "message": {"ts": ts, **({"thread_ts": thread} if thread else {})},
        "response_url": response_url,
        "state": {"values": inputs},
        "actions": [{"block_id": "b", "action_ts": f"1764000001.{next(ISSUED):06}", **button}],
        **more,
    }


@pytest.fixture(scope="session")
def api() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        yield slack


@pytest.fixture
def slack(api: FakeSlack, tmp_path: Path) -> Iterator[Slack]:
    """A workspace that is served, with a person, an officer and a channel."""
    with running(api, tmp_path / "var") as found:
        yield found


@contextmanager
def running(
    api: FakeSlack, folder: Path, *, threads: bool = True, health: Health = NO_HEALTH, default_authority: str = ""
) -> Iterator[Slack]:
    """The app, with Slack joined to it over HTTP."""
    api.calls.clear()
    api.fail.clear()
    now, current = [TUESDAY], [house]
    desk = desk_in(folder, lambda: current[-1](), lambda: now[0])  # noqa: PLW0108 - tests put another house there
    served = Served(frozenset({TEAM}), frozenset({OFFICER}), threads=threads, default_authority=default_authority)
    connection = Connection(f"{api.url}/api/", served, bot_token=BOT_TOKEN, signing_secret=SECRET)
    app = create_app(desk)
    channel = add_slack(app, desk, connection, health)
    with TestClient(app) as client:
        yield Slack(client, api, folder, now, desk, channel, current)
