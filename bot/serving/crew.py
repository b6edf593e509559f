"""The crew: which worker is started, replaced, stopped or killed, and when. Decides only; processes are a protocol.

    start -> coming -> "ready" -> answering -> stop -> leaving -> gone
                 \\-> gone: not before the next try      \\-> gone: another at once

A place in the crew has a worker that answers, and while that one is to be replaced another that is coming. The old one
is only stopped once the new one is ready, so that somebody always answers: at a restart (HUP), and when a worker takes
more memory than it may. A worker that dies is replaced at once; one that dies again and again, ever later, up to a
minute. One that says nothing is told to write down where it hangs, and killed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

MEGABYTE = 1024 * 1024


class Worker(Protocol):
    """A process."""

    @property
    def pid(self) -> int: ...

    def stop(self) -> None:
        """Asks it to end when it has answered what it has begun."""

    def kill(self) -> None:
        """Ends it."""

    def tell_where(self) -> None:
        """Asks it to write down where in the program it is."""

    def memory(self) -> int:
        """Bytes that it takes; 0 where nobody knows."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds, and bytes. `settled`: a worker that lived so long is no part of a row of deaths."""

    start: float = 120.0
    silent: float = 15.0
    leave: float = 40.0
    dump: float = 1.0
    settled: float = 60.0
    longest_pause: float = 60.0
    memory: int = 1500 * MEGABYTE


@dataclass
class Running:
    """A worker and what is known of it."""

    worker: Worker
    began: float
    heard: float
    leaving: float | None = None
    dumped: float | None = None
    ready: bool = False


@dataclass
class Place:
    """One place in the crew."""

    number: int
    answering: Running | None = None
    coming: Running | None = None
    deaths: int = 0
    not_before: float = 0.0

    def running(self) -> Iterator[Running]:
        yield from (each for each in (self.answering, self.coming) if each)


Start = Callable[[int], Worker]


class Say(Protocol):
    """A log. What is said is a sentence and what stands in its places, so that nothing else can get into the log."""

    def __call__(self, sentence: str, /, *given: object) -> None: ...


