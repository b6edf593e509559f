"""A year of invented use, a million consultations over all councils: published, and opened in a real browser.

What is checked is what a person sees: every chart is drawn with its numbers, a council can be chosen, the board's page
reads well, and the browser asks nobody but this server.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.commands.trends import names
from bot.folders import Folders
from knowledge import clock
from trends.counters import CountersFile
from trends.policy import load_policy
from trends.publish import publish
from trends.show.figures import figures_file
from trends.show.report import write_boards
from trends.show.serving import server
from trends.synthetic import generate

from .axe import faults
from .browser import START_SECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

TUESDAY = dt.datetime(2026, 11, 24, 17, 40, tzinfo=clock.LONDON)
DESK = {"width": 1280, "height": 1000}
PHONE = {"width": 360, "height": 740}
SHEET = {"width": 900, "height": 1270}
CHARTS = ("weeks", "bands", "domains", "unmatched", "hours", "shares", "areas", "settings", "ends", "outcomes",
          "feedback", "channels")  # fmt: skip
Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of publications after a year."""
    folder = tmp_path_factory.mktemp("year")
    known = names(Folders())
    generate(folder / "counters.sqlite", known, until=TUESDAY)
    counters = CountersFile(folder / "counters.sqlite")
    publish(counters, figures_file(folder), policy=load_policy(), names=known, now=TUESDAY)
    write_boards(folder, folder)
    return folder


@pytest.fixture(scope="module")
def datasette(year: Path) -> Iterator[str]:
    """Where `earlyhelp trends serve` answers."""
    running = server(figures_file(year), host="127.0.0.1", port=0)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    until = time.monotonic() + START_SECONDS
    while not running.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join(START_SECONDS)


@pytest.fixture
def page_of(browser: Browser) -> Iterator[Open]:
    """Opens an address; whatever fails on the page, or goes to somebody else, fails the journey."""
    contexts, wrong = [], []

    def open_page(address: str, viewport: dict[str, int] = DESK) -> Page:
        context = browser.new_context(viewport=viewport)
        contexts.append(context)
        page = context.new_page()
        home = "/".join(address.split("/")[:3])
        page.on("request", lambda asked: None if asked.url.startswith((home, "data:")) else wrong.append(asked.url))
        page.on("response", lambda given: wrong.append(given.url) if given.status >= 400 else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def drawn(page: Page, chart: str) -> list[str]:
    """The words and numbers in a chart, once it is drawn."""
    texts = page.locator(f"#chart-{chart} svg text").filter(has_text=re.compile(r"\S"))
    texts.first.wait_for()
    return texts.all_text_contents()


def test_every_chart_is_drawn_with_its_numbers(datasette: str, page_of: Open, pictures: Path) -> None:
    page = page_of(f"{datasette}/-/dashboards/trends?council=Oldham&quarter=2026-Q3")
    for chart in CHARTS:
        words = drawn(page, chart)
        assert words, chart
        assert not {"null", "undefined", "NaN"} & set(words), chart
    assert "Early help" in drawn(page, "domains")
    assert "East" in drawn(page, "areas")
    page.screenshot(path=pictures / "trends-dashboard-whole.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 1450})
    page.screenshot(path=pictures / "trends-dashboard.png")


def test_another_council_and_quarter_can_be_chosen(datasette: str, page_of: Open) -> None:
    page = page_of(f"{datasette}/-/dashboards/trends")
    before = drawn(page, "areas")
    page.get_by_label("Council", exact=True).select_option("Tameside")
    page.get_by_label("Quarter", exact=True).select_option("2026-Q2")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**council=Tameside&quarter=2026-Q2")
    assert drawn(page, "areas") != before
    assert page.get_by_label("Council", exact=True).input_value() == "Tameside"


def test_the_councils_stand_side_by_side(datasette: str, page_of: Open, pictures: Path) -> None:
    page = page_of(f"{datasette}/-/dashboards/councils")
    assert {"Bury", "Oldham", "Oxfordshire", "Tameside"} <= set(drawn(page, "councils"))
    page.screenshot(path=pictures / "trends-councils.png")


def test_the_first_page_says_how_to_read_it_and_leads_on(datasette: str, page_of: Open, pictures: Path) -> None:
    page = page_of(datasette)
    page.get_by_text("c means held back").wait_for()
    page.screenshot(path=pictures / "trends-first.png")
    page.get_by_role("link", name="Open the dashboard of one council").click()
    assert drawn(page, "weeks")


def test_a_question_can_be_asked_in_sql(datasette: str, page_of: Open, pictures: Path) -> None:
    page = page_of(f"{datasette}/published?sql=select+title%2C+shown+from+measures+order+by+title+desc")
    page.get_by_text("Worries that nothing matched").first.wait_for()
    page.screenshot(path=pictures / "trends-sql.png")


def test_on_a_phone_nothing_runs_out_of_the_page(datasette: str, page_of: Open, pictures: Path) -> None:
    page = page_of(f"{datasette}/-/dashboards/trends?council=Oldham&quarter=2026-Q3", PHONE)
    drawn(page, "weeks")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.screenshot(path=pictures / "trends-phone.png", full_page=True)


@pytest.mark.parametrize("path", ["/", "/-/dashboards"])
def test_pages_can_be_used_by_everybody(datasette: str, page_of: Open, path: str) -> None:
    assert faults(page_of(f"{datasette}{path}")) == []


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_dashboard_can_be_used_by_everybody(datasette: str, page_of: Open, viewport: dict[str, int]) -> None:
    page = page_of(f"{datasette}/-/dashboards/trends?council=Oldham&quarter=2026-Q3", viewport)
    for chart in CHARTS:
        drawn(page, chart)
    assert faults(page) == []


def test_the_boards_page_reads_well(year: Path, page_of: Open, pictures: Path) -> None:
    page = page_of((year / "board-oldham.html").as_uri(), SHEET)
    page.get_by_role("heading", name="Oldham: what practitioners worry about").wait_for()
    assert faults(page) == []
    page.screenshot(path=pictures / "trends-report.png")
    page.screenshot(path=pictures / "trends-report-whole.png", full_page=True)
    page.get_by_text("The numbers: Worries by week").click()
    page.get_by_role("rowheader", name="the week of 24 November 2025").wait_for()
    assert faults(page) == []
