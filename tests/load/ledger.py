"""What was sent and what came of it: every event's way from the platform to the answers that a person saw.

    sent -> acknowledged, or delivered again -> answered once

Counts what the run is about: lost (nobody ever answered it), doubled (answered more than once), shed (answered at once
with the numbers, unread), and how long the platform waited for its acknowledgement. Knows no network; see
`tests/load/test_ledger.py`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Kind = str
"""What somebody did: "typed" or "press"."""


@dataclass
class Event:
    """One thing that somebody did. Times are seconds since the run began."""

    place: str
    channel: str
    kind: Kind
    sent: float
    deliveries: int = 0
    acknowledged: float | None = None
    refused: list[str] = field(default_factory=list)
    """What each delivery that was not acknowledged ended with: a status, or "timeout", "cut"."""
    answered: list[float] = field(default_factory=list)
    shed: bool = False
    abandoned: bool = False
    """Still under way when the run ended: neither lost nor answered."""

    @property
    def waited(self) -> float | None:
        """Seconds until it was acknowledged, every delivery included."""
        return None if self.acknowledged is None else self.acknowledged - self.sent

    @property
    def seen_after(self) -> float | None:
        """Seconds until the person saw an answer."""
        return self.answered[0] - self.sent if self.answered else None

    @property
    def lost(self) -> bool:
        return not self.answered and not self.abandoned

    @property
    def doubled(self) -> bool:
        return len(self.answered) > 1


class Ledger:
    """All events of a run. `now` gives seconds since it began."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.events: list[Event] = []
        self.strays: list[str] = []
        """Answers to somebody who had asked nothing."""
        self._newest: dict[str, Event] = {}

    def sends(self, place: str, channel: str, kind: Kind) -> Event:
        """Somebody does something. `place` is where they are answered: one conversation a person."""
        event = Event(place, channel, kind, self.now())
        self.events.append(event)
        self._newest[place] = event
        return event

    def answers(self, place: str, *, shed: bool = False) -> None:
        """An answer is seen in this place. Nobody asks again before the last answer has come or was given up."""
        event = self._newest.get(place)
        if event is None:
            self.strays.append(place)
            return
        event.answered.append(self.now())
        event.shed = event.shed or shed

    def acknowledges(self, event: Event) -> None:
        if event.acknowledged is None:
            event.acknowledged = self.now()

    def close(self) -> None:
        """The run is over: what is neither acknowledged nor answered was cut off by its end."""
        for event in self.events:
            if event.acknowledged is None and not event.answered:
                event.abandoned = True

    def summary(self, events: Iterable[Event] | None = None) -> dict[str, Any]:
        """The figures of these events, or of all."""
        chosen = list(self.events if events is None else events)
        waits = sorted(each.waited for each in chosen if each.waited is not None)
        seen = sorted(each.seen_after for each in chosen if each.seen_after is not None)
        return {
            "events": len(chosen),
            "acknowledged": len(waits),
            "answered": sum(bool(each.answered) for each in chosen),
            "lost": sum(each.lost for each in chosen),
            "doubled": sum(each.doubled for each in chosen),
            "shed": sum(each.shed for each in chosen),
            "delivered_again": sum(each.deliveries > 1 for each in chosen),
            "cut_off_by_the_end": sum(each.abandoned for each in chosen),
            "answers_to_nobody": len(self.strays),
            "not_acknowledged_because": dict(Counter(why for each in chosen for why in each.refused)),
            "acknowledged_ms": {name: _rounded(percentile(waits, share)) for name, share in SHARES.items()},
            "answer_seen_ms": {name: _rounded(percentile(seen, share)) for name, share in SHARES.items()},
        }

    def by(self, what: Callable[[Event], str]) -> dict[str, dict[str, Any]]:
        """The figures of each kind of event."""
        kinds = sorted({what(each) for each in self.events})
        return {kind: self.summary(each for each in self.events if what(each) == kind) for kind in kinds}

    def between(self, marks: list[float]) -> Iterator[dict[str, Any]]:
        """The figures of what was sent between each two moments."""
        for begin, end in pairwise(marks):
            yield self.summary(each for each in self.events if begin <= each.sent < end)


SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "most": 1.0}


def percentile(sorted_values: list[float], share: float) -> float | None:
    """The value that this share of all does not exceed."""
    if not sorted_values:
        return None
    return sorted_values[min(len(sorted_values) - 1, max(0, math.ceil(share * len(sorted_values) - 1e-9) - 1))]


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(1000 * seconds, 1)
