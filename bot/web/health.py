"""Whether this process is well, for whoever starts, restarts and watches it: three addresses.

    GET /healthz   alive: 503 only where a restart helps, which is when an answer has been stuck for a minute
    GET /readyz    can be asked: 503 while it starts, while it drains, and while it is stuck
    GET /metrics   what Prometheus reads

What makes a process not ready is only what makes it worse to be asked than not to be. A store that is away, knowledge
that was refused, a platform that cannot be reached: answers go on all the same (promise P6), so the process is ready,
and "degraded" says with what. If a store that is away took every process out of service at once, a person would get
the proxy's error page in place of the duty number. The same holds of a self-test that fails once the process has been
ready: even then a turn ends in the duty numbers. But a process that has never answered is not put into service.

A probe costs nothing and asks nobody: which knowledge is in use is known at once; for the rest a task of the process
looks every few seconds (`Health.watch`), and what it last saw is told. Whether a platform can be reached is known from
what was last delivered there.

The detail is for callers on this machine. Others get the status and one word, and through a proxy no metrics.
"""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import anyio
import anyio.to_thread
from fastapi import FastAPI
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.asgi import while_serving
from bot.core.house import House
from bot.core.reply import Kind
from bot.core.safely import answer_safely
from bot.core.turn import Turn
from bot.core.where import where
from bot.desk import Desk
from bot.metric_words import PLATFORMS
from bot.metrics import Lately
from bot.vitals import Vitals, contacts_by_state, published_at, release_number
from knowledge import clock

log = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
STORE_SECONDS = 3.0
STUCK_SECONDS = 60.0
"""An answer takes some hundredths of a second. One that takes a minute will not come."""
TEST_QUESTION = "A child is hungry at school every day."
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def _sound() -> bool:
    return True


@dataclass
class Health:
    """How this process is. `sound`: whether the newest published knowledge could be taken into use."""

    desk: Desk
    sound: Callable[[], bool] = _sound
    now: Callable[[], float] = time.time
    draining: bool = False
    _started: bool = False
    _tested: House | None = None
    _one: anyio.Lock = field(default_factory=anyio.Lock, repr=False)

    def drain(self) -> None:
        """From now on no new work is wanted: the process is about to stop."""
        self.draining = True

    @property
    def stuck(self) -> bool:
        """Whether an answer has been on its way for so long that only a restart helps."""
        return self.desk.pace.stuck() or self.desk.metrics.longest_wait() > STUCK_SECONDS

    @property
    def ready(self) -> bool:
        return self._started and not self.draining and not self.stuck

    @property
    def version(self) -> str:
        """The knowledge that is in use this moment, or "" where there is none."""
        house = self._house()
        return house.knowledge.version if house else ""

    async def seen(self) -> Vitals:
        """What the last look found; the first who asks looks."""
        if not self.desk.metrics.vitals.looked:
            await self.look()
        return self.desk.metrics.vitals

    async def look(self) -> None:
        """Takes a look, and puts what it finds into the metrics. Never raises."""
        async with self._one:
            try:
                self.desk.metrics.saw(await self._seen_now())
            except Exception as error:  # noqa: BLE001 - the edge of a task: the next look is taken all the same
                log.error("A look at the house failed: %s at %s", type(error).__name__, where(error))

    async def watch(self) -> None:
        """Looks for as long as it is let."""
        while True:
            await self.look()
            await anyio.sleep(EVERY_SECONDS)

    def degraded(self, vitals: Vitals) -> list[str]:
        """What is not as it should be while answers go on."""
        parts = {
            "store": vitals.store,
            "knowledge": vitals.sound,
            "self_test": vitals.self_test,
            "look": self.now() - vitals.looked < STUCK_SECONDS,
        }
        away = [platform for platform, state in self.platforms().items() if state == "away"]
        return [*(part for part, well in parts.items() if not well), *away]

    def platforms(self) -> dict[str, str]:
        """Of each platform: reached (the last message got there), away (it did not), or silent (none was sent yet)."""
        lately = self.desk.metrics.lately
        return {platform: _state(lately.get(platform, Lately())) for platform in PLATFORMS}

    async def _seen_now(self) -> Vitals:
        house = self._house()
        passed = await self._test(house) if house else False
        self._started = self._started or passed
        return self._vitals(house, passed, await self._store())

    def _house(self) -> House | None:
        try:
            return self.desk.current()
        except Exception:  # noqa: BLE001 - whatever broke: then there is none
            return None

    async def _test(self, house: House) -> bool:
        """Whether a test question is answered with this house, asked once of each. It is counted nowhere."""
        if house is self._tested:
            return True
        turn, now = Turn(typed=TEST_QUESTION), self.desk.clock()
        answered = await anyio.to_thread.run_sync(lambda: answer_safely(turn, house, now=now), limiter=self.desk.turns)
        passed = answered.reply.kind is not Kind.FAILED
        self._tested = house if passed else None
        return passed

    async def _store(self) -> bool:
        """Whether the store answers, and soon. A disk that hangs is a store that is away."""
        with anyio.move_on_after(STORE_SECONDS):
            reachable = self.desk.handled.reachable
            return await anyio.to_thread.run_sync(reachable, limiter=self.desk.stores, abandon_on_cancel=True)
        return False

    def _vitals(self, house: House | None, passed: bool, store: bool) -> Vitals:
        version = house.knowledge.version if house else ""
        contacts = contacts_by_state(house, clock.in_london(self.desk.clock()).date()) if house else (0, 0, 0)
        return Vitals(
            self.now(),
            self.ready,
            store,
            passed,
            self.sound(),
            version,
            release_number(version),
            published_at(version),
            *contacts,
        )


