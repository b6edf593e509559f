"""What a browser sends to the studio: a form of ours or JSON of our script, read by hand and not too long.

Nothing here raises on what a stranger sends, but `Refused` with a sentence for whoever sent it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.asgi import body_of, host_of

LARGEST_BODY = 1_000_000
DRAINED = 4 * LARGEST_BODY
MOST_FIELDS = 400
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Refused(Exception):
    """Why a request is not answered. `also` goes into the JSON beside the sentences."""

    def __init__(
        self, status: HTTPStatus, error: str, advice: str = "", also: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(error)
        self.status, self.error, self.advice, self.also = status, error, advice, also or {}


async def read_body(request: Request) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The fields of a form or the members of a JSON object; with each field's repeated values. Raises Refused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {FORM, JSON}:
        raise Refused(HTTPStatus.BAD_REQUEST, "That could not be read.", "Load the page again and repeat it.")
    body = await body_of(request, most=LARGEST_BODY, drained=DRAINED)
    if body is None:
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "That is larger than a megabyte, so it was not read.",
            "Split the file in two.",
        )
    return (_members(body), {}) if kind == JSON else _fields(body)


def _members(body: bytes) -> dict[str, Any]:
    unreadable = Refused(HTTPStatus.BAD_REQUEST, "That could not be read.", "Load the page again and repeat it.")
    try:
        found = json.loads(body)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise unreadable from None
    if not isinstance(found, dict):
        raise unreadable
    return found


def _fields(body: bytes) -> tuple[dict[str, Any], dict[str, list[str]]]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST, "That could not be read.", "Load the page again and repeat it.") from None
    lists: dict[str, list[str]] = {}
    for name, value in pairs:
        lists.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return {name: values[0] for name, values in lists.items()}, lists


def is_own(request: Request) -> bool:
    """Whether one of our own pages sent this, as far as the browser says; the form key must fit as well."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or host_of(origin) == request.headers.get("host")
