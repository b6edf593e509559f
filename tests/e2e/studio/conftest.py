"""One server and one browser for all journeys of the studio; each journey begins with the draft as it was shipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from .server import FIRST, OFFICERS, READER, SECOND, StudioServer, studio_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

DESKTOP = {"width": 1180, "height": 900}
PATIENCE_MS = 45_000

SignIn = Callable[..., "Page"]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioServer]:
    with studio_server(tmp_path_factory.mktemp("studio")) as server:
        yield server


@pytest.fixture
def server(running: StudioServer) -> StudioServer:
    running.fresh()
    return running


@pytest.fixture(scope="session")
def remembered(running: StudioServer, browser: Browser) -> dict[str, object]:
    """The cookies of each officer, signed in once: the first by the printed link, the others by invitation."""
    context = browser.new_context(base_url=running.address)
    page = context.new_page()
    page.goto(running.link())
    page.wait_for_url("**/studio")
    found: dict[str, object] = {FIRST: context.storage_state()}
    for officer in (SECOND, READER):
        page.goto("/studio")
        page.get_by_label("Who").select_option(officer)
        page.get_by_role("button", name="Invite a second person").click()
        link = page.get_by_label("The link").input_value()
        other = browser.new_context(base_url=running.address)
        theirs = other.new_page()
        theirs.goto(link)
        theirs.wait_for_url("**/studio")
        found[officer] = other.storage_state()
        other.close()
    context.close()
    return found


@pytest.fixture
def windows(browser: Browser, running: StudioServer) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own. Errors on the page, and what the page's policy refuses, fail the journey."""
    opened: list[BrowserContext] = []
    errors: list[str] = []

    def open_window(**options: object) -> Page:
        context = browser.new_context(
            **{"viewport": DESKTOP, "locale": "en-GB", "base_url": running.address, **options}
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
        return page

    yield open_window
    for context in opened:
        context.close()
    assert not errors


@pytest.fixture
def sign_in(windows: Callable[..., Page], remembered: dict[str, object], server: StudioServer) -> SignIn:
    """A window in which an officer is signed in: the first, unless another is named."""

    def sign_in_as(officer: str = FIRST, **options: object) -> Page:
        assert any(each["id"] == officer for each in OFFICERS)
        return windows(storage_state=remembered[officer], **options)

    return sign_in_as
