"""Counts and latencies for the operator's monitoring: which kind of answer, how fast. No text, no place, no person."""

from __future__ import annotations

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from bot.core.reply import Kind

SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.15, 0.25, 0.5, 1, 2.5)


@dataclass(frozen=True)
class Metrics:
    """The counters of one app; each app has a registry of its own, so that two can live in one process."""

    registry: CollectorRegistry
    answers: Counter
    seconds: Histogram
    refused: Counter = field(repr=False)

    @classmethod
    def new(cls) -> Metrics:
        registry = CollectorRegistry()
        return cls(
            registry=registry,
            answers=Counter("earlyhelp_answers", "Answers given.", ("channel", "kind"), registry=registry),
            seconds=Histogram(
                "earlyhelp_answer_seconds",
                "From a turn to its answer.",
                ("channel",),
                buckets=SECONDS,
                registry=registry,
            ),
            refused=Counter("earlyhelp_refused", "Requests not read.", ("channel", "why"), registry=registry),
        )

    def answered(self, kind: Kind, *, channel: str, seconds: float) -> None:
        self.answers.labels(channel, str(kind)).inc()
        self.seconds.labels(channel).observe(seconds)

    def page(self) -> bytes:
        """What Prometheus reads."""
        return generate_latest(self.registry)
