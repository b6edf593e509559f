"""Socket Mode: envelopes answered and acknowledged on one connection, and an end that finishes what it began."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from aiohttp import web
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.desk import Desk
from bot.settings import NotConfigured
from bot.slack.app import Served, slack_channel
from bot.slack.connection import Connection
from bot.slack.officer import Health
from bot.slack.outbox import client
from bot.slack.socket import SocketMode

from ..desks import desk_in
from ..web.fake_house import house
from .conftest import TEAM, TUESDAY, USER, direct, press
from .fake_slack import BOT_TOKEN, FakeSlack

APP_TOKEN = "xapp-only-for-tests"
CANARY = "xylocanary"


class Wire:
    """The connection: what is acknowledged on it."""

    def __init__(self) -> None:
        self.acknowledged: list[dict[str, Any]] = []

    async def send_socket_mode_response(self, response: Any) -> None:
        self.acknowledged.append(response.to_dict())

    logger = client(None, api="https://slack.example/api/").logger


Scenario = Callable[[SocketMode, Wire, Desk], Awaitable[None]]


def run(api: FakeSlack, folder: Path, scenario: Scenario) -> None:
    """Runs a scenario against a handler that is not connected to anything."""

    async def main() -> None:
        api.calls.clear()
        api.fail.clear()
        desk = desk_in(folder, house, lambda: TUESDAY)
        channel = slack_channel(
            desk, Served(frozenset({TEAM})), token=BOT_TOKEN, api=f"{api.url}/api/", health=Health()
        )
        await channel.outbox.open()
        socket = SocketMode(channel, app_token=APP_TOKEN, web_client=client(APP_TOKEN, api=f"{api.url}/api/"))
        try:
            await scenario(socket, Wire(), desk)
        finally:
            await socket.finish()
            await channel.outbox.close()

    anyio.run(main)


def envelope(payload: dict[str, Any], kind: str = "events_api") -> SocketModeRequest:
    return SocketModeRequest(type=kind, envelope_id="E1", payload=payload, accepts_response_payload=True)


def test_an_event_is_answered_and_then_acknowledged(api: FakeSlack, tmp_path: Path) -> None:
    async def scenario(socket: SocketMode, wire: Wire, _: Desk) -> None:
        await socket.handle(wire, envelope(direct("always hungry")))  # type: ignore[arg-type]
        assert len(api.answers) == 1
        assert wire.acknowledged == [{"envelope_id": "E1"}]

    run(api, tmp_path, scenario)


def test_a_command_is_answered_in_the_acknowledgement(api: FakeSlack, tmp_path: Path) -> None:
    fields = {"command": "/earlyhelp", "text": "call", "team_id": TEAM, "user_id": USER, "trigger_id": "1.1"}

    async def scenario(socket: SocketMode, wire: Wire, _: Desk) -> None:
        await socket.handle(wire, envelope(fields, "slash_commands"))  # type: ignore[arg-type]
        payload = wire.acknowledged[0]["payload"]
        assert payload["response_type"] == "ephemeral"
        assert "Who to call" in json.dumps(payload["blocks"])

    run(api, tmp_path, scenario)


def test_what_was_not_delivered_is_not_acknowledged_and_comes_again(api: FakeSlack, tmp_path: Path) -> None:
    event = direct("always hungry")

    async def scenario(socket: SocketMode, wire: Wire, _: Desk) -> None:
        api.fail["chat.postMessage"] = ["fatal_error"]
        await socket.handle(wire, envelope(event))  # type: ignore[arg-type]
        assert wire.acknowledged == []
        await socket.handle(wire, envelope(event))  # type: ignore[arg-type]
        assert len(api.answers) == 1
        assert len(wire.acknowledged) == 1

    run(api, tmp_path, scenario)


def test_an_event_sent_to_every_connection_is_answered_once(api: FakeSlack, tmp_path: Path) -> None:
    event = direct("always hungry")

    async def scenario(socket: SocketMode, wire: Wire, _: Desk) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(5):
                group.create_task(socket.handle(wire, envelope(event)))  # type: ignore[arg-type]
        assert len(api.answers) == 1

    run(api, tmp_path, scenario)


def test_told_to_stop_it_finishes_what_it_is_answering_and_takes_nothing_more(api: FakeSlack, tmp_path: Path) -> None:
    async def scenario(socket: SocketMode, wire: Wire, _: Desk) -> None:
        api.fail["chat.postMessage"] = ["slow"]
        answering = asyncio.ensure_future(socket.handle(wire, envelope(direct("always hungry"))))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        await socket.finish()
        assert answering.done()
        assert len(wire.acknowledged) == len(api.answers) == 1

        await socket.handle(wire, envelope(direct("always hungry")))  # type: ignore[arg-type]
        assert len(wire.acknowledged) == 1

    run(api, tmp_path, scenario)


@pytest.mark.parametrize(
    "payload",
    [{}, {"type": "event_callback"}, {"type": "block_actions", "actions": []}, {"type": CANARY, "team": [CANARY]}],
    ids=range(4),
)
def test_an_envelope_of_a_strange_shape_stops_nothing_and_is_not_quoted(
    api: FakeSlack, tmp_path: Path, payload: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)

    async def scenario(socket: SocketMode, wire: Wire, _: Desk) -> None:
        await socket.handle(wire, envelope(payload))  # type: ignore[arg-type]
        await socket.handle(wire, envelope(press({"type": "button", "action_id": "choice-1", "value": "calls "})))  # type: ignore[arg-type]
        assert "Who to call" in api.last().shown

    run(api, tmp_path, scenario)
    assert CANARY not in caplog.text


class Gate:
    """Slack's end of the connection: hands out addresses, delivers, and hangs up."""

    def __init__(self) -> None:
        self.opened = 0
        self.acknowledged: list[str] = []
        self.done = asyncio.Event()
        self.url = ""

    async def open(self, _: web.Request) -> web.Response:
        self.opened += 1
        return web.json_response({"ok": True, "url": f"{self.url.replace('http', 'ws')}/link"})

    async def post(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True, "ts": "1.1"})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """The first connection is told to go elsewhere; the second gets an event."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        if self.opened == 1:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
        else:
            event = {"type": "events_api", "envelope_id": "E9", "payload": direct("always hungry")}
            await socket.send_json({**event, "accepts_response_payload": False})
        async for message in socket:
            if message.type == web.WSMsgType.TEXT:
                self.acknowledged.append(json.loads(message.data)["envelope_id"])
                self.done.set()
        return socket


def test_when_slack_moves_the_connection_it_is_followed(tmp_path: Path) -> None:
    gate = Gate()

    async def main() -> None:
        app = web.Application()
        app.router.add_post("/api/apps.connections.open", gate.open)
        app.router.add_post("/api/{method}", gate.post)
        app.router.add_get("/link", gate.link)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        gate.url = "http://{}:{}".format(*runner.addresses[0][:2])
        desk = desk_in(tmp_path, house, lambda: TUESDAY)
        served = Served(frozenset({TEAM}))
        channel = slack_channel(desk, served, token=BOT_TOKEN, api=f"{gate.url}/api/", health=Health())
        socket = SocketMode(channel, app_token=APP_TOKEN, web_client=client(APP_TOKEN, api=f"{gate.url}/api/"))
        await socket.connect()
        async with asyncio.timeout(20):
            await gate.done.wait()
        await socket.finish()
        await runner.cleanup()

    anyio.run(main)
    assert gate.opened == 2
    assert gate.acknowledged == ["E9"]


def check(api: FakeSlack, *, bot: str = BOT_TOKEN, workspaces: frozenset[str] = frozenset({TEAM})) -> None:
    from bot.commands.slack import check_tokens

    connection = Connection(f"{api.url}/api/", Served(workspaces), bot_token=bot, app_token=BOT_TOKEN)
    anyio.run(check_tokens, connection)


def test_tokens_that_fit_are_taken(api: FakeSlack) -> None:
    api.fail.clear()
    check(api)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"bot": "xoxb-wrong"}, "Slack refused a token: invalid_auth"),
        ({"workspaces": frozenset({"T9"})}, "workspace T1"),
    ],
)
def test_a_token_that_does_not_fit_is_said_in_a_sentence(api: FakeSlack, given: dict[str, Any], says: str) -> None:
    api.fail.clear()
    with pytest.raises(NotConfigured, match=says):
        check(api, **given)


def test_a_slack_that_cannot_be_reached_is_no_reason_not_to_start() -> None:
    check(FakeSlack(url="http://127.0.0.1:9"))