def add_health(app: FastAPI, health: Health) -> None:
    """The three addresses, and the looks for as long as the app is served."""

    async def healthz(_: Request) -> Response:
        if health.stuck:
            return PlainTextResponse("stuck", HTTPStatus.SERVICE_UNAVAILABLE)
        return PlainTextResponse("ok")

    async def readyz(request: Request) -> Response:
        vitals = await health.seen()
        status = HTTPStatus.OK if health.ready else HTTPStatus.SERVICE_UNAVAILABLE
        said = {"ready": health.ready, **(_detail(health, vitals) if _from_here(request) else {})}
        return JSONResponse(said, status)

    async def metrics(request: Request) -> Response:
        if _forwarded(request):
            return PlainTextResponse("not found", HTTPStatus.NOT_FOUND)
        await health.seen()
        page = await anyio.to_thread.run_sync(health.desk.metrics.page)
        return Response(page, media_type=CONTENT_TYPE_LATEST)

    for path, handler in {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}.items():
        app.add_route(path, handler, methods=["GET"])
    while_serving(app, lambda: _watched(health))


@asynccontextmanager
async def _watched(health: Health) -> AsyncIterator[None]:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(health.watch)
        yield
        health.drain()
        tasks.cancel_scope.cancel()


def _detail(health: Health, vitals: Vitals) -> dict[str, object]:
    return {
        "degraded": health.degraded(vitals),
        "draining": health.draining,
        "knowledge": health.version,
        "store": vitals.store,
        "self_test": vitals.self_test,
        "sound": vitals.sound,
        "platforms": health.platforms(),
    }


def _state(lately: Lately) -> str:
    if not lately.taken and not lately.failed:
        return "silent"
    return "away" if lately.failed > lately.taken else "reached"


def _forwarded(request: Request) -> bool:
    """Whether it came through a proxy, so from outside."""
    return any(name in request.headers for name in FORWARDED)


def _from_here(request: Request) -> bool:
    """Whether the caller is on this machine."""
    host = request.client.host if request.client else ""
    try:
        return ipaddress.ip_address(host).is_loopback and not _forwarded(request)
    except ValueError:
        return False
