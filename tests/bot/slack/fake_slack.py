"""A Slack of our own: a Web API on this machine that records every call, checks its payload, and fails as told to.

It answers as Slack does: 200 with `ok`, 429 with Retry-After, HTML from a proxy, nothing for a while, or not at all.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from .payload_rules import check_message, check_view

BOT_TOKEN = "xoxb-only-for-tests"
JSON_FIELDS = ("blocks", "view", "prompts")


@dataclass(frozen=True)
class Call:
    """One call as Slack got it."""

    method: str
    said: dict[str, Any]
    answered: str = ""
    """The time stamp that Slack gave to what was posted."""

    @property
    def ts(self) -> str:
        """Of the message that is there now."""
        return str(self.said.get("ts") or self.answered)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        view = self.said.get("view") or {}
        return list(self.said.get("blocks") or view.get("blocks") or [])

    @property
    def shown(self) -> str:
        """Everything that a person could read of it."""
        return json.dumps([self.said.get("text"), self.said.get("blocks"), self.said.get("view")], ensure_ascii=False)

    def buttons(self) -> list[dict[str, Any]]:
        inside = [each for block in self.blocks for each in block.get("elements", [])]
        beside = [block["accessory"] for block in self.blocks if "accessory" in block]
        return [each for each in (*inside, *beside) if each.get("type") == "button"]

    def button(self, choice: str) -> dict[str, Any]:
        """The button for a choice, or for the first that begins so."""
        found = [each for each in self.buttons() if each["value"].startswith(choice)]
        assert found, f"there is no button {choice!r} among {[each['value'].split()[0] for each in self.buttons()]}"
        return found[0]


@dataclass
class FakeSlack:
    """The recorded Web API. `fail`: what each method answers next, one after the other."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    fail: dict[str, list[str]] = field(default_factory=dict)
    posted: int = 0

    def of(self, *methods: str) -> list[Call]:
        return [each for each in self.calls if each.method in methods]

    @property
    def answers(self) -> list[Call]:
        """What was shown to a person as an answer, wherever."""
        return self.of("chat.postMessage", "chat.update", "response_url")

    def last(self, method: str = "chat.postMessage") -> Call:
        found = self.of(method)
        assert found, f"there was no {method}, only {[each.method for each in self.calls]}"
        return found[-1]

    async def method(self, request: web.Request) -> web.StreamResponse:
        """POST /api/METHOD"""
        method, said = request.match_info["method"], _said(await request.text(), request.content_type)
        if fails := self.fail.get(method):
            answer = await _failing(fails.pop(0))
            if answer is not None:
                return answer
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        wrong = _wrong(said)
        if wrong:
            return web.json_response({"ok": False, "error": "invalid_blocks", "messages": wrong})
        answer = self._ok(method, said)
        self.calls.append(Call(method, said, str(answer.get("ts", ""))))
        return web.json_response(answer)

    async def response_url(self, request: web.Request) -> web.StreamResponse:
        """POST /response/N: where a press came from."""
        if fails := self.fail.get("response_url"):
            answer = await _failing(fails.pop(0))
            if answer is not None:
                return answer
        said = await request.json()
        assert _wrong(said) == []
        self.calls.append(Call("response_url", said))
        return web.Response(text="ok")

    def _ok(self, method: str, said: dict[str, Any]) -> dict[str, Any]:
        self.posted += 1
        if method == "auth.test":
            return {"ok": True, "team_id": "T1", "user_id": "U0BOT", "bot_id": "B1"}
        return {"ok": True, "ts": f"1764000000.{self.posted:06}", "channel": said.get("channel", "")}


def _said(text: str, kind: str) -> dict[str, Any]:
    if kind == "application/json":
        return dict(json.loads(text))
    said: dict[str, Any] = dict(parse_qsl(text, keep_blank_values=True))
    return {key: json.loads(value) if key in JSON_FIELDS else value for key, value in said.items()}


def _wrong(said: dict[str, Any]) -> list[str]:
    if "view" in said:
        return check_view(said["view"])
    return check_message(said) if said.get("blocks") or said.get("text") else []


RATE_LIMITED = {"ok": False, "error": "ratelimited"}
FAILURES: dict[str, Callable[[], web.Response]] = {
    "429": lambda: web.json_response(RATE_LIMITED, status=429, headers={"Retry-After": "0"}),
    "html": lambda: web.Response(text="<html>upstream went away</html>", content_type="text/html"),
    "no json": lambda: web.Response(text="{nope", content_type="application/json"),
}


async def _failing(how: str) -> web.StreamResponse | None:
    """The failure, or None to go on as usual after it: "slow", "429", "html", "no json", a status, or Slack's code."""
    if how == "slow":
        await asyncio.sleep(0.3)
        return None
    if how in FAILURES:
        return FAILURES[how]()
    if how.isdecimal():
        return web.Response(status=int(how), text="")
    return web.json_response({"ok": False, "error": how})


@contextmanager
def fake_slack() -> Iterator[FakeSlack]:
    """Runs it on a free port of this machine, in a thread with a loop of its own."""
    slack, ready, stop = FakeSlack(), threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_post("/api/{method}", slack.method)
        app.router.add_post("/response/{number}", slack.response_url)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        slack.url = f"http://{host}:{port}"
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield slack
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