@dataclass
class Crew:
    """`start` starts a worker for a place; `say` is the operator's log. `now` is seconds that only go on."""

    size: int
    start: Start
    say: Say
    bounds: Bounds = Bounds()
    places: list[Place] = field(init=False)
    leaving: list[Running] = field(default_factory=list)
    stopping: bool = False
    was_ready: bool = False
    failed: int | None = None
    """The status of a worker that could not start for a reason that will not go away, before any was ever ready."""
    _renewed: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = [Place(number) for number in range(self.size)]

    @property
    def answering(self) -> int:
        return sum(place.answering is not None for place in self.places)

    @property
    def done(self) -> bool:
        return self.stopping and not any(self._all())

    @property
    def renewing(self) -> bool:
        return bool(self._renewed) or any(place.answering and place.coming for place in self.places)

    def tick(self, now: float) -> None:
        """Looks after everybody; called often, and after everything that happened was told."""
        for running in list(self._all()):
            self._look_after(running, now)
        if self.stopping:
            return
        for place in self.places:
            if not any(place.running()) and now >= place.not_before:
                place.coming = self._started(place.number, now)
        self._renew_next(now)

    def beat(self, worker: Worker, now: float) -> None:
        """A worker said that it is well."""
        if running := self._of(worker):
            running.heard = now

    def ready(self, worker: Worker, now: float) -> None:
        """A worker answers from now on; the one whose place it takes is asked to end."""
        place = next((each for each in self.places if each.coming and each.coming.worker is worker), None)
        if place is None or place.coming is None:
            return
        old, place.answering, place.coming = place.answering, place.coming, None
        place.answering.heard, place.answering.ready, self.was_ready = now, True, True
        if old:
            self._leave(old, now)
            left = len(self._renewed)
            self.say(
                "Worker %d answers in place of worker %d. Still to be replaced: %d.", worker.pid, old.worker.pid, left
            )

    def gone(self, worker: Worker, how: str, now: float, *, status: int | None = None) -> None:
        """A worker ended. `how` in words; `status` is what it ended with by itself."""
        self.leaving = [each for each in self.leaving if each.worker is not worker]
        for place in self.places:
            if place.answering and place.answering.worker is worker:
                self._died(place, place.answering, how, now)
                place.answering = None
            elif place.coming and place.coming.worker is worker:
                self._did_not_come(place, place.coming, how, now, status)
                place.coming = None

    def renew(self) -> None:
        """Replaces every worker, one after the other, each only once the next is ready."""
        self._renewed = [place.number for place in self.places]

    def stop(self, now: float) -> None:
        """Asks everybody to end; asked again, ends them."""
        again, self.stopping, self._renewed = self.stopping, True, []
        for place in self.places:
            for running in place.running():
                self._leave(running, now)
            place.answering = place.coming = None
        for running in self.leaving if again else ():
            running.worker.kill()

    def _look_after(self, running: Running, now: float) -> None:
        if running.leaving is not None:
            if now - running.leaving > self.bounds.leave:
                self.say("Worker %d did not end in time and is killed.", running.worker.pid)
                running.worker.kill()
                running.leaving = now
        elif running.dumped is not None:
            if now - running.dumped >= self.bounds.dump:
                running.worker.kill()
        elif now - running.heard > (self.bounds.silent if running.ready else self.bounds.start):
            silent = round(now - running.heard)
            self.say("Worker %d has said nothing for %d s and is replaced.", running.worker.pid, silent)
            running.worker.tell_where()
            running.dumped = now

    def watch_memory(self) -> None:
        """Has every worker replaced that takes more than it may. Called every few seconds."""
        for place in self.places:
            if not place.answering or place.number in self._renewed or place.coming:
                continue
            taken = place.answering.worker.memory()
            if taken > self.bounds.memory:
                pid, most = place.answering.worker.pid, self.bounds.memory // MEGABYTE
                self.say("Worker %d takes %d MB, more than %d, and is replaced.", pid, taken // MEGABYTE, most)
                self._renewed.append(place.number)

    def _renew_next(self, now: float) -> None:
        """Starts the next replacement, when none is under way and somebody answers in every place."""
        if not self._renewed or any(place.coming or not place.answering for place in self.places):
            return
        number = self._renewed.pop(0)
        self.places[number].coming = self._started(number, now)

    def _died(self, place: Place, running: Running, how: str, now: float) -> None:
        place.deaths = 1 if now - running.began > self.bounds.settled else place.deaths + 1
        self.say("Worker %d %s. Another is started in %d s.", running.worker.pid, how, self._pause(place, now))

    def _did_not_come(self, place: Place, running: Running, how: str, now: float, status: int | None) -> None:
        if not self.was_ready and status:
            self.failed = status
            self.say("Worker %d %s before it was ready: see above. Nothing is started.", running.worker.pid, how)
            return
        if place.answering:
            self._renewed = []
            pids = (running.worker.pid, how, place.answering.worker.pid)
            self.say("New worker %d %s before it was ready. Worker %d goes on in its place.", *pids)
            return
        place.deaths += 1
        pause = self._pause(place, now)
        self.say("Worker %d %s before it was ready. Another is started in %d s.", running.worker.pid, how, pause)

    def _pause(self, place: Place, now: float) -> int:
        """Seconds until another is started: none after the first death, then 1, 2, 4 ..."""
        pause = min(self.bounds.longest_pause, 2.0 ** (place.deaths - 2)) if place.deaths > 1 else 0.0
        place.not_before = now + pause
        return round(pause)

    def _leave(self, running: Running, now: float) -> None:
        running.leaving = now
        self.leaving.append(running)
        running.worker.stop()

    def _started(self, number: int, now: float) -> Running:
        return Running(self.start(number), began=now, heard=now)

    def _all(self) -> Iterator[Running]:
        for place in self.places:
            yield from place.running()
        yield from self.leaving

    def _of(self, worker: Worker) -> Running | None:
        return next((each for each in self._all() if each.worker is worker), None)
