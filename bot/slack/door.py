"""The door for Slack over HTTP: one address, and a guard that lets in only what Slack has signed just now.

    size -> time -> text -> signature -> form -> Bolt

Whatever else arrives is answered with 4xx and a word on why, and never with a word of what it held. Bolt itself would
answer bytes that are no text, and times that are no numbers, with 500.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.asgi import body_of
from bot.metrics import Metrics
from bot.slack.answering import CHANNEL
from bot.slack.app import SlackChannel

PATH = "/slack/events"
LARGEST_BODY = 1024 * 1024
"""A press carries its whole message with it, percent-encoded."""
WINDOW = 300
MOST_FIELDS = 100
KINDS = ("type", "command", "ssl_check")
"""One of them stands in everything that Slack sends."""
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


class Refused(Exception):
    """Not let in. The reason is one of a few words of ours."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass(frozen=True)
class Door:
    """The handler of `PATH`."""

    channel: SlackChannel
    secret: str = field(repr=False)
    clock: Callable[[], dt.datetime]
    metrics: Metrics

    async def handle(self, request: Request) -> Response:
        try:
            admitted = self._checked(request, await body_of(request, most=LARGEST_BODY))
        except Refused as refused:
            self.metrics.refuse(CHANNEL, refused.why)
            return PlainTextResponse(refused.why, refused.status)
        answer = await self.channel.dispatch(admitted)
        return Response(answer.body, answer.status, headers=answer.first_headers_without_set_cookie())

    def _checked(self, request: Request, body: bytes | None) -> AsyncBoltRequest:
        """The request for Bolt. Raises Refused."""
        if body is None:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
        time = request.headers.get("x-slack-request-timestamp", "")
        if not (time.isascii() and time.isdecimal() and len(time) <= 12):
            raise Refused(HTTPStatus.UNAUTHORIZED, "no_timestamp")
        if abs(self.clock().timestamp() - int(time)) > WINDOW:
            raise Refused(HTTPStatus.UNAUTHORIZED, "too_old")
        text = _text(body)
        signed = SignatureVerifier(self.secret).generate_signature(timestamp=time, body=text) or ""
        if not _same(signed, request.headers.get("x-slack-signature", "")):
            raise Refused(HTTPStatus.UNAUTHORIZED, "bad_signature")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        check_shape(_payload(text, kind))
        return _bolt_request(text, kind)


def join(app: FastAPI, door: Door) -> None:
    """Adds Slack's address to the app."""
    app.add_route(PATH, door.handle, methods=["POST"])


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(HTTPStatus.BAD_REQUEST, "not_text") from None


def _same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.encode("utf-8", "replace"))


def _payload(text: str, kind: str) -> Any:
    """What the body holds, read as Bolt will read it."""
    if kind == JSON:
        return _json(text)
    if kind != FORM:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not_a_form")
    try:
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST, "not_a_form") from None
    if text.startswith("{"):
        raise Refused(HTTPStatus.BAD_REQUEST, "not_a_form")
    return _json(fields["payload"]) if "payload" in fields else fields


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(HTTPStatus.BAD_REQUEST, "not_json") from None


def check_shape(payload: Any) -> None:
    """Raises Refused unless the payload has the parts that everything behind the door relies on."""
    if not isinstance(payload, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "not_an_object")
    if not any(isinstance(payload.get(kind), str) for kind in KINDS):
        raise Refused(HTTPStatus.BAD_REQUEST, "of_no_kind")
    if not _is_shaped(payload):
        raise Refused(HTTPStatus.BAD_REQUEST, "misshapen")


def _is_shaped(payload: dict[str, Any]) -> bool:
    """Whether an event has its kind, a view its name, and a press the button that was pressed."""
    kind = payload.get("type")
    if kind == "event_callback":
        return _names(payload.get("event"), "type")
    if kind in {"view_submission", "view_closed"}:
        return _names(payload.get("view"), "callback_id")
    if kind == "block_actions":
        actions = payload.get("actions")
        return isinstance(actions, list) and bool(actions) and _names(actions[0], "action_id")
    return True


def _names(part: Any, key: str) -> bool:
    return isinstance(part, dict) and isinstance(part.get(key), str)


def _bolt_request(text: str, kind: str) -> AsyncBoltRequest:
    """Bolt reads who and where from a payload when the request is made, and raises whatever it stumbles over."""
    try:
        return AsyncBoltRequest(body=text, headers={"content-type": kind})
    except Exception:  # noqa: BLE001 - the edge: it may quote what it read
        raise Refused(HTTPStatus.BAD_REQUEST, "misshapen") from None
