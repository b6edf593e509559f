"""One server and one browser for all journeys; each journey gets a fresh window. Skips where there is no Chromium."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from knowledge import clock

from ..bot.web.fake_house import house
from .browser import CHROMIUM, NO_CHROMIUM, app_in, launch, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

TUESDAY = dt.datetime(2026, 11, 24, 17, 40, tzinfo=clock.LONDON)
PHONE = {"width": 360, "height": 740}
PATIENCE_MS = 10_000

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; there can be one of it, and any number of browsers."""
    if not CHROMIUM.exists():
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(app_in(tmp_path_factory.mktemp("var"), house(), lambda: TUESDAY)) as address:
        yield address


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page in a window of its own; errors on the page fail the journey."""
    opened: list[BrowserContext] = []
    errors: list[str] = []

    def open_window(**options: object) -> Page:
        context = browser.new_context(**{"viewport": PHONE, "base_url": address, **options})
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
        page.goto("/")
        return page

    yield open_window
    for context in opened:
        context.close()
    assert not errors


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: EARLYHELP_PICTURES, or a folder that is thrown away."""
    named = os.environ.get("EARLYHELP_PICTURES")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
