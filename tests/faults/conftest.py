"""A workspace in Slack that keeps its books: what was sent, what was acknowledged, and what was answered how often."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ..bot.slack.conftest import Slack, direct, running
from ..bot.slack.fake_slack import FakeSlack, fake_slack

WORRY = "Year 4 boy, always hungry"
ISSUED = itertools.count(1)


@dataclass
class Books:
    """Every event by its own thread; Slack delivers again what was not acknowledged."""

    slack: Slack
    waiting: dict[str, str] = field(default_factory=dict)
    """Words by the time stamp of the message, of those not acknowledged yet."""
    sent: list[str] = field(default_factory=list)

    def says(self, words: str = WORRY) -> int:
        """A new message. The status that Slack hears."""
        ts = f"1763990000.{next(ISSUED):06}"
        self.sent.append(ts)
        self.waiting[ts] = words
        return self.again(ts)

    def again(self, ts: str) -> int:
        """One more delivery of this message."""
        words = self.waiting.get(ts, WORRY)
        status = self.slack.send(direct(words, ts=ts, event=f"Ev{ts}")).status_code
        if status == 200:
            self.waiting.pop(ts, None)
        return status

    def redelivers(self) -> None:
        """Everything that waits, once."""
        for ts in list(self.waiting):
            self.again(ts)

    def answers_to(self, ts: str) -> int:
        posted = self.slack.api.of("chat.postMessage")
        return sum(call.said.get("thread_ts") == ts for call in posted)

    @property
    def lost(self) -> list[str]:
        """Acknowledged and never answered."""
        return [ts for ts in self.sent if ts not in self.waiting and not self.answers_to(ts)]

    @property
    def doubled(self) -> list[str]:
        return [ts for ts in self.sent if self.answers_to(ts) > 1]

    def balance(self) -> tuple[int, int, int]:
        """How many are lost, doubled and still waiting to be delivered again."""
        return len(self.lost), len(self.doubled), len(self.waiting)


@pytest.fixture(scope="session")
def api() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        yield slack


@pytest.fixture
def books(api: FakeSlack, tmp_path: Path) -> Iterator[Books]:
    with running(api, tmp_path / "var") as slack:
        yield Books(slack)
