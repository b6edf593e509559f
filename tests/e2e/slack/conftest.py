"""Two workspaces for all journeys: one in Socket Mode with the real knowledge, one over HTTP with three processes.

Both live in a network that holds nothing but the loopback; Chromium is started inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from ..browser import CHROMIUM, launch
from ..network import Network, loopback_only
from .workspace import MADE_UP, Workspace, workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

TUESDAY = "2026-11-24T17:40"
WIDE = {"width": 1180, "height": 2400}
"""Tall, so that a picture holds a whole conversation. A thread is as wide as a telephone in any case."""
PATIENCE_MS = 20_000

Open = Callable[[Workspace], "Page"]


@pytest.fixture(scope="session")
def network(request: pytest.FixtureRequest) -> Iterator[Network]:
    with loopback_only() as found:
        if not found.closed:
            said = request.config.pluginmanager.get_plugin("terminalreporter")
            said.write_line("Slack's journeys share the machine's loopback: no network namespace can be made here.")
        yield found


@pytest.fixture(scope="session")
def in_socket_mode(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """`earlyhelp slack` with the real knowledge, on a Tuesday evening at 17:40."""
    with workspace("socket", tmp_path_factory.mktemp("socket"), network) as found:
        found.start("--at", TUESDAY, "--", "slack")
        yield found


@pytest.fixture
def slack(in_socket_mode: Workspace) -> Iterator[Workspace]:
    in_socket_mode.fresh()
    yield in_socket_mode
    assert in_socket_mode.seen()["wrong"] == []


@pytest.fixture(scope="session")
def three_processes(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Three times `earlyhelp serve` over one store, with the made-up reader."""
    with workspace("http", tmp_path_factory.mktemp("http"), network) as found:
        yield found


@pytest.fixture
def http(three_processes: Workspace) -> Iterator[Workspace]:
    three_processes.fresh()
    three_processes.at_least(3, *MADE_UP, "serve")
    yield three_processes
    assert three_processes.seen()["wrong"] == []


@pytest.fixture(scope="session")
def inside(playwright: Playwright, network: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium in the network of the workspaces."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_MS)
    browser = launch(playwright, network.program(tmp_path_factory.mktemp("chromium"), CHROMIUM))
    yield browser
    browser.close()


@pytest.fixture
def window(inside: Browser) -> Iterator[Open]:
    """Opens Slack in a window of its own, in the direct message with the bot."""
    opened: list[BrowserContext] = []

    def open_window(slack: Workspace) -> Page:
        context = inside.new_context(viewport=WIDE, base_url=slack.browser_address)
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto("/")
        return page

    yield open_window
    for context in opened:
        context.close()
