"""The web chat with its files in a folder of their own, at a Tuesday's 17:40."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.web.app import create_app
from knowledge import clock
from trends.counters import CountersFile, WeekTotal, totals_of_closed_weeks

from ..desks import desk_in
from .fake_house import house

TUESDAY = dt.datetime(2026, 11, 24, 17, 40, tzinfo=clock.LONDON)


@dataclass(frozen=True)
class Page:
    """A browser without JavaScript: it posts forms and keeps what stands in hidden fields."""

    client: TestClient
    folder: Path

    def ask(self, typed: str = "", **fields: str) -> str:
        """The page after a post."""
        return self.client.post("/ask", data={"typed": typed, "area": "", **fields}).text

    def fragment(self, typed: str = "", **fields: str) -> str:
        """Only the answer, as the script asks for it."""
        data = {"typed": typed, **fields}
        return self.client.post("/ask", data=data, headers={"X-Requested-With": "fetch"}).text

    def counted(self) -> tuple[WeekTotal, ...]:
        """What the counters hold, as seen a week later."""
        counters = CountersFile(self.folder / "counters.sqlite")
        return totals_of_closed_weeks(counters, now=TUESDAY + dt.timedelta(weeks=1))


def state_of(html: str) -> str:
    """The state that the newest answer carries."""
    found = re.findall(r'data-state="([^"]*)"', html)
    assert found, "there is no answer in the page"
    return str(found[-1])


def kind_of(html: str) -> str:
    found = re.findall(r'data-kind="([^"]*)"', html)
    assert found, "there is no answer in the page"
    return str(found[-1])


@pytest.fixture
def page(tmp_path: Path) -> Page:
    folder = tmp_path / "var"
    return Page(TestClient(create_app(desk_in(folder, house, lambda: TUESDAY))), folder)
