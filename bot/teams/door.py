"""The door of the Teams channel: what it does not let in never reaches the SDK, and nothing raised inside leaves.

    size -> JSON -> address to answer to -> token -> tenant -> the SDK's router and our handlers

It takes the place of the SDK's own HTTP adapter, whose documented way this is. Nothing here logs what came in.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import jwt
from fastapi import FastAPI
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.asgi import body_of
from bot.core.safely import where
from bot.metrics import Metrics
from bot.teams.delivery import Undelivered
from bot.teams.keys import Doorkeeper
from bot.teams.sdk import ActivityEvent, App, CoreActivity, HttpMethod, HttpRouteHandler, JsonWebToken

log = logging.getLogger(__name__)

ENDPOINT = "/api/messages"
LARGEST_BODY = 256 * 1024
LEADS_ELSEWHERE = re.compile(r"[/\\?#%\x00-\x20\x7f]")
Activity = dict[str, Any]


class Refused(Exception):
    """Why an activity is not let in: a word for the metrics, and the status for whoever knocked."""

    def __init__(self, why: str, status: HTTPStatus) -> None:
        super().__init__(why)
        self.why, self.status = why, status


class Door:
    """The HTTP adapter that the SDK is given. It serves one route, on our own app."""

    def __init__(self, web: FastAPI, doorkeeper: Doorkeeper, tenants: tuple[str, ...], metrics: Metrics) -> None:
        self._web = web
        self._doorkeeper = doorkeeper
        self._tenants = frozenset(tenant.lower() for tenant in tenants)
        self._metrics = metrics
        self._app: App | None = None

    def lead_to(self, app: App) -> None:
        """Tells where those who are let in go."""
        self._app = app

    def register_route(self, method: HttpMethod, path: str, handler: HttpRouteHandler) -> None:
        """Called by the SDK. Its own handler is not used: it would let in what `keys` keeps out."""
        del handler
        self._web.add_route(path, self.knocked, methods=[method])

    def serve_static(self, path: str, directory: str) -> None:
        """The SDK may ask for it; nothing of ours is served this way."""

    async def start(self, port: int) -> None:
        """Never: our own server carries every channel."""
        raise NotImplementedError("earlyhelp serve carries Teams; the SDK starts no server")

    async def stop(self) -> None:
        """Nothing was started."""

    async def knocked(self, request: Request) -> Response:
        """One delivery by the platform, answered inside the request."""
        try:
            activity = _parsed(await body_of(request, most=LARGEST_BODY))
            token = await self._admitted(request.headers.get("authorization", ""), activity)
        except Refused as refused:
            self._metrics.refuse("teams", refused.why)
            return Response(status_code=refused.status)
        return await self._inside(activity, token)

    async def _admitted(self, authorization: str, activity: Activity) -> str:
        """The token of an activity that may come in. Raises Refused."""
        try:
            token = await self._doorkeeper.admit(authorization, _service_url(activity))
        except jwt.PyJWKClientConnectionError:
            log.error("The platform's signing keys could not be fetched.")
            raise Refused("no_keys", HTTPStatus.SERVICE_UNAVAILABLE) from None
        except (jwt.PyJWTError, ValueError):
            raise Refused("token", HTTPStatus.UNAUTHORIZED) from None
        named = tenants_of(activity)
        if not named or not named <= self._tenants:
            raise Refused("tenant", HTTPStatus.FORBIDDEN)
        if not all(_is_plain(each) for each in _ids_in_addresses(activity)):
            raise Refused("ids", HTTPStatus.BAD_REQUEST)
        return token

    async def _inside(self, activity: Activity, token: str) -> Response:
        """What our handlers answer. A failure to deliver is a 5xx, so that the platform delivers the activity again."""
        handle = self._app.server.on_request if self._app else None
        assert handle, "the app is initialized before its route is served"
        try:
            answered = await handle(ActivityEvent(CoreActivity.model_validate(activity), JsonWebToken(token)))
        except ValidationError as error:
            log.warning("An activity could not be read: %s.", type(error).__name__)
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        except Undelivered as error:
            log.error("An answer could not be delivered: %s.", error)
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception as error:  # noqa: BLE001 - the edge: nothing may leave with what was typed in it
            log.error("A Teams activity failed: %s at %s", type(error).__name__, where(error))
            return Response(status_code=HTTPStatus.INTERNAL_SERVER_ERROR)
        return Response() if answered.body is None else JSONResponse(answered.body)


def tenants_of(activity: Mapping[str, Any]) -> frozenset[str]:
    """Every tenant that the activity names, wherever it names it."""
    conversation, data = _mapping(activity.get("conversation")), _mapping(activity.get("channelData"))
    sender = _mapping(activity.get("from"))
    named = (conversation.get("tenantId"), _mapping(data.get("tenant")).get("id"), sender.get("tenantId"))
    return frozenset(str(each).lower() for each in named if each)


def _ids_in_addresses(activity: Mapping[str, Any]) -> tuple[Any, ...]:
    """The ids that become parts of the address that an answer is sent to."""
    return (_mapping(activity.get("conversation")).get("id"), activity.get("id"), activity.get("replyToId"))


def _is_plain(found: Any) -> bool:
    """Whether an id, where it is given, is one part of a path, and leads nowhere else."""
    return found is None or (isinstance(found, str) and not LEADS_ELSEWHERE.search(found) and found not in {".", ".."})


def _service_url(activity: Mapping[str, Any]) -> str:
    """Where the answer goes; the token must name the same. Raises Refused."""
    found = activity.get("serviceUrl")
    if not isinstance(found, str) or not _safe_address(found):
        raise Refused("address", HTTPStatus.UNAUTHORIZED)
    return found


def _safe_address(address: str) -> bool:
    """Over TLS, or on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _on_this_machine(host)))
    except ValueError:
        return False


def _on_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _parsed(body: bytes | None) -> Activity:
    """The activity as sent. Raises Refused."""
    if body is None:
        raise Refused("too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("not_json", HTTPStatus.BAD_REQUEST) from None
    if not isinstance(found, dict):
        raise Refused("not_json", HTTPStatus.BAD_REQUEST)
    return found
