"""The scenarios of `make load`: who asks how fast for how long, what is done to the server meanwhile, and the figures.

at-once    500 people in conversation at a human pace
burst      500 worries typed in the same second
ramp       ever more people, until more is asked than can be read
restart    a rolling restart (HUP) and kill -9 of a worker while 200 people ask
workers    the same rush at 1, 2 and 3 workers
soak       60 people at a brisk pace for SOAK_MINUTES, with memory
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gevent
from far_side import Platform
from gevent.event import Event as Gate
from ledger import Ledger
from locust.env import Environment
from people import EVERYBODY, Pace, Run
from served import TICKS, Served, served

SAMPLE_SECONDS = 1.0
HUMAN = Pace(20, 40)
BRISK = Pace(3, 7)
HURRIED = Pace(1, 3)


@dataclass
class Session:
    """A run under way: the people, the server, and what was seen of both every second."""

    run: Run
    server: Served
    environment: Environment
    seen: list[dict[str, Any]] = field(default_factory=list)
    marks: list[tuple[float, str]] = field(default_factory=list)
    own_cpu: float = field(default_factory=time.process_time)

    @property
    def now(self) -> float:
        return self.run.ledger.now()

    def people(self, number: int, *, rate: float) -> None:
        """So many people, so many more or fewer a second, until they are there."""
        runner = self.environment.runner
        assert runner
        runner.start(number, spawn_rate=rate, wait=False)

    def mark(self, what: str) -> None:
        self.marks.append((round(self.now, 2), what))

    def watch(self) -> None:
        """Notes memory, processor time and how many people there are. In a greenlet of its own."""
        while True:
            with suppress(OSError):
                self._look()
            gevent.sleep(SAMPLE_SECONDS)

    def _look(self) -> None:
        runner = self.environment.runner
        assert runner
        self.seen.append(
            {
                "at": round(self.now, 2),
                "people": runner.user_count,
                "events": len(self.run.ledger.events),
                "cpu": round(self.server.cpu(), 3),
                "machine_busy": _machine_busy(),
                "memory_mb": {str(pid): round(mb, 1) for pid, mb in self.server.memory().items()},
            }
        )

    def figures(self) -> dict[str, Any]:
        """Everything that is written down."""
        ledger = self.run.ledger
        spent, turns = self.seen[-1]["cpu"] - self.seen[0]["cpu"], sum(bool(e.answered) for e in ledger.events)
        read = sum(bool(each.answered) and not each.shed and each.kind == "typed" for each in ledger.events)
        own = time.process_time() - self.own_cpu
        machine = self.seen[-1]["machine_busy"] - self.seen[0]["machine_busy"]
        lasted = self.seen[-1]["at"] - self.seen[0]["at"]
        return {
            "all": ledger.summary(),
            "by_kind": ledger.by(lambda each: each.kind),
            "by_channel": ledger.by(lambda each: each.channel),
            "seconds": round(lasted, 1),
            "turns_a_second": round(turns / lasted, 2),
            "read_a_second": round(read / lasted, 2),
            "server_cpu_seconds": round(spent, 2),
            "server_cpu_ms_a_turn": round(1000 * spent / max(turns, 1), 2),
            "load_tool_cpu_seconds": round(own, 2),
            "cpu_seconds_of_others": round(max(0.0, machine - spent - own), 2),
            "calls_of_the_platform": self.run.platform.calls,
            "marks": self.marks,
            "seen": self.seen,
            "points": [
                [round(e.sent, 2), _ms(e.waited), e.kind, e.channel, e.shed, _ms(e.seen_after), e.deliveries]
                for e in ledger.events
            ],
            "server_said": [line[:200] for line in self.server.said if "answers on" not in line][-40:],
        }


def _machine_busy() -> float:
    """Seconds that the processors of the machine have worked since it started, for whomever."""
    fields = [int(each) for each in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]]
    return round((sum(fields[:3]) + sum(fields[5:8])) / TICKS, 2)


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(1000 * seconds, 1)


@dataclass(frozen=True)
class Shape:
    """How a scenario is run. `act` lives through it; the people and the server are there."""

    act: Callable[[Session], None]
    pace: Pace = HUMAN
    workers: int = 2
    once: bool = False
    gated: bool = False


def played(shape: Shape, *, made_up: bool = False) -> dict[str, Any]:
    """Plays one scenario on a server of its own."""
    with TemporaryDirectory(prefix="earlyhelp-load-") as folder:
        began = time.monotonic()
        ledger = Ledger(lambda: time.monotonic() - began)
        platform = Platform(ledger)
        far_side = platform.serve()
        with served(Path(folder), platform.url, workers=shape.workers, made_up=made_up) as server:
            began = time.monotonic()
            session = _session(shape, ledger, platform, server)
            shape.act(session)
            _ended(session)
        far_side.stop()
        return session.figures()


def _session(shape: Shape, ledger: Ledger, platform: Platform, server: Served) -> Session:
    run = Run(ledger, platform, shape.pace, once=shape.once, gate=Gate() if shape.gated else None)
    for kind in EVERYBODY:
        kind.shared, kind.host = run, server.address
    environment = Environment(user_classes=EVERYBODY)  # type: ignore[arg-type]
    environment.create_local_runner()
    session = Session(run, server, environment)
    gevent.spawn(session.watch)
    gevent.sleep(0.05)
    return session


def _ended(session: Session) -> None:
    """Nobody begins anything new; what is under way is waited for."""
    session.mark("the last turn begins")
    session.run.over = True
    with gevent.Timeout(SETTLE_SECONDS, False):
        while any(each.acknowledged is None or not each.answered for each in session.run.ledger.events):
            gevent.sleep(0.2)
    session._look()
    session.run.ledger.close()
    runner = session.environment.runner
    assert runner
    runner.quit()


SETTLE_SECONDS = 75.0
"""Longer than a platform's next delivery but one."""


