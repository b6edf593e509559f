"""What an operator sees of the running house: which kinds of answer, how fast, what was refused, what did not get out.

No text, no place, no person: every label is one word of a short list in `bot.metric_words`, and whatever is not in its
list is counted as "other". With several workers each writes its numbers into a folder that they share, and whichever is
asked adds them up. A metric that cannot be written is lost, never the answer that it counts (promise P6).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from bot.core.reply import Kind
from bot.metric_words import CHANNELS, CLAIMS, CONTACT_STATES, KINDS, PLATFORMS, REASONS, TELLING, WHY, among
from bot.metrics_shared import Processes, registry_of_all, share_values
from bot.vitals import NOTHING_SEEN, Vitals

log = logging.getLogger(__name__)

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each one, which nobody asks for

FOLDER = "EARLYHELP_METRICS_DIR"
"""Set by whoever starts several workers: a folder of their own, made anew at each start."""
SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Lately:
    """When a platform last took a message, and when it last could not be reached; 0 for never. Seconds since 1970."""

    taken: float = 0.0
    failed: float = 0.0


@dataclass
class Metrics:
    """The metrics of one app; each app has a registry of its own, so that two can live in one process."""

    registry: CollectorRegistry
    shared: Path | None = None
    clock: Callable[[], float] = time.time
    lately: dict[str, Lately] = field(default_factory=dict)
    vitals: Vitals = NOTHING_SEEN
    _since: dict[object, float] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._answers = self._counter("answers", "Answers given.", "channel", "kind")
        self._seconds = Histogram(
            "earlyhelp_answer_seconds",
            "From a turn to its answer.",
            ("channel",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._refused = self._counter("refused", "Requests not read.", "channel", "why")
        self._redelivered = self._counter(
            "redelivered", "Deliveries of an event that was answered (done) or was being answered (busy).", "found"
        )
        self._delivered = self._counter("delivered", "Answers that a platform took.", "platform")
        self._undelivered = self._counter(
            "undelivered", "Attempts to deliver an answer that failed for good.", "platform", "reason"
        )
        self._taken = self._gauge(
            "delivered_timestamp_seconds", "When a platform last took an answer.", "max", "platform"
        )
        self._waiting = self._gauge("waiting", "Turns that wait for their answer or are being answered.", "livesum")
        self._of_house()

    @classmethod
    def new(cls, shared: Path | None = None) -> Metrics:
        """The metrics of this process; with `shared`, of all processes that were given the same folder."""
        try:
            if shared:
                share_values(shared)
        except OSError as error:
            log.error("The metrics of the workers cannot be shared: %s.", type(error).__name__)
            shared = None
        return cls(CollectorRegistry(), shared)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Metrics:
        """As the environment says."""
        folder = environment.get(FOLDER)
        return cls.new(Path(folder) if folder else None)

    def answered(self, kind: Kind | str, *, channel: str, seconds: float) -> None:
        """A turn had its answer after so many seconds."""
        where = among(CHANNELS, channel)
        with counted():
            self._answers.labels(where, among(KINDS, str(kind))).inc()
            self._seconds.labels(where).observe(seconds)

    def refuse(self, channel: str, why: str) -> None:
        """A request was not read."""
        with counted():
            self._refused.labels(among(CHANNELS, channel), among(WHY, why)).inc()

    def claimed(self, found: str) -> None:
        """What was found when an event was begun; what is new is no redelivery."""
        if found in CLAIMS:
            with counted():
                self._redelivered.labels(found).inc()

    def delivered(self, platform: str) -> None:
        """A platform took an answer."""
        platform, now = among(PLATFORMS, platform), self.clock()
        self.lately[platform] = replace(self.lately.get(platform, Lately()), taken=now)
        with counted():
            self._delivered.labels(platform).inc()
            self._taken.labels(platform).set(now)

    def undelivered(self, platform: str, reason: str) -> None:
        """An answer did not reach its platform."""
        platform, reason = among(PLATFORMS, platform), among(REASONS, reason)
        if reason in TELLING:
            self.lately[platform] = replace(self.lately.get(platform, Lately()), failed=self.clock())
        with counted():
            self._undelivered.labels(platform, reason).inc()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Around everything that a turn waits for."""
        mark = object()
        self._since[mark] = self.clock()
        with counted():
            self._waiting.inc()
        try:
            yield
        finally:
            self._since.pop(mark, None)
            with counted():
                self._waiting.dec()

    def longest_wait(self) -> float:
        """For how many seconds the turn that has waited longest has waited; 0 where none waits."""
        began = list(self._since.values())
        return self.clock() - min(began) if began else 0.0

    def saw(self, vitals: Vitals) -> None:
        """What a look at the house found. See `bot.vitals`."""
        self.vitals = vitals
        with counted():
            self._ready.set(vitals.ready)
            self._looked.set(vitals.looked)
            self._store.set(vitals.store)
            self._self_test.set(vitals.self_test)
            self._sound.set(vitals.sound)
            self._oldest.set(vitals.release)
            self._newest.set(vitals.release)
            self._published.set(vitals.published)
            for state, number in zip(CONTACT_STATES, (vitals.expired, vitals.expiring, vitals.confirmed), strict=True):
                self._contacts.labels(state).set(number)

    def page(self) -> bytes:
        """What Prometheus reads."""
        registry = registry_of_all(self.shared) if self.shared else self.registry
        processes = Processes(self.shared, self.vitals.version)
        return generate_latest(registry) + generate_latest(processes)

    def _of_house(self) -> None:
        """What `saw` sets. `livemin`: the number of the worker that is worst off, `livemax` of the other end."""
        self._ready = self._gauge("ready", "1 when every worker can be asked.", "livemin")
        self._looked = self._gauge("looked_timestamp_seconds", "The oldest look of a worker at itself.", "livemin")
        self._store = self._gauge("store_reachable", "1 when every worker reaches the store.", "livemin")
        self._self_test = self._gauge("self_test_passed", "1 when every worker answers a test question.", "livemin")
        self._sound = self._gauge("knowledge_sound", "0 when a worker refused the newest knowledge.", "livemin")
        self._oldest = self._gauge("knowledge_oldest_release", "The oldest release in use by a worker.", "livemin")
        self._newest = self._gauge("knowledge_newest_release", "The newest release in use by a worker.", "livemax")
        self._published = self._gauge("knowledge_published_timestamp_seconds", "Its day, of the oldest.", "livemin")
        self._contacts = self._gauge("contacts", "Contacts by when they are to be confirmed.", "livemax", "state")

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"earlyhelp_{name}", says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str, mode: str, *labels: str) -> Gauge:
        """`mode`: how the numbers of several workers become one."""
        return Gauge(f"earlyhelp_{name}", says, labels, registry=self.registry, multiprocess_mode=mode)  # type: ignore[arg-type]


@contextmanager
def counted() -> Iterator[None]:
    """Whatever happens while something is counted, nobody waits for it and nothing of it is told but its kind."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - a folder that is gone, a disk that is full: the answer matters more
        log.warning("Something was not counted in the metrics: %s.", type(error).__name__)
