"""Slack over HTTP: what the emulator posts goes on, signed anew, to one of the bots; events again on demand."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from as_slack import as_slack
from record import Record
from web_api import acknowledged

PATH = "/slack/events"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
WAITS = ClientTimeout(total=40)
"""Slack waits three seconds and then delivers again; the tests decide themselves when that is."""
Payload = dict[str, Any]


@dataclass
class OverHttp:
    """`open`: events that nobody acknowledged yet, with how often they were brought."""

    record: Record
    session: ClientSession
    open: dict[str, tuple[Payload, int]] = field(default_factory=dict)
    _turn: itertools.count[int] = field(default_factory=itertools.count)

    async def from_emulator(self, request: web.Request) -> web.StreamResponse:
        kind, text = request.content_type, await request.text()
        payload = as_slack(_read(text, kind), self.record.setup.own, self.record.setup.upstream, self.record.typed)
        status, answer = await self.bring(payload)
        return web.Response(status=status or 502, text=answer)

    async def bring(self, payload: Payload, *, to: str = "", attempt: int = 0) -> tuple[int, str]:
        """One delivery, to the bot named or to whose turn it is: status (0 when there was none) and body."""
        event = str(payload.get("event_id", ""))
        if event:
            self.open[event] = (payload, attempt)
        where = to or self._next()
        status, answer = await self._post(where, payload, attempt)
        if status == 200:
            self.open.pop(event, None)
            answer = await self._read_answer(answer)
        outcome = "acknowledged" if status == 200 else str(status or "no answer")
        await self.record.delivered(str(payload.get("type", "command")), payload, outcome, to=where)
        return status, answer

    async def again(self) -> int:
        """Brings every event again that was not acknowledged, as Slack does."""
        waiting = list(self.open.values())
        await asyncio.gather(*(self.bring(payload, attempt=attempt + 1) for payload, attempt in waiting))
        return len(waiting)

    def _next(self) -> str:
        return self.record.bots[next(self._turn) % len(self.record.bots)] if self.record.bots else ""

    async def _post(self, where: str, payload: Payload, attempt: int) -> tuple[int, str]:
        if not where:
            return 0, ""
        body, kind = _written(payload)
        retried = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": "http_error"} if attempt else {}
        headers = {**signed(self.record.setup.secret, body), "content-type": kind, **retried}
        try:
            async with self.session.post(f"{where}{PATH}", data=body, headers=headers, timeout=WAITS) as answer:
                return answer.status, await answer.text()
        except (ClientError, TimeoutError, OSError):
            return 0, ""

    async def _read_answer(self, answer: str) -> str:
        """A command is answered in the acknowledgement itself."""
        if not answer.startswith("{"):
            return answer
        said = json.loads(answer)
        if not said.get("text"):
            return answer
        await self.record.called("acknowledgement", said, {"ok": True})
        return json.dumps(acknowledged(said, self.record))


def signed(secret: str, body: bytes) -> dict[str, str]:
    """Slack's signature as of now."""
    stamp = str(int(time.time()))
    found = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={found}"}


def _read(text: str, kind: str) -> Payload:
    if kind == JSON:
        return dict(json.loads(text))
    fields = dict(parse_qsl(text, keep_blank_values=True))
    return dict(json.loads(fields["payload"])) if "payload" in fields else fields


def _written(payload: Payload) -> tuple[bytes, str]:
    """As Slack writes it: an event as JSON, a press in a form, a command as a form."""
    if payload.get("type") == "event_callback":
        return json.dumps(payload).encode(), JSON
    fields = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM
