"""Stands between the emulator and the bot, and is to both what real Slack is and the emulator is not.

    bot  --Web API, Socket Mode-->  shim  -->  emulator    tokens, payloads, faults, record (web_api, sockets)
    bot  <--signed HTTP-----------  shim  <--  emulator    presses and texts as in Slack (over_http, as_slack)

A test speaks to it over a Unix socket, which reaches into the network namespace that all of them live in:

    python tests/e2e/slack/shim --port 3100 --upstream http://127.0.0.1:3000 --control /tmp/x.sock
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, web
from as_slack import shortcut
from over_http import OverHttp
from record import Fault, Record, Setup
from sockets import Sockets
from web_api import WebApi

LARGEST = 4 * 1024 * 1024
START_SECONDS = 240.0
ASK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True)
class Control:
    """What a test can ask for and see."""

    record: Record
    sockets: Sockets
    http: OverHttp
    session: ClientSession
    team: str

    async def seen(self, _: web.Request) -> web.Response:
        """Everything that happened since the last `fresh`."""
        record = self.record
        found = {"calls": record.calls, "deliveries": record.deliveries, "wrong": record.wrong, "held": record.held}
        waiting = [*self.sockets.open, *self.http.open]
        return web.json_response({**found, "connected": record.connected, "waiting": waiting})

    async def wait(self, request: web.Request) -> web.Response:
        """Waits for something to have happened this often: a call, a delivery's outcome, a connection, ..."""
        asked = dict(request.query)
        counts = {
            "call": lambda: sum(each["method"] == asked.get("name") for each in self.record.calls),
            "outcome": lambda: sum(each["outcome"] == asked.get("name") for each in self.record.deliveries),
            "begun": lambda: self.record.begun.count(asked.get("name", "")),
            "held": lambda: len(self.record.held),
            "waiting-none": lambda: int(not self.sockets.open and not self.http.open),
            "connected": lambda: self.record.connected,
        }
        count, wanted = counts[asked["what"]], int(asked.get("times", "1"))
        there = await self.record.until(lambda: count() >= wanted, float(asked.get("seconds", "20")))
        return web.json_response({"there": there, "count": count()})

    async def fresh(self, _: web.Request) -> web.Response:
        """Forgets what happened and which faults were asked for."""
        record = self.record
        for each in (record.calls, record.deliveries, record.wrong, record.held, record.begun):
            each.clear()
        self.record.faults.clear()
        self.record.typed.clear()
        self.record.release.clear()
        self.sockets.open.clear()
        self.http.open.clear()
        return web.json_response({})

    async def tell(self, request: web.Request) -> web.Response:
        """`faults` that calls meet, `bots` served over HTTP, `typed` into fields, `release` of what is held, ..."""
        asked = await request.json()
        self.record.faults.extend(Fault(**each) for each in asked.get("faults", ()))
        self.record.bots[:] = asked.get("bots", self.record.bots)
        self.record.typed.update(asked.get("typed", {}))
        if asked.get("release"):
            self.record.release.set()
        if asked.get("repaired"):
            self.record.faults.clear()
        if asked.get("disconnect"):
            await self.sockets.lose()
        return web.json_response({"faults": [asdict(each) for each in self.record.faults]})

    async def deliver(self, request: web.Request) -> web.Response:
        """One payload, over HTTP, to each bot named, all at once."""
        asked = await request.json()
        done = await asyncio.gather(*(self.http.bring(asked["payload"], to=to) for to in asked["to"]))
        return web.json_response({"statuses": [status for status, _ in done]})

    async def again(self, _: web.Request) -> web.Response:
        """Brings again what was not acknowledged."""
        return web.json_response({"brought": await self.sockets.again() + await self.http.again()})

    async def shortcut(self, request: web.Request) -> web.Response:
        """ "Ask about this" on a message of a channel."""
        asked = await request.json()
        channel, user = asked["channel"], asked["user"]
        async with self.session.get(f"{self.record.setup.upstream}/_control/messages/{channel}") as answer:
            messages = (await answer.json())["messages"]
        message = next(each for each in messages if asked["text"] in each["text"])
        url = f"{self.record.setup.own}/own-response/{channel}/{user}"
        payload = shortcut(message, channel, user, self.team, url)
        if self.record.connected:
            await self.sockets.bring("interactive", payload)
        else:
            await self.http.bring(payload)
        return web.json_response({})

    async def ready(self, request: web.Request) -> web.Response:
        """Waits for a server to answer at this address."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                return web.json_response({"ready": await self._answers(request.query["url"])})
        return web.json_response({"ready": False})

    async def _answers(self, url: str) -> bool:
        while True:
            with contextlib.suppress(ClientError, OSError):
                async with self.session.get(url) as answer:
                    if answer.status == 200:
                        return True
            await asyncio.sleep(ASK_AGAIN_SECONDS)

    async def emulator(self, request: web.Request) -> web.Response:
        """Passes a question on to the emulator's own controls."""
        url = f"{self.record.setup.upstream}/{request.match_info['path']}"
        said = await request.read()
        kind = {"content-type": "application/json"}
        async with self.session.request(request.method, url, data=said or None, headers=kind) as answer:
            return web.Response(status=answer.status, body=await answer.read(), content_type="application/json")


def routes(record: Record, session: ClientSession, team: str) -> tuple[list[web.RouteDef], list[web.RouteDef]]:
    """What bots and the emulator reach, and what tests reach."""
    api, sockets, http = WebApi(record, session), Sockets(record, session), OverHttp(record, session)
    control = Control(record, sockets, http, session, team)
    public = [
        web.get("/api/{method}", api.method),
        web.post("/api/{method}", api.method),
        web.post("/_hooks/response/{id}", api.response),
        web.post("/own-response/{channel}/{user}", api.own_response),
        web.get("/socket", sockets.join),
        web.post("/from-emulator", http.from_emulator),
    ]
    private = [
        web.get("/seen", control.seen),
        web.get("/wait", control.wait),
        web.get("/ready", control.ready),
        web.post("/fresh", control.fresh),
        web.post("/tell", control.tell),
        web.post("/deliver", control.deliver),
        web.post("/again", control.again),
        web.post("/shortcut", control.shortcut),
        web.route("*", "/emulator/{path:.*}", control.emulator),
    ]
    return public, private


async def served(found: list[web.RouteDef]) -> web.AppRunner:
    app = web.Application(client_max_size=LARGEST)
    app.add_routes(found)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
    await runner.setup()
    return runner


async def run(asked: argparse.Namespace) -> None:
    setup = Setup(asked.upstream, f"http://127.0.0.1:{asked.port}", asked.bot_token, asked.app_token, asked.secret)
    async with ClientSession() as session:
        public, private = map(served, routes(Record(setup), session, asked.team))
        await web.TCPSite(await public, "127.0.0.1", asked.port).start()
        await web.UnixSite(await private, str(asked.control)).start()
        await asyncio.Event().wait()


def arguments() -> Any:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--control", type=Path, required=True)
    for name in ("upstream", "bot-token", "app-token", "secret", "team"):
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(run(arguments()))
