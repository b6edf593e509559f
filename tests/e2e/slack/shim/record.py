"""What happened between Slack and the bot, in the order it happened, with a way to wait for the next thing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 240.0


@dataclass(frozen=True)
class Setup:
    """Who is who. The addresses are of this machine."""

    upstream: str
    own: str
    bot_token: str
    app_token: str
    secret: str


@dataclass
class Fault:
    """What the next calls of a method meet: `how`, this many times, from now on."""

    method: str
    how: str
    times: int = 1


@dataclass
class Record:
    """`begun`, `calls`: what the bot began to say, and said. `wrong`: what real Slack would have refused of it."""

    setup: Setup
    calls: list[dict[str, Any]] = field(default_factory=list)
    deliveries: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    bots: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    release: asyncio.Event = field(default_factory=asyncio.Event)
    connected: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def tell(self) -> None:
        """Something changed: whoever waits looks again."""
        async with self._news:
            self._news.notify_all()

    async def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Waits until something is so, but not for ever."""
        try:
            async with asyncio.timeout(min(seconds, PATIENCE)), self._news:
                await self._news.wait_for(true)
        except TimeoutError:
            return False
        return True

    def fault_of(self, method: str) -> str:
        """What this call meets, or ""."""
        for fault in self.faults:
            if fault.method in {method, "*"} and fault.times > 0:
                fault.times -= 1
                return fault.how
        return ""

    async def called(self, method: str, said: dict[str, Any], answer: dict[str, Any]) -> None:
        self.calls.append({"method": method, "said": said, "answer": answer})
        await self.tell()

    async def delivered(self, kind: str, payload: dict[str, Any], outcome: str, *, to: str = "") -> None:
        """`outcome`: "acknowledged", or what came instead."""
        about = payload.get("event_id") or payload.get("trigger_id") or ""
        self.deliveries.append({"kind": kind, "id": about, "outcome": outcome, "to": to})
        await self.tell()
