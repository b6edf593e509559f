"""The Web API as the bot meets it: tokens and payloads checked, faults on demand, all recorded, then passed on."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web
from drawn import drawn
from record import Record
from rules import check_message, check_view

JSON_FIELDS = ("blocks", "view", "prompts", "loading_messages")
FOR_APP = {"apps.connections.open"}
ASSISTANT = {
    "assistant.threads.setStatus": ("channel_id", "thread_ts", "status"),
    "assistant.threads.setSuggestedPrompts": ("channel_id", "prompts"),
    "assistant.threads.setTitle": ("channel_id", "thread_ts", "title"),
}
"""Methods that the emulator lacks, with what Slack wants of them."""
SLOW_SECONDS = 1.5
Said = dict[str, Any]


@dataclass(frozen=True)
class WebApi:
    """The handler of /api/METHOD and of the addresses to respond to."""

    record: Record
    session: ClientSession

    async def method(self, request: web.Request) -> web.StreamResponse:
        method, said = request.match_info["method"], await _said(request)
        broken = await self._broken(method, request)
        if broken is not None:
            return broken
        answer = await self._answer(method, said, _token(request, said))
        return web.json_response(answer)

    async def response(self, request: web.Request) -> web.StreamResponse:
        """POST to the address that came with a press or a command."""
        said = await request.json()
        broken = await self._broken("response_url", request)
        if broken is not None:
            return broken
        self._check("response_url", check_message(said))
        upstream = f"{self.record.setup.upstream}/_hooks/response/{request.match_info['id']}"
        async with self.session.post(upstream, json=_for_emulator(said)) as answer:
            text = await answer.text()
        await self.record.called("response_url", said, {"ok": answer.status == 200})
        return web.Response(status=answer.status, text=text)

    async def own_response(self, request: web.Request) -> web.StreamResponse:
        """The same for a shortcut, which the emulator does not have: shown to one person in the channel."""
        said = await request.json()
        self._check("response_url", check_message(said))
        where = {"channel": request.match_info["channel"], "user": request.match_info["user"]}
        await self._pass_on("chat.postEphemeral", _for_emulator({**said, **where}), self.record.setup.bot_token)
        await self.record.called("response_url", said, {"ok": True})
        return web.Response(text="ok")

    async def _broken(self, method: str, request: web.Request) -> web.StreamResponse | None:
        """The failure that was asked for. "hold" waits until the test lets go, and then the caller is gone."""
        how = self.record.fault_of(method)
        self.record.begun.append(method)
        await self.record.tell()
        if how == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        if how == "hold":
            self.record.held.append(method)
            await self.record.tell()
            await self.record.release.wait()
        if how in {"down", "hold"} and request.transport is not None:
            request.transport.abort()
            return web.Response(status=502)
        if how == "429":
            limited = {"ok": False, "error": "ratelimited"}
            return web.json_response(limited, status=429, headers={"Retry-After": "1"})
        if how == "malformed":
            return web.Response(text="<html>upstream went away</html>", content_type="text/html")
        if how.isdecimal():
            return web.Response(status=int(how))
        return None

    async def _answer(self, method: str, said: Said, token: str) -> Said:
        setup = self.record.setup
        if token != (setup.app_token if method in FOR_APP else setup.bot_token):
            return {"ok": False, "error": "invalid_auth"}
        wrong = _wrong(method, said)
        self._check(method, wrong)
        if wrong:
            return {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": wrong}}
        answer = {"ok": True} if method in ASSISTANT else await self._pass_on(method, _for_emulator(said), token)
        if method in FOR_APP and answer.get("ok"):
            answer = {**answer, "url": f"{setup.own.replace('http', 'ws', 1)}/socket"}
        await self.record.called(method, said, {key: answer.get(key) for key in ("ok", "error", "ts", "channel")})
        return answer

    async def _pass_on(self, method: str, said: Said, token: str) -> Said:
        upstream = f"{self.record.setup.upstream}/api/{method}"
        async with self.session.post(upstream, json=said, headers={"Authorization": f"Bearer {token}"}) as answer:
            return dict(await answer.json())

    def _check(self, method: str, wrong: list[str]) -> None:
        self.record.wrong.extend(f"{method}: {each}" for each in wrong)


def _for_emulator(said: Said) -> Said:
    found = dict(said)
    if found.get("blocks"):
        found["blocks"] = drawn(found["blocks"])
    if isinstance(found.get("view"), dict):
        found["view"] = {**found["view"], "blocks": drawn(found["view"].get("blocks") or [])}
    return found


def acknowledged(said: Said, record: Record) -> Said:
    """A message that stands in an acknowledgement, checked, and as the emulator draws it."""
    record.wrong.extend(f"acknowledgement: {each}" for each in check_message(said))
    return _for_emulator(said)


def _wrong(method: str, said: Said) -> list[str]:
    missing = [f"no {field}" for field in ASSISTANT.get(method, ()) if not said.get(field)]
    if method == "views.publish":
        return [*missing, *check_view(said.get("view") or {})]
    if method in {"chat.postMessage", "chat.update", "chat.postEphemeral"}:
        unaddressed = [] if said.get("channel") else ["no channel"]
        return [*unaddressed, *check_message(said)]
    return missing


async def _said(request: web.Request) -> Said:
    """Arguments in the address, as JSON, or as a form: SDKs use them all."""
    said: Said = dict(request.query)
    if request.content_type == "application/json":
        said |= await request.json() if request.can_read_body else {}
    elif request.can_read_body:
        said |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return {key: _json(value) if key in JSON_FIELDS else value for key, value in said.items()}


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _token(request: web.Request, said: Said) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ") or str(said.get("token", ""))
