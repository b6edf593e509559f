"""A tiny flow about the weather, so that no test depends on a real authority's words.

Its vocabulary has four words: sun, rain, fog and home.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from flows.library import Library
from flows.schema import Flow

Data = dict[str, Any]

BRANCHES = [
    "refused_consent",
    "phone_not_answered",
    "decision_disputed",
    "already_open",
    "not_best_person",
    "plan_working",
    "plan_not_working",
    "look_again",
]


class Weather:
    """Builds steps, flows and libraries as plain data that the schema then reads."""

    def ask(self, name: str, **ways: str) -> Data:
        """A question whose choices are `ways`; the choice `fog` is the unsure one."""
        choices = [{"id": way, "says": way.title(), "next": to, "unsure": way == "fog"} for way, to in ways.items()]
        return {"id": name, "kind": "question", "asks": "What is the sky like?", "choices": choices}

    def act(self, name: str, to: str, *, wait_days: int | None = None) -> Data:
        """An action."""
        return {
            "id": name,
            "kind": "action",
            "who": "You",
            "does": "Look up.",
            "by": "today",
            "next": to,
            "wait_days": wait_days,
        }

    def end(self, name: str, **changes: Any) -> Data:
        """An outcome with nothing missing."""
        whole = {
            "id": name,
            "kind": "outcome",
            "title": "Go home",
            "action": "Go home.",
            "contacts": ["police"],
            "when": "today",
            "review_days": 7,
            "record": "The sky.",
            "tell_family": "That you are coming.",
        }
        return {**whole, **changes}

    def exit(self) -> Data:
        """The exit for immediate danger."""
        return self.end("home", when="now", contacts=["emergency"], review_days=None, chase="Ring again today.")

    def flow(self, steps: Iterable[Data], name: str = "test.weather", **changes: Any) -> Flow:
        """A flow of these steps and the danger exit; it begins at the first of them."""
        listed = list(steps)
        whole = {
            "id": name,
            "title": "Weather",
            "authority": name.split(".", maxsplit=1)[0],
            "owner": "Tester",
            "source": {"ref": "sky"},
            "review_by": "2027-01-01",
            "start": listed[0]["id"],
            "danger": "home",
            "covers": BRANCHES,
            "steps": [*listed, self.exit()],
        }
        return Flow.model_validate({**whole, **changes})

    def library(self, *steps: Data, **changes: Any) -> Library:
        """A library with one flow of these steps."""
        return Library.of([self.flow(steps, **changes)])


@pytest.fixture(scope="session")
def weather() -> Weather:
    return Weather()


@pytest.fixture(scope="session")
def sound(weather: Weather) -> Library:
    """A library that every proof accepts: sky -> (sun: walk), (rain: wait, then sky again), (fog: stay)."""
    return weather.library(
        weather.ask("sky", sun="second", rain="wait", fog="stay"),
        weather.ask("second", sun="walk", rain="stay", fog="stay"),
        weather.act("wait", "sky", wait_days=1),
        weather.end("walk", look_again="sky"),
        weather.end("stay"),
    )


@pytest.fixture(scope="session")
def said() -> Callable[[Iterable[Any]], list[str]]:
    """What faults say, without where."""
    return lambda faults: [fault.what for fault in faults]