def at_once(session: Session, *, people: int = 500, seconds: float = 75) -> None:
    session.people(people, rate=people / 30)
    gevent.sleep(30 if people > 50 else 3)
    session.mark(f"{people} people")
    gevent.sleep(seconds)


def burst(session: Session, *, people: int = 500) -> None:
    session.people(people, rate=200)
    with gevent.Timeout(60, False):
        while session.environment.runner.user_count < people:  # type: ignore[union-attr]
            gevent.sleep(0.1)
    gevent.sleep(1)
    session.mark(f"{people} messages")
    session.run.gate.set()
    gevent.sleep(5)


def ramp(session: Session, *, steps: tuple[int, ...] = (20, 40, 60, 80, 110, 150, 200), seconds: float = 12) -> None:
    for people in steps:
        session.mark(f"{people}")
        session.people(people, rate=100)
        gevent.sleep(seconds)


def restart(session: Session, *, people: int = 150, seconds: float = 30) -> None:
    session.people(people, rate=50)
    gevent.sleep(20)
    session.mark("HUP")
    session.server.renew()
    gevent.sleep(seconds)
    session.mark("kill -9")
    session.server.kill_a_worker()
    gevent.sleep(seconds)


def rush(session: Session, *, people: int = 120, seconds: float = 20) -> None:
    session.people(people, rate=50)
    gevent.sleep(seconds)


def soak(session: Session, *, people: int = 60) -> None:
    minutes = float(os.environ.get("SOAK_MINUTES", "60"))
    session.people(people, rate=4)
    gevent.sleep(60 * minutes)


SHAPES: dict[str, Shape] = {
    "at-once": Shape(at_once),
    "burst": Shape(burst, once=True, gated=True),
    "ramp": Shape(ramp, pace=HURRIED),
    "restart": Shape(restart, pace=BRISK),
    "workers-1": Shape(rush, pace=HURRIED, workers=1),
    "workers-2": Shape(rush, pace=HURRIED, workers=2),
    "workers-3": Shape(rush, pace=HURRIED, workers=3),
    "soak": Shape(soak, pace=Pace(8, 16)),
}
