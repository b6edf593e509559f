"""Hands a message to the platform, and again with a pause when it says "not now".

Microsoft names 412, 429, 502 and 504 as passing; 503 and a connection that was never made are so too. The whole takes
less time than the platform waits before it delivers the activity again, so that the two never overlap.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import anyio
import httpx

from bot.metric_words import OTHER, reason_of_status
from bot.teams.sdk import Interceptor

PASSING = frozenset({412, 429, 502, 503, 504})
FIRST_PAUSE = 0.4
LONGEST_PAUSE = 4.0
BUDGET_SECONDS = 10.0
CALL_SECONDS = 8.0

_taken: ContextVar[list[int] | None] = ContextVar("taken", default=None)


class Receipt(Interceptor):
    """Hears from the SDK's HTTP client that a call was accepted, before the SDK makes what it can of the reply.

    A reply that cannot be read would otherwise look like a message that was not taken, and it would be sent again.
    """

    async def request(self, ctx: Any) -> None:
        """Nothing to do before a call."""

    async def response(self, ctx: Any) -> None:
        taken = _taken.get()
        if taken is not None and ctx.response.is_success:
            taken.append(ctx.response.status_code)


class Undelivered(Exception):
    """The platform did not take the answer. Its text is a status or a type, never an address or a word."""

    def __init__(self, why: str, reason: str = OTHER) -> None:
        """`reason` is a word of `bot.metric_words`."""
        super().__init__(why)
        self.reason = reason


def a_share() -> float:
    """Between half and the whole of a pause, so that many who wait do not come back together."""
    return secrets.SystemRandom().uniform(0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try. `pause` and `share` are given by tests."""

    budget: float = BUDGET_SECONDS
    pause: Callable[[float], Awaitable[None]] = anyio.sleep
    share: Callable[[], float] = a_share


PATIENT = Patience()


async def deliver(send: Callable[[], Awaitable[object]], patience: Patience = PATIENT) -> None:
    """Calls `send` until it is taken. Raises Undelivered when it fails for good, or not within the budget."""
    waited, step = 0.0, FIRST_PAUSE
    began = anyio.current_time()
    while (error := await _failure(send)) is not None:
        if not _is_passing(error):
            raise Undelivered(_why(error), _reason(error))
        pause = _asked_pause(error) or step * patience.share()
        waited = max(waited, anyio.current_time() - began) + pause
        if waited > patience.budget:
            raise Undelivered(_why(error), _reason(error))
        await patience.pause(pause)
        step = min(2 * step, LONGEST_PAUSE)


async def _failure(send: Callable[[], Awaitable[object]]) -> httpx.HTTPError | None:
    """What went wrong on the way, or None when the message was taken."""
    taken: list[int] = []
    _taken.set(taken)
    try:
        await send()
    except (httpx.HTTPStatusError, httpx.TransportError) as error:
        return error
    except Exception:
        if not taken:
            raise
    return None


def _is_passing(error: httpx.HTTPError) -> bool:
    """Whether trying again may help and cannot double the message. After a read that timed out nobody knows."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in PASSING
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"status {error.response.status_code}"
    return type(error).__name__


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return reason_of_status(error.response.status_code)
    return "timeout" if isinstance(error, httpx.TimeoutException) else "network"


def _asked_pause(error: httpx.HTTPError) -> float | None:
    """The seconds that the platform asks to wait, if it says so in seconds."""
    if not isinstance(error, httpx.HTTPStatusError):
        return None
    asked = error.response.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() and len(asked) < 6 else None
