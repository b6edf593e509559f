"""The supervisor: opens the address, keeps a crew of workers on it, and loads nothing itself.

    HUP    every worker is replaced by a new one, one after the other     TERM, INT   all end when they have answered

It listens to signals and to the workers' pipes, and decides nothing: that is `bot.serving.crew`. A worker that dies
closes its pipe, so it is missed in the same moment.
"""

from __future__ import annotations

import logging
import os
import secrets
import selectors
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.secrets import WORKERS
from bot.serving import beats, systemd
from bot.serving.crew import Bounds, Crew, Worker
from bot.serving.listening import Listening
from bot.serving.process import Process

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
MEMORY_SECONDS = 5.0
STOPS = (signal.SIGTERM, signal.SIGINT)
HEARD = (*STOPS, signal.SIGHUP, signal.SIGCHLD)
METRICS = "EARLYHELP_METRICS_DIR"
Announce = Callable[[str, str], None]
USUAL = Bounds()


@dataclass
class Supervisor:
    """`announce` is told the knowledge's version and a link to the studio by the first new worker that is ready."""

    listening: Listening
    size: int
    command: Sequence[str]
    environment: Mapping[str, str]
    announce: Announce
    bounds: Bounds = USUAL
    crew: Crew = field(init=False)
    _selector: selectors.DefaultSelector = field(default_factory=selectors.DefaultSelector)
    _announced: bool = False
    _told: str = ""

    def __post_init__(self) -> None:
        self.crew = Crew(self.size, self._start, log.warning, self.bounds)

    def run(self) -> int:
        """Until everybody has ended. The status to end with: 0, or that of workers that could not start."""
        due_memory = due_watchdog = 0.0
        watchdog = systemd.watchdog_seconds(self.environment)
        with self._signals() as heard:
            while not self.crew.done:
                now = time.monotonic()
                self.crew.tick(now)
                if now >= due_memory:
                    self.crew.watch_memory()
                    due_memory = now + MEMORY_SECONDS
                if watchdog and now >= due_watchdog:
                    systemd.notify(systemd.ALIVE, environment=self.environment)
                    due_watchdog = now + watchdog
                self._tell_status()
                self._hear(heard)
                if self.crew.failed and not self.crew.stopping:
                    self.crew.stop(time.monotonic())
        return self.crew.failed or 0

    def _start(self, number: int) -> Worker:
        process = Process.start(number, self.listening.socket, self.command, self.environment)
        self._selector.register(process.beats, selectors.EVENT_READ, process)
        return process

    def _hear(self, heard: socket.socket) -> None:
        """What workers and signals say, waiting for it for a tick."""
        for key, _ in self._selector.select(TICK_SECONDS):
            if isinstance(key.data, Process):
                self._hear_worker(key.data)
            else:
                for number in heard.recv(64):
                    self._hear_signal(number)

    def _hear_worker(self, worker: Process) -> None:
        lines, now = worker.lines(), time.monotonic()
        for line in lines or ():
            word, _, rest = line.partition(" ")
            if word == beats.READY:
                self.crew.ready(worker, now)
                self._announce(rest)
            elif word == beats.BEAT:
                self.crew.beat(worker, now)
        if lines is None:
            self._selector.unregister(worker.beats)
            how, status = worker.end()
            self.crew.gone(worker, how, now, status=status)

    def _hear_signal(self, number: int) -> None:
        if number in STOPS:
            systemd.notify(systemd.STOPPING, environment=self.environment)
            self.crew.stop(time.monotonic())
        elif number == signal.SIGHUP and not self.crew.stopping:
            log.warning("Every worker is replaced, one after the other.")
            self._announced = False
            self.crew.renew()

    def _announce(self, said: str) -> None:
        if self._announced:
            return
        self._announced = True
        version, _, link = said.partition(" ")
        self.announce(version, link)
        systemd.notify(systemd.READY, environment=self.environment)

    def _tell_status(self) -> None:
        crew = self.crew
        doing = "stopping" if crew.stopping else "replacing workers" if crew.renewing else "answering"
        told = f"{crew.answering} of {crew.size} workers answer; {doing}"
        if told != self._told:
            self._told = told
            systemd.notify(systemd.status(told), environment=self.environment)

    @contextmanager
    def _signals(self) -> Iterator[socket.socket]:
        """Signals arrive as bytes on a socket, so that they end the waiting."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.setblocking(False)
        before = {number: signal.signal(number, lambda *_: None) for number in HEARD}
        signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        self._selector.register(ours, selectors.EVENT_READ)
        try:
            yield ours
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)
            self._selector.close()
            ours.close()
            theirs.close()


@contextmanager
def shared_environment(environment: Mapping[str, str] = os.environ) -> Iterator[Mapping[str, str]]:
    """What all workers must have in common: a secret, where the operator set none, and a folder for their metrics."""
    made = None if environment.get(METRICS) else tempfile.mkdtemp(prefix="earlyhelp-metrics-")
    common = {
        WORKERS: environment.get(WORKERS) or secrets.token_hex(32),
        METRICS: environment.get(METRICS) or made or "",
    }
    try:
        yield {**environment, **common}
    finally:
        if made:
            shutil.rmtree(made, ignore_errors=True)
